//! Protocol types that lsp-types 0.94 lacks or holds too strictly: inline completion (LSP 3.18),
//! documents as clients really send them, and our own requests. Plain data.

use crate::text::Position;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use tower_lsp::lsp_types::{Command, Diagnostic, Range, notification, request};

/// Command that runs when a completion of ours was accepted; the only acceptance signal of the
/// protocol. Prefixed, for editors register commands globally.
pub const ACCEPTED: &str = "inglenook.accepted";

/// Command that reviews a document or a range of it; its argument is `{ uri, range? }`.
pub const REVIEW: &str = "inglenook.review";
/// Command that reviews what is staged in the repository of the client's folder; it takes no argument.
pub const REVIEW_STAGED: &str = "inglenook.reviewStaged";
/// Command that asks whether a finding is real, and why; its argument is `{ uri, fingerprint }`.
pub const EXPLAIN: &str = "inglenook.explain";

/// `textDocument` of many messages.
#[derive(Debug, Deserialize)]
pub struct Identifier {
    pub uri: String,
}

/// `textDocument` of an edit. Some clients send no version, or null.
#[derive(Debug, Deserialize)]
pub struct Versioned {
    pub uri: String,
    #[serde(default)]
    pub version: Option<i64>,
}

/// `textDocument` of didOpen, and a notebook's cell.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    pub uri: String,
    #[serde(default, deserialize_with = "null_is_default")]
    pub language_id: String,
    #[serde(default)]
    pub version: Option<i64>,
    pub text: String,
}

/// `textDocument/didOpen`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DidOpen {
    pub text_document: Item,
}

/// `textDocument/didChange`, and the text changes of a notebook's cell.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DidChange {
    #[serde(alias = "document")]
    pub text_document: Versioned,
    #[serde(alias = "changes")]
    pub content_changes: Vec<Change>,
}

/// One change; without a range it is the whole text.
#[derive(Debug, Deserialize)]
pub struct Change {
    #[serde(default)]
    pub range: Option<PlaceRange>,
    pub text: String,
}

/// A range in the client's encoding.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct PlaceRange {
    pub start: Position,
    pub end: Position,
}

/// `textDocument/didClose`, `didSave` and our own `inglenook/text`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfDocument {
    pub text_document: Identifier,
}

/// `workspace/didChangeWatchedFiles`.
#[derive(Debug, Deserialize)]
pub struct DidChangeWatchedFiles {
    pub changes: Vec<Identifier>,
}

/// `notebookDocument/didOpen`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DidOpenNotebook {
    #[serde(default)]
    pub cell_text_documents: Vec<Item>,
}

/// `notebookDocument/didClose`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DidCloseNotebook {
    #[serde(default)]
    pub cell_text_documents: Vec<Identifier>,
}

/// `notebookDocument/didChange`.
#[derive(Debug, Deserialize)]
pub struct DidChangeNotebook {
    pub change: NotebookChange,
}

/// What changed in a notebook.
#[derive(Debug, Deserialize)]
pub struct NotebookChange {
    #[serde(default)]
    pub cells: Option<CellChanges>,
}

/// Cells that came, went or were edited.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CellChanges {
    #[serde(default)]
    pub structure: Option<CellStructure>,
    #[serde(default, deserialize_with = "null_is_default")]
    pub text_content: Vec<DidChange>,
}

/// Cells that came or went.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CellStructure {
    #[serde(default, deserialize_with = "null_is_default")]
    pub did_open: Vec<Item>,
    #[serde(default, deserialize_with = "null_is_default")]
    pub did_close: Vec<Identifier>,
}

/// `textDocument/inlineCompletion`; its document is read at the arrival.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InlineCompletionParams {
    pub position: Position,
    #[serde(default)]
    pub context: InlineContext,
}

/// How an inline completion was asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InlineContext {
    /// 1 the user asked, 2 while typing.
    #[serde(default)]
    pub trigger_kind: u32,
    /// What an open popup would insert.
    #[serde(default)]
    pub selected_completion_info: Option<SelectedCompletion>,
}

impl InlineContext {
    pub fn automatic(&self) -> bool {
        self.trigger_kind == 2
    }

    pub fn invoked(&self) -> bool {
        self.trigger_kind == 1
    }
}

/// The item that is selected in an open popup.
#[derive(Clone, Debug, Deserialize)]
pub struct SelectedCompletion {
    pub range: PlaceRange,
    pub text: String,
}

/// The answer to `textDocument/inlineCompletion`.
#[derive(Debug, Serialize)]
pub struct InlineCompletionList {
    pub items: Vec<InlineCompletionItem>,
}

/// One inline completion; `range` stands on one line.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InlineCompletionItem {
    pub insert_text: String,
    pub range: Range,
    pub command: Command,
}

/// Answer of `inglenook/text`, a debugging aid: the text as the server holds it.
#[derive(Debug, Serialize)]
pub struct DocumentText {
    pub text: String,
    pub version: i32,
}

/// `textDocument/publishDiagnostics` with the URI as the client spelled it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Diagnostics {
    pub uri: String,
    pub diagnostics: Vec<Diagnostic>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
}

/// The notification that carries [`Diagnostics`].
pub enum PublishDiagnostics {}

impl notification::Notification for PublishDiagnostics {
    type Params = Diagnostics;
    const METHOD: &'static str = "textDocument/publishDiagnostics";
}

/// `$/progress`.
pub enum Progress {}

impl notification::Notification for Progress {
    type Params = Value;
    const METHOD: &'static str = "$/progress";
}

/// `window/workDoneProgress/create`; any answer that is no error will do.
pub enum CreateProgress {}

impl request::Request for CreateProgress {
    type Params = Value;
    type Result = Value;
    const METHOD: &'static str = "window/workDoneProgress/create";
}

/// `client/registerCapability`.
pub enum Register {}

impl request::Request for Register {
    type Params = Value;
    type Result = Value;
    const METHOD: &'static str = "client/registerCapability";
}

/// `workspace/configuration`.
pub enum Configuration {}

impl request::Request for Configuration {
    type Params = Value;
    type Result = Value;
    const METHOD: &'static str = "workspace/configuration";
}

fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
