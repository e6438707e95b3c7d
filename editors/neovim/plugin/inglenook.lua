-- Switches the ghost text on for each buffer that the server attaches to.
-- `vim.g.inglenook_ghost_text = false` leaves it off, `vim.g.inglenook_key` names another key than <Tab>.
if vim.g.inglenook_ghost_text == false then
  return
end

vim.api.nvim_create_autocmd("LspAttach", {
  group = vim.api.nvim_create_augroup("inglenook", {}),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= "inglenook" then
      return
    end
    local key = vim.g.inglenook_key or "<Tab>"
    if vim.lsp.inline_completion then
      -- Neovim 0.12 has it built in.
      vim.lsp.inline_completion.enable(true, { bufnr = event.buf, client_id = client.id })
      vim.keymap.set("i", key, function()
        return vim.lsp.inline_completion.get() and "" or key
      end, { expr = true, buffer = event.buf, desc = "Accept inglenook's completion" })
    else
      require("inglenook").attach(client, event.buf, key)
    end
  end,
})
