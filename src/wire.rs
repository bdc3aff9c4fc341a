//! The doors' formats: what comes in and goes out, as files and over HTTP. Only this module knows JSON.

pub mod picture;
