//! 三级回收网络: which sites to open and what flows between them.

pub mod design;
