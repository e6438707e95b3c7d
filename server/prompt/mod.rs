//! Prompts: context pieces under a budget, fill-in-the-middle and task rendering. Pure functions.

pub mod fim;
pub mod task;
pub mod window;
