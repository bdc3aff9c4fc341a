//! Use cases over a loaded city, and the files it lives in.

pub mod city_file;
mod mmap;
