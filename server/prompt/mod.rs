//! Prompts: context pieces under a budget, fill-in-the-middle and task rendering. Pure functions.

pub mod task;
