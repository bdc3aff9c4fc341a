//! Answers on standard output.

use std::fmt::Display;
use std::io::{ErrorKind, Write};

use super::{Refusal, refusal};

/// Prints a line. Who has stopped listening (`| head`) has heard enough, which is no mistake of anyone's.
///
/// # Errors
/// Where it cannot be written, on a full disk for one.
pub(crate) fn say(text: impl Display) -> Result<(), Refusal> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(refusal::io("stdout".as_ref(), &e)),
        _ => Ok(()),
    }
}
