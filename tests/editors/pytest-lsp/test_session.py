"""The real binary under pytest-lsp, with the capabilities that three editors really announce:
text kept in step while typing, diagnostics with their version, a fix that removes its finding, and
one completion of the real model. Needs INGLENOOK_BIN."""

import asyncio
import os
import pathlib
import tempfile

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SAMPLE = (pathlib.Path(__file__).parent.parent / "sample" / "finding.py").read_text()
FIXED = (pathlib.Path(__file__).parent.parent / "sample" / "finding.fixed.py").read_text()
EDITORS = ["neovim_v0.11.0", "emacs_v29.1", "visual_studio_code_v1.65.2"]


@pytest_lsp.fixture(
    params=EDITORS,
    config=ClientServerConfig(server_command=[os.environ["INGLENOOK_BIN"], "lsp"]),
)
async def client(request, lsp_client: LanguageClient):
    editor, _, version = request.param.rpartition("_v")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        capabilities = client_capabilities(f"{editor}@{version}")
        # The presets are older than inline completion.
        capabilities.text_document.inline_completion = (
            types.InlineCompletionClientCapabilities()
        )

        @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def registered(_params):
            return None

        lsp_client.root = root
        lsp_client.offered = capabilities
        lsp_client.result = await lsp_client.initialize_session(
            types.InitializeParams(capabilities=capabilities, root_uri=root.as_uri())
        )
        yield
        await lsp_client.shutdown_session()
        assert lsp_client._server.returncode == 0


def open_document(client, name, language, text):
    path = client.root / name
    path.write_text(text)
    item = types.TextDocumentItem(
        uri=path.as_uri(), language_id=language, version=1, text=text
    )
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return item.uri


def change(client, uri, version, text, at=None):
    if at is None:
        event = types.TextDocumentContentChangeWholeDocument(text=text)
    else:
        event = types.TextDocumentContentChangePartial(
            range=types.Range(start=at, end=at), text=text
        )
    document = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
    client.text_document_did_change(types.DidChangeTextDocumentParams(document, [event]))


async def until(condition, what, seconds=20.0):
    """Waits for what the server sends by itself."""
    for _ in range(int(seconds / 0.05)):
        if found := condition():
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


async def held(client, uri):
    params = {"textDocument": {"uri": uri}}
    return await client.protocol.send_request_async("inglenook/text", params)


def apply(text, edits):
    """Applies edits whose positions stand in lines of ASCII, where all encodings agree."""
    lines = text.splitlines(keepends=True)

    def offset(position):
        return sum(len(line) for line in lines[: position.line]) + position.character

    for edit in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        start, end = offset(edit.range.start), offset(edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


@pytest.mark.asyncio
async def test_typing_keeps_the_text_and_answers_every_request(client: LanguageClient):
    """60 characters, one an edit, with completions asked for and partly cancelled."""
    text = "# 😀 α\n"
    typed = "def total(values):\n    return sum(value for value in values)"
    uri = open_document(client, "typing.py", "python", text)
    line, column, asked = 1, 0, []
    for version, character in enumerate(typed, start=2):
        change(client, uri, version, character, types.Position(line, column))
        text += character
        line, column = (line + 1, 0) if character == "\n" else (line, column + 1)
        params = types.InlineCompletionParams(
            context=types.InlineCompletionContext(types.InlineCompletionTriggerKind.Automatic),
            text_document=types.TextDocumentIdentifier(uri),
            position=types.Position(line, column),
        )
        future = asyncio.wrap_future(client.text_document_inline_completion(params))
        asked.append(asyncio.ensure_future(future))
        await asyncio.sleep(0.005)
    assert (await held(client, uri)).text == text
    done, late = await asyncio.wait(asked, timeout=60)
    assert not late, f"{len(late)} of {len(asked)} requests were never answered"


@pytest.mark.asyncio
async def test_a_finding_and_its_fix(client: LanguageClient):
    uri = open_document(client, "finding.py", "python", SAMPLE)
    found = await until(lambda: client.diagnostics.get(uri), "diagnostics of the sample")
    ours = [one for one in found if one.source == "inglenook"]
    assert ours, found
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri),
            range=ours[0].range,
            context=types.CodeActionContext(diagnostics=ours[:1]),
        )
    )
    # An action with a command, such as "explain", is read as a bare command by this client.
    fixes = [one for one in actions if getattr(one, "edit", None)]
    assert fixes, actions
    edit = fixes[0].edit
    if client.offered.workspace.workspace_edit.document_changes:
        (of_document,) = edit.document_changes
        assert of_document.text_document.version == 1
        edits = of_document.edits
    else:
        edits = edit.changes[uri]
    fixed = apply(SAMPLE, edits)
    assert fixed == FIXED
    change(client, uri, 2, fixed)
    await until(lambda: not client.diagnostics[uri], "the finding gone after its fix")


@pytest.mark.asyncio
async def test_a_completion_of_the_real_model(client: LanguageClient):
    """Asked for until the model is loaded; the client shows its progress meanwhile."""
    text = "def add(a, b):\n    \n\nprint(add(1, 2))\n"
    uri = open_document(client, "add.py", "python", text)
    params = types.InlineCompletionParams(
        context=types.InlineCompletionContext(types.InlineCompletionTriggerKind.Invoked),
        text_document=types.TextDocumentIdentifier(uri),
        position=types.Position(1, 4),
    )
    items = []
    for _ in range(240):
        answer = await client.text_document_inline_completion_async(params)
        items = getattr(answer, "items", answer) or []
        if items:
            break
        await asyncio.sleep(0.5)
    said = [message.message for message in client.messages]
    assert items, f"no completion; the server said: {said}"
    assert "a + b" in items[0].insert_text, items[0].insert_text
