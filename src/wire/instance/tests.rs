//! Small files of every format.
