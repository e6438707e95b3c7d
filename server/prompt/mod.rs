//! Prompts: context pieces under a budget, fill-in-the-middle and task rendering. Pure functions.

pub mod context;
pub mod fim;
pub mod task;
pub mod window;
