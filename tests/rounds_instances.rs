//! Academic instances of vehicle routing, where they are at hand: `huilu bench rounds` reads them, and a checker that shares nothing with it accepts its tours.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "rounds_instances/drawn.rs"]
mod drawn;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// One of every format and convention.
const SETS: &[&str] = &[
    "acvrp_fischetti/A034-08f.vrp",
    "cvrp_x/X-n120-k6.vrp",
    "gvrp_alternative_locations/M-n121-k7-C41-V3.vrp",
    "hvrp_taillard/VFMP_FV/vfmpfv03.txt",
    "mdvrp_cordeau/p02.txt",
    "mdvrptw_vidal/PR12A.vrp",
    "pdptw_lilim200/LC1_2_4.txt",
    "vrpmpd_salhi_nagy/CMT6X.vrpmpd",
    "vrpspd_dethloff/CON3-1.vrpspd",
    "vrpspd_rieck_r6_asym/CON3-1.vrpspd",
    "vrpspdtw_jd/200_2.vrpsdptw.gz",
    "vrpspdtw_wangchen/rcdp2504.vrpspdtw",
    "vrpspdtw_wangchen/txt/rcdp2504.txt",
    "vrptw_solomon100/C102.txt",
];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/vrp").join(name)
}

fn bench(args: &[&str]) -> Value {
    let few: &[&str] = if args.contains(&"--iterations") { &[] } else { &["--iterations", "40"] };
    let out =
        Command::new(env!("CARGO_BIN_EXE_huilu")).args(["bench", "rounds"]).args(few).args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// What the checker says, and whether it is content; `None` where there is no Python.
fn checked(instance: &Path, tours: &Path) -> Option<(bool, Value)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/rounds_check.py");
    let out = Command::new("python3").arg(script).arg(instance).arg(tours).output().ok()?;
    Some((out.status.success(), serde_json::from_slice(&out.stdout).unwrap_or_default()))
}

#[test]
fn tours_pass_a_checker_that_reads_only_the_instance() {
    let folder = tempfile::tempdir().unwrap();
    let tours = folder.path().join("tours.json");
    for name in SETS {
        let file = path(name);
        if !file.exists() {
            eprintln!("{name}: not at hand, nothing compared");
            continue;
        }
        let line = bench(&["--instance", &file.to_string_lossy(), "--tours", &tours.to_string_lossy()]);
        // A few instances have no vehicle to spare, which so few iterations do not manage.
        let all = line["left_out"] == 0;
        let Some((content, said)) = checked(&file, &tours) else { return };
        assert_eq!(content, all, "{name}: {line} {said}");
        let (cost, again) = (line["cost"].as_f64().unwrap(), said["cost"].as_f64().unwrap());
        assert!((cost - again).abs() < 1e-6 * cost, "{name}: {line} {said}");
        let best = line["best_known"].as_f64();
        assert!(!all || best.is_none_or(|best| cost > best * 0.98), "{name}: in another unit? {line}");
    }
}

const TINY: &str = "TYPE : CVRP\nDIMENSION : 5\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 5\nNODE_COORD_SECTION\n1 0 0\n2 3 4\n3 3 5\n4 -3 4\n5 -3 5\n\
                    DEMAND_SECTION\n1 0\n2 3\n3 2\n4 3\n5 2\nDEPOT_SECTION\n1\n-1\nEOF\n";

#[test]
fn the_same_on_any_number_of_threads_and_with_a_best_value_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, tours) = (folder.path().join("t.1.vrp"), folder.path().join("tours.json"));
    fs::write(&file, TINY).unwrap();
    fs::write(folder.path().join("bks.tsv"), "instance\tbks_value\nt.1\t20\n").unwrap();
    let (name, out) = (file.to_string_lossy().into_owned(), tours.to_string_lossy().into_owned());
    let one = bench(&["--instance", &name, "--tours", &out]);
    let two = bench(&["--instance", &name, "--threads", "2"]);
    // (0,0) (3,4) (3,5): 5 + 1 + 6, twice.
    assert_eq!(
        (one["cost"].as_f64(), one["routes"].as_u64(), one["left_out"].as_u64()),
        (Some(24.0), Some(2), Some(0))
    );
    assert_eq!((one["gap_pct"].as_f64(), &one["checksum"]), (Some(20.0), &two["checksum"]));
    let Some((content, _)) = checked(&file, &tours) else { return };
    assert!(content);
    // The checker does find what is wrong: a stop in the wrong tour, one missing, another cost.
    let text = fs::read_to_string(&tours).unwrap();
    let whole: Value = serde_json::from_str(&text).unwrap();
    type Change = fn(&mut Value);
    let changes: [Change; 4] = [
        |t| t["tours"][0]["steps"][0] = t["tours"][1]["steps"][0].clone(),
        |t| {
            let moved = t["tours"][1]["steps"].as_array_mut().unwrap().pop().unwrap();
            t["tours"][0]["steps"].as_array_mut().unwrap().push(moved);
        },
        |t| t["cost"] = 23.into(),
        |t| t["tours"][0]["start"] = 2.into(),
    ];
    for (i, change) in changes.into_iter().enumerate() {
        let mut wrong = whole.clone();
        change(&mut wrong);
        fs::write(&tours, wrong.to_string()).unwrap();
        assert_eq!(checked(&file, &tours).map(|c| c.0), Some(false), "change {i}");
    }
}

#[test]
fn a_bad_file_is_refused_with_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.vrp");
    for (text, code) in
        [("hello", "E4104"), ("DIMENSION : x\n", "E4102"), (&TINY.replace("CAPACITY : 5\n", ""), "E4111")]
    {
        fs::write(&file, text).unwrap();
        let out = Command::new(env!("CARGO_BIN_EXE_huilu"))
            .args(["bench", "rounds", "--instance"])
            .arg(&file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(2) && said.contains(code), "{said}");
    }
}
