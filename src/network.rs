//! Three-tier recycling networks 三级回收网络: sites, streams and demand; which sites to open, and how material flows.
//!
//! Everything here sees places, amounts and costs; ways have been measured by whoever calls. Amounts are a year's, money is a year's.

pub mod answer;
pub mod audit;
pub mod candidates;
pub mod capacitated;
pub mod compare;
pub mod costs;
pub mod demand;
pub mod design;
pub mod figure;
pub mod generated;
pub mod ground;
pub mod growth;
pub mod homes;
pub mod median;
pub mod model;
pub mod paired;
pub mod pairs;
mod pick;
pub mod pose;
pub mod region;
pub mod scenario;
pub mod split;
pub mod standard;
pub mod storage;
pub mod streams;
pub mod sweep;
pub(crate) mod tree;
mod volume;
pub mod ways;
