//! Repositories read as plain data: changes with their texts. The only home of `git2`.
