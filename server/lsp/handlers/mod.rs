//! One method a file. Those that change documents run at once and never wait; the others get what
//! stood at their arrival.

pub mod cancel;
pub mod code_action;
pub mod code_lens;
pub mod completion;
pub mod did_change;
pub mod did_change_configuration;
pub mod did_change_watched_files;
pub mod did_change_workspace_folders;
pub mod did_close;
pub mod did_open;
pub mod did_save;
pub mod documents;
pub mod execute_command;
pub mod hover;
pub mod initialize;
pub mod initialized;
pub mod inline_completion;
pub mod notebook;
pub mod shutdown;
pub mod text;
