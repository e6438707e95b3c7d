-- Opens a file with a finding, waits for its diagnostic, applies the fix; then shows and accepts one
-- completion of the real model as ghost text. Ends with a status other than 0 at the first failure.
local plugin = vim.env.NEOVIM_PLUGIN
vim.opt.runtimepath:prepend(plugin)
vim.cmd.source(plugin .. "/plugin/inglenook.lua")

local passed = 0
local function check(what, ok, seen)
  if not ok then
    io.stderr:write("not ok: " .. what .. "\n" .. vim.inspect(seen) .. "\n")
    os.exit(1)
  end
  passed = passed + 1
  print("ok " .. what)
end

local function lines(path)
  return vim.split(vim.fn.readblob(path), "\n", { plain = true })
end

local said = {}
vim.lsp.handlers["window/showMessage"] = function(_, message)
  said[#said + 1] = message.message
end
vim.lsp.config("inglenook", { cmd = { vim.env.INGLENOOK_BIN, "lsp" } })
vim.lsp.enable("inglenook")

vim.cmd("filetype on")
vim.cmd.edit("finding.py")
local buf = vim.api.nvim_get_current_buf()
vim.wait(20000, function()
  return #vim.diagnostic.get(buf) > 0
end, 20)
local found = vim.diagnostic.get(buf)
check("a diagnostic", #found > 0 and found[1].source == "inglenook", { found, said })

vim.api.nvim_win_set_cursor(0, { found[1].lnum + 1, found[1].col })
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action)
    return action.isPreferred and action.edit ~= nil
  end,
})
local fixed = lines(vim.env.SAMPLE .. "/finding.fixed.py")
table.remove(fixed)
vim.wait(5000, function()
  return vim.deep_equal(vim.api.nvim_buf_get_lines(buf, 0, -1, false), fixed)
end, 20)
local now = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
check("the fix applied", vim.deep_equal(now, fixed), now)
vim.wait(5000, function()
  return #vim.diagnostic.get(buf) == 0
end, 20)
check("no diagnostic is left", #vim.diagnostic.get(buf) == 0, vim.diagnostic.get(buf))

vim.cmd("edit! add.py")
buf = vim.api.nvim_get_current_buf()
vim.wait(10000, function()
  return #vim.lsp.get_clients({ bufnr = buf, name = "inglenook" }) > 0
end, 20)
local client = vim.lsp.get_clients({ bufnr = buf, name = "inglenook" })[1]
check("the server attached, counting in utf-8", client and client.offset_encoding == "utf-8", client)
local ghost = require("inglenook")
-- The cursor stands behind the indentation, where only insert mode lets it.
vim.o.virtualedit = "onemore"
vim.api.nvim_win_set_cursor(0, { 2, 4 })
-- Asked for until the model is loaded: before that the answer is empty and comes at once.
for _ = 1, 240 do
  ghost.request(buf, 1)
  vim.wait(60000, function()
    return not ghost.pending(buf)
  end, 20)
  if ghost.shown(buf) then
    break
  end
  vim.wait(500)
end
local shown = ghost.shown(buf)
check("ghost text: " .. tostring(shown), shown and shown:find("a %+ b"), { shown, said })
check("it is accepted", ghost.accept(buf))
now = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
check("the buffer holds it", now[2] == "    " .. vim.split(shown, "\n")[1], now)

vim.lsp.stop_client(vim.lsp.get_clients({ name = "inglenook" }))
check("the server ends", vim.wait(5000, function()
  return #vim.lsp.get_clients({ name = "inglenook" }) == 0
end, 20))
print(passed .. " passed, 0 failed")
os.exit(0)
