//! Three-tier recycling networks 三级回收网络: sites, streams and demand; which sites to open, and how material flows.
//!
//! Everything here sees places, amounts and costs; ways have been measured by whoever calls. Amounts are a year's, money is a year's.

pub mod answer;
pub mod audit;
pub mod capacitated;
pub mod costs;
pub mod design;
pub mod median;
pub mod model;
mod pick;
pub mod pose;
mod tree;
mod volume;
pub mod ways;
