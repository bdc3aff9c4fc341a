//! A CSR graph that petgraph's algorithms run on.
