//! The language server: transport, document order, one file per method. The only home of `tower_lsp`.
