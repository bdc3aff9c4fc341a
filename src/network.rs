//! Three-tier recycling networks 三级回收网络: sites, streams and demand; which sites to open, and how material flows.
//!
//! Everything here sees places, amounts and costs; ways have been measured by whoever calls. Amounts are a year's, money is a year's.

pub mod answer;
pub mod audit;
pub mod costs;
pub mod design;
pub mod model;
pub mod pose;
pub mod ways;
