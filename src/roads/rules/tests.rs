//! Covering against sampling.
