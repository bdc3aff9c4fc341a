//! `huilu mobile poster`: the page at the kerb, of one standing place or of all.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{file_name, language, read_timetable, stale};
use crate::cli::say::say;
use crate::cli::{Refusal, refusal};
use crate::engine::error::Text;
use crate::engine::{files, local_now};
use crate::wire::defect::nearest;
use crate::wire::mobile::poster;

#[derive(Args)]
pub(super) struct PosterArgs {
    /// The timetable
    #[arg(value_name = "WEEK.json")]
    week: PathBuf,
    /// The standing place; without it, all that are visited, a page each
    #[arg(long, value_name = "ID")]
    stand: Option<String>,
    /// Dates from this day on; today if it is not said
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<jiff::civil::Date>,
    /// Language of the page: zh or en
    #[arg(long, value_name = "L", default_value = "zh", value_parser = language)]
    lang: crate::wire::lang::Lang,
    /// Where to write: a page with --stand; without it a page each into a folder, or all of them into one file to print (F.html)
    #[arg(short, long, value_name = "F.html|DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &PosterArgs) -> Result<ExitCode, Refusal> {
    let file = read_timetable(&args.week)?;
    let from = args.from.unwrap_or_else(|| local_now(&file.timezone).date());
    let page = |stand: &str| poster::page(&file, stand, from, args.lang);
    if let Some(stand) = &args.stand {
        if !file.stands.iter().any(|s| s.id == *stand) {
            return Err(unknown(stand, file.stands.iter().map(|s| s.id.as_str())));
        }
        match &args.output {
            Some(path) => {
                files::outputs_ready(&[args.week.as_path()], &[path.as_path()], &[])?;
                files::write_whole(path, page(stand).as_bytes())?;
            }
            None => say(page(stand).trim_end())?,
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(path) = args.output.as_deref().filter(|path| is_page(path)) {
        files::outputs_ready(&[args.week.as_path()], &[path], &[])?;
        let visited: Vec<&str> = file.stands.iter().filter(|s| s.visits > 0).map(|s| s.id.as_str()).collect();
        files::write_whole(path, poster::pages(&file, &visited, from, args.lang).as_bytes())?;
        told(visited.len());
        return Ok(ExitCode::SUCCESS);
    }
    let Some(folder) = &args.output else {
        return Err(Refusal::input(
            "no_output",
            Text::new("pages of all standing places need a folder", "输出全部停靠点的海报需要指定文件夹"),
            Text::new("give -o DIR, or one place with --stand", "请用 -o 指定文件夹，或用 --stand 指定一个停靠点"),
        ));
    };
    files::outputs_ready(&[args.week.as_path()], &[], &[folder.as_path()])?;
    let visited = file.stands.iter().enumerate().filter(|(_, s)| s.visits > 0);
    let mut written = Vec::new();
    for (i, stand) in visited {
        let path = folder.join(file_name(i, &stand.id, "html"));
        files::write_whole(&path, page(&stand.id).as_bytes())?;
        written.push(path);
    }
    stale(files::remove_stale(folder, "html", poster::MARK, &written)?);
    told(written.len());
    Ok(ExitCode::SUCCESS)
}

fn told(pages: usize) {
    eprintln!("{}", refusal::lang().pick(format!("{pages} pages"), format!("{pages} 页")));
}

/// Whether a name is a page's, and no folder stands there.
fn is_page(path: &Path) -> bool {
    let html = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"));
    html && !path.is_dir()
}

fn unknown<'a>(stand: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let like = nearest(stand, known);
    let remedy = like.map_or_else(
        || Text::new("use an id of the timetable's stands", "请使用时刻表 stands 中的编号"),
        |name| Text::new(format!("did you mean {name:?}?"), format!("是否想写“{name}”？")),
    );
    Refusal::input(
        "unknown_stand",
        Text::new(format!("there is no standing place {stand:?}"), format!("没有停靠点 {stand:?}")),
        remedy,
    )
}
