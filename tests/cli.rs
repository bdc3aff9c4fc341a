//! The built binary, as its users start it.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "cli/big_matrix.rs"]
mod big_matrix;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/live_rules.rs"]
mod live_rules;
#[path = "cli/mobile.rs"]
mod mobile;
#[path = "cli/refusals.rs"]
mod refusals;
#[path = "cli/region.rs"]
mod region;
#[path = "cli/running.rs"]
mod running;
#[path = "cli/service.rs"]
mod service;
#[path = "cli/site_test.rs"]
mod site_test;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The binary with its language fixed, so that words can be looked for.
fn huilu() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_huilu"));
    command.env("HUILU_LANG", "en").env_remove("RUST_LOG").env_remove("RUST_BACKTRACE");
    command
}

fn run(arguments: &[&str]) -> Output {
    huilu().args(arguments).output().expect("the binary starts")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with the demo's files, made once for a build of the binary: tests run as processes of their own, so it is kept among the
/// target's temporary files under the binary's own stamp, and appears there whole.
fn demo() -> &'static Path {
    static DEMO: OnceLock<PathBuf> = OnceLock::new();
    DEMO.get_or_init(|| {
        let binary = std::fs::metadata(env!("CARGO_BIN_EXE_huilu")).unwrap();
        let made = binary.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("demo-{made}-{}", binary.len()));
        if !folder.exists() {
            let part = folder.with_extension(std::process::id().to_string());
            let done = run(&["demo", "--once", "--iterations", "200", "--out", part.to_str().unwrap()]);
            assert_eq!(done.status.code(), Some(0), "{}", err(&done));
            assert!(out(&done).contains("checked: no breach"), "{}", out(&done));
            // Whoever comes second finds the first one's and takes that.
            if std::fs::rename(&part, &folder).is_err() {
                std::fs::remove_dir_all(&part).unwrap();
            }
        }
        folder
    })
}

/// A folder of a test's own.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn at(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }
    fn write(&self, name: &str, value: &serde_json::Value) -> String {
        std::fs::write(self.at(name), value.to_string()).unwrap();
        self.at(name)
    }
    fn read(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(self.at(name)).unwrap()).unwrap()
    }
}

/// A file of the demo, as an argument.
fn demo_file(name: &str) -> String {
    demo().join(name).to_str().unwrap().to_owned()
}
