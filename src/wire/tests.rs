#![expect(clippy::unwrap_used, reason = "tests")]
//! Every code has a case; what is generated is what is committed.

mod cases;
mod generated;
mod http;
