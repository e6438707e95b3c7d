-- Ghost text for Neovim 0.11, which has no inline completion of its own: asks the server, shows the
-- answer behind the cursor, puts it in on a key. Knows no models and no prompts.
local M = {}

local METHOD = "textDocument/inlineCompletion"
local namespace = vim.api.nvim_create_namespace("inglenook")
local group = vim.api.nvim_create_augroup("inglenook_ghost", {})

--- By buffer: the request on its way and the item that is shown.
local state = {}

--- Where an answer must find the buffer to be shown: its text and cursor unchanged.
local function place(buf)
  local cursor = vim.api.nvim_win_get_cursor(0)
  return { tick = vim.api.nvim_buf_get_changedtick(buf), row = cursor[1] - 1, column = cursor[2] }
end

local function same(a, b)
  return a.tick == b.tick and a.row == b.row and a.column == b.column
end

--- Takes the ghost text away and gives up the request on its way.
function M.clear(buf)
  local mine = state[buf]
  if not mine then
    return
  end
  vim.api.nvim_buf_clear_namespace(buf, namespace, 0, -1)
  if mine.request then
    mine.client:cancel_request(mine.request)
  end
  mine.request, mine.item, mine.ghost = nil, nil, nil
end

local function text_of(item)
  return type(item.insertText) == "table" and item.insertText.value or item.insertText
end

--- Range of an item as rows and byte columns; the cursor when it has none.
local function range_of(item, buf, encoding, at)
  if not item.range then
    return { at.row, at.column, at.row, at.column }
  end
  local function column(position)
    local line = vim.api.nvim_buf_get_lines(buf, position.line, position.line + 1, false)[1] or ""
    return vim.str_byteindex(line, encoding, position.character, false)
  end
  local from, to = item.range.start, item.range["end"]
  return { from.line, column(from), to.line, column(to) }
end

local function show(buf, item, at)
  local mine = state[buf]
  local range = range_of(item, buf, mine.client.offset_encoding, at)
  local text = text_of(item)
  local typed = ""
  if range[1] == at.row and range[2] <= at.column then
    typed = vim.api.nvim_buf_get_text(buf, at.row, range[2], at.row, at.column, {})[1]
  end
  -- What stands in the range must begin the item, else it would replace what the user sees.
  if not vim.startswith(text, typed) or #text == #typed then
    return
  end
  local lines = vim.split(text:sub(#typed + 1), "\n", { plain = true })
  local below = {}
  for index = 2, #lines do
    below[#below + 1] = { { lines[index], "Comment" } }
  end
  vim.api.nvim_buf_set_extmark(buf, namespace, at.row, at.column, {
    virt_text = { { lines[1], "Comment" } },
    virt_text_pos = "inline",
    virt_lines = #below > 0 and below or nil,
  })
  mine.item, mine.range, mine.text, mine.at = item, range, text, at
  mine.ghost = table.concat(lines, "\n")
end

--- Asks for a completion at the cursor. `kind`: 1 asked by the user, 2 while typing.
function M.request(buf, kind)
  M.clear(buf)
  local mine = state[buf]
  if not mine then
    return
  end
  local at = place(buf)
  local params = vim.lsp.util.make_position_params(0, mine.client.offset_encoding)
  params.context = { triggerKind = kind or 2 }
  local id
  local sent, request = mine.client:request(METHOD, params, function(err, result)
    if mine.request == id then
      mine.request = nil
    end
    -- An answer to an older text, or to another cursor, would be put in at the wrong place.
    if err or not result or vim.api.nvim_get_current_buf() ~= buf or not same(at, place(buf)) then
      return
    end
    local item = (result.items or result)[1]
    if item then
      show(buf, item, at)
    end
  end, buf)
  if sent then
    id = request
    mine.request = request
  end
end

--- The ghost text that is shown, or nil.
function M.shown(buf)
  return state[buf] and state[buf].ghost
end

--- Whether an answer is on its way.
function M.pending(buf)
  return state[buf] ~= nil and state[buf].request ~= nil
end

--- Puts the shown completion in; false when there is none.
function M.accept(buf)
  local mine = state[buf]
  if not mine or not mine.item or not same(mine.at, place(buf)) then
    return false
  end
  local item, range = mine.item, mine.range
  local lines = vim.split(mine.text, "\n", { plain = true })
  M.clear(buf)
  vim.api.nvim_buf_set_text(buf, range[1], range[2], range[3], range[4], lines)
  local last = lines[#lines]
  local column = #lines == 1 and range[2] + #last or #last
  vim.api.nvim_win_set_cursor(0, { range[1] + #lines, column })
  if item.command then
    mine.client:exec_cmd(item.command, { bufnr = buf })
  end
  return true
end

--- Ghost text in one buffer. `key` accepts it and keeps its own meaning when nothing is shown.
function M.attach(client, buf, key)
  state[buf] = { client = client }
  vim.api.nvim_clear_autocmds({ group = group, buffer = buf })
  local function on(events, run)
    vim.api.nvim_create_autocmd(events, { group = group, buffer = buf, callback = run })
  end
  on({ "TextChangedI", "InsertEnter" }, function()
    M.request(buf, 2)
  end)
  on("CursorMovedI", function()
    local mine = state[buf]
    if mine and mine.item and not same(mine.at, place(buf)) then
      M.clear(buf)
    end
  end)
  on({ "InsertLeave", "BufLeave" }, function()
    M.clear(buf)
  end)
  on("LspDetach", function(event)
    if event.data.client_id == client.id then
      M.clear(buf)
      state[buf] = nil
    end
  end)
  vim.keymap.set("i", key, function()
    if not M.shown(buf) then
      return key
    end
    vim.schedule(function()
      M.accept(buf)
    end)
    return ""
  end, { expr = true, buffer = buf, desc = "Accept inglenook's completion" })
end

return M
