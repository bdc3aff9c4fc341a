//! Against enumeration.
