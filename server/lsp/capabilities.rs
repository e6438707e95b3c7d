//! What a client can do, read from the raw parameters of `initialize`. Plain data.

use super::convert::{self, DiagnosticSupport};
use crate::text::Encoding;
use serde_json::Value;
use std::path::PathBuf;

/// What `initialize` settles for the session.
#[derive(Clone, Debug, Default)]
pub struct Client {
    pub encoding: Encoding,
    /// The workspace folders that are local.
    pub folders: Vec<PathBuf>,
    pub options: Value,
    pub process: Option<u32>,
    pub inline_completion: bool,
    pub progress: bool,
    pub configuration: bool,
    /// Tells of changed files when it is asked to.
    pub watches: bool,
    pub document_changes: bool,
    /// Shows code lenses.
    pub lenses: bool,
    /// Asks for code lenses anew when it is told to.
    pub lens_refresh: bool,
    pub diagnostics: DiagnosticSupport,
}

impl Client {
    /// Reads the parameters; what is missing or strange counts as not there.
    pub fn read(params: &Value) -> Self {
        let at = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let can = |path: &str| at(path).and_then(Value::as_bool).unwrap_or(false);
        let offered = at("general/positionEncodings").and_then(Value::as_array);
        let offered = offered.into_iter().flatten().filter_map(Value::as_str);
        Self {
            encoding: Encoding::negotiate(offered),
            folders: folders(params),
            options: params
                .get("initializationOptions")
                .cloned()
                .unwrap_or_default(),
            process: params
                .get("processId")
                .and_then(Value::as_u64)
                .and_then(|id| u32::try_from(id).ok()),
            inline_completion: at("textDocument/inlineCompletion").is_some_and(Value::is_object),
            progress: can("window/workDoneProgress"),
            configuration: can("workspace/configuration"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            lenses: at("textDocument/codeLens").is_some_and(Value::is_object),
            lens_refresh: can("workspace/codeLens/refreshSupport"),
            document_changes: can("workspace/workspaceEdit/documentChanges"),
            diagnostics: DiagnosticSupport {
                code_description: can("textDocument/publishDiagnostics/codeDescriptionSupport"),
                data: can("textDocument/publishDiagnostics/dataSupport"),
                related: can("textDocument/publishDiagnostics/relatedInformation"),
            },
        }
    }
}

fn folders(params: &Value) -> Vec<PathBuf> {
    let listed = params.get("workspaceFolders").and_then(Value::as_array);
    let listed = listed.into_iter().flatten();
    let uris = listed.filter_map(|folder| folder.get("uri")?.as_str());
    let folders: Vec<PathBuf> = uris.filter_map(convert::file).collect();
    if !folders.is_empty() {
        return folders;
    }
    let text = |key: &str| params.get(key).and_then(Value::as_str);
    let root = text("rootUri").and_then(convert::file);
    let root = root.or_else(|| text("rootPath").map(PathBuf::from));
    root.into_iter().collect()
}
