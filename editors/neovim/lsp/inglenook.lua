-- The server as `vim.lsp.enable("inglenook")` starts it. Override with `vim.lsp.config("inglenook", {...})`.
return {
  cmd = { "inglenook", "lsp" },
  filetypes = {
    "c",
    "cpp",
    "go",
    "java",
    "javascript",
    "javascriptreact",
    "python",
    "rust",
    "typescript",
    "typescriptreact",
  },
  root_markers = { "inglenook.toml", ".git" },
  -- Neovim 0.11 does not announce inline completion; the ghost text in lua/inglenook.lua does it.
  capabilities = { textDocument = { inlineCompletion = { dynamicRegistration = false } } },
}
