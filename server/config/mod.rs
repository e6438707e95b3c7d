//! Options: declared once in `options`, layered by `load`. Plain data that any room may read.

pub mod options;

pub use options::Options;
