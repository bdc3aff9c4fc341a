//! What goes in and out: the only module that knows JSON, CSV, GeoJSON, GPX and NPY.
//!
//! Bytes from outside become plain values of the planners here, or a complete list of coded defects; answers
//! become bytes here. Nothing that a user sends can panic.

pub mod area;
pub mod boundary;
mod chart;
pub mod clock;
pub mod codes;
pub mod defect;
pub mod descent;
pub mod dimacs;
pub mod facts;
pub mod figures;
pub mod geo;
pub mod instance;
pub mod json;
pub mod lang;
mod lookup;
pub mod markup;
pub mod mobile;
pub mod nearest;
pub mod network;
pub mod picture;
pub mod plan;
pub mod plate;
pub mod points;
pub mod problem;
pub mod problem_doc;
pub mod quantity;
pub mod request;
pub mod response;
pub mod rule_tree;
pub mod rules;
pub mod running;
pub mod schema;
pub mod seed;
pub mod sheet;
pub mod stream;
pub mod table;
pub mod vehicle;
pub mod workbook;

#[cfg(test)]
mod tests;
