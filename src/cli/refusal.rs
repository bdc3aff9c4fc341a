//! How the command line says no.

use std::process::ExitCode;

use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::files;
use crate::wire::defect::Defect;
use crate::wire::lang::Lang;

/// What a reader is told, and the exit code that goes with it.
#[derive(Debug)]
pub struct Refusal {
    code: &'static str,
    cause: Text,
    remedy: Text,
    exit: u8,
}

impl Refusal {
    /// Bad usage or input: exit 2.
    pub fn input(code: &'static str, cause: Text, remedy: Text) -> Self {
        Self { code, cause, remedy, exit: 2 }
    }
    /// Everything that is wrong with a file, a line each.
    pub(crate) fn defects(path: &std::path::Path, defects: &[Defect]) -> Self {
        let lines = |lang: Lang| -> String {
            let lines: Vec<String> = defects.iter().map(|d| format!("  {}", d.line(lang))).collect();
            format!("{}\n{}", path.display(), lines.join("\n"))
        };
        Self::input(
            "bad_file",
            Text::new(lines(Lang::En), lines(Lang::Zh)),
            Text::new("docs/errors.md explains every code", "各代码的说明见 docs/errors.md"),
        )
    }
    /// Prints the words in the reader's language, and gives the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        let (word, cause, remedy) = if chinese() {
            ("错误", &self.cause.zh, &self.remedy.zh)
        } else {
            ("error", &self.cause.en, &self.remedy.en)
        };
        eprintln!("{word} [{}]: {cause}", self.code);
        if !remedy.is_empty() {
            eprintln!("  → {remedy}");
        }
        ExitCode::from(self.exit)
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        let exit = match error.kind {
            Kind::NoAnswer | Kind::Cancelled => 1,
            Kind::BadInput | Kind::NotFound | Kind::Internal => 2,
        };
        Self { code: error.code, cause: error.cause, remedy: error.remedy, exit }
    }
}

/// A file that cannot be read or written, in the engine's words.
pub(crate) fn io(path: &std::path::Path, error: &std::io::Error) -> Refusal {
    files::unreadable(path, error).into()
}

/// The terminal's language.
pub(crate) fn lang() -> Lang {
    let locale = ["HUILU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    locale.map_or(Lang::En, |l| Lang::from_locale(&l))
}

/// Whether it is Chinese.
pub(crate) fn chinese() -> bool {
    lang() == Lang::Zh
}

/// A panic is our mistake: say so in words, with what a maintainer needs, and nothing else.
pub(crate) fn quiet_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        print(info);
        eprintln!(
            "this is a mistake in huilu, not in your input; please report it with the lines above / 程序内部错误，请反馈以上信息"
        );
    }));
}
