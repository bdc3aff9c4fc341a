//! The `huilu` binary: see [`huilu::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    huilu::cli::run()
}
