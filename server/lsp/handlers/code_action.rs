//! `textDocument/codeAction`: the fix of a finding, and a comment that suppresses it.

use crate::finding::{Finding, Fix};
use crate::git;
use crate::lint;
use crate::lsp::arrival::Arrival;
use crate::lsp::handlers::execute_command;
use crate::lsp::session::Session;
use crate::lsp::{configuration, convert, diagnostics};
use crate::text::{Position, position};
use crate::workspace::{self, Snapshot};
use std::collections::HashMap;
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Command,
    Diagnostic, DocumentChanges, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextEdit, Url, WorkspaceEdit,
};

pub async fn run(
    session: &Arc<Session>,
    arrival: Arrival,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let Some(snapshot) = &arrival.snapshot else {
        return Ok(None);
    };
    let only = params.context.only.as_deref();
    let (fixes, commands) = (wanted(only, "quickfix"), wanted(only, ""));
    if !fixes {
        return Ok(Some(Vec::new()));
    }
    let findings = diagnostics::findings(session, snapshot).await;
    let maker = Maker {
        session,
        snapshot,
        uri: &params.text_document.uri,
    };
    let mut actions = Vec::new();
    for finding in findings.iter() {
        let Some(diagnostic) = maker.asked(finding, &params) else {
            continue;
        };
        if let Some(fix) = &finding.fix
            && mends(session, snapshot, finding, fix).await
        {
            actions.push(maker.action(fix_title(finding, fix), fix, &diagnostic, true));
        }
        actions.extend(maker.suppress(finding, &diagnostic));
        if commands {
            let title = format!("Ask the model whether {} is real here", finding.rule);
            let uri = params.text_document.uri.as_str();
            let ask = execute_command::explain(&title, uri, &finding.fingerprint);
            actions.push(command(title, ask));
        }
    }
    if commands {
        actions.extend(maker.reviews(&params));
    }
    Ok(Some(actions))
}

/// Whether a kind is among those asked for; the kinds are a hierarchy with dots, `` above all.
fn wanted(only: Option<&[CodeActionKind]>, kind: &str) -> bool {
    only.is_none_or(|kinds| {
        let mut kinds = kinds.iter().map(CodeActionKind::as_str);
        kinds.any(|asked| asked.is_empty() || asked == kind)
    })
}

fn command(title: String, command: Command) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(CodeActionKind::EMPTY),
        command: Some(command),
        ..CodeAction::default()
    })
}

/// Whether a fix takes away its finding and adds neither another nor a syntax error: it is made in a
/// copy, and the rules are run over that.
async fn mends(session: &Arc<Session>, snapshot: &Snapshot, finding: &Finding, fix: &Fix) -> bool {
    let (worker, before) = (session.clone(), snapshot.clone());
    let (finding, fix) = (finding.clone(), fix.clone());
    let checked = tokio::task::spawn_blocking(move || {
        let mut text = before.text.clone();
        text.edit(fix.range.clone(), &fix.replacement);
        let current = configuration::of(&worker, &before.uri);
        let path = before.path.clone().unwrap_or_else(|| finding.path.clone());
        let after = workspace::document(
            &worker.setup.languages,
            path,
            &text.to_string(),
            current.options.server.max_file_bytes,
        );
        let errors = |of: &Snapshot| of.tree().map_or(0, |tree| tree.errors());
        let rules = current.rules(&worker);
        let count = |of: &Snapshot| lint::check(&rules, of, &finding.path);
        let (old, new) = (count(&before), count(&after));
        let same = |found: &&Finding| found.rule == finding.rule;
        let fewer = new.iter().filter(same).count() < old.iter().filter(same).count();
        // A document of another language than its name tells is not parsed again; its rules are.
        let sound = after.tree().is_none() || errors(&after) <= errors(&before);
        fewer && sound && new.len() < old.len()
    });
    checked.await.unwrap_or(false)
}

struct Maker<'a> {
    session: &'a Session,
    snapshot: &'a Snapshot,
    uri: &'a Url,
}

impl Maker<'_> {
    /// The diagnostic of a finding that the request is about: one that it lists, known by its
    /// fingerprint or by code and range, or, when it lists none of ours, one that its range touches.
    fn asked(&self, finding: &Finding, params: &CodeActionParams) -> Option<Diagnostic> {
        let client = self.session.client();
        let own = convert::diagnostic(finding, self.snapshot, client.encoding, client.diagnostics);
        let listed: Vec<&Diagnostic> = params
            .context
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.source.as_deref() == Some("inglenook"))
            .collect();
        let same = |given: &&&Diagnostic| {
            let print = given.data.as_ref().and_then(|data| data.get("fingerprint"));
            match print.and_then(|print| print.as_str()) {
                Some(print) => print == finding.fingerprint,
                None => {
                    given.code == Some(NumberOrString::String(finding.rule.clone()))
                        && given.range == own.range
                }
            }
        };
        if !listed.is_empty() {
            // Sent back as it came, so that the client knows which one is fixed.
            return listed.iter().find(same).map(|given| (*given).clone());
        }
        let touches = own.range.start <= params.range.end && params.range.start <= own.range.end;
        touches.then_some(own)
    }

    /// Reviews of what is selected, of the function around the cursor, and of the file.
    fn reviews(&self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let encoding = self.session.client().encoding;
        let uri = self.uri.as_str();
        let review =
            |title: &str, range| command(title.into(), execute_command::review(title, uri, range));
        let mut reviews = Vec::new();
        if params.range.start != params.range.end {
            reviews.push(review("Review the selection", Some(params.range)));
        }
        let place = Position {
            line: params.range.start.line,
            character: params.range.start.character,
        };
        let offset = position::offset(&self.snapshot.text, place, encoding);
        let tree = self.snapshot.tree();
        if let Some(item) = tree.and_then(|tree| tree.enclosing_item(offset..offset)) {
            let range = convert::range(&self.snapshot.text, item, encoding);
            reviews.push(review("Review this function", Some(range)));
        }
        reviews.push(review("Review this file", None));
        let folder = self.session.folders.of(uri);
        let root = folder.root.as_ref();
        if root.is_some_and(|root| git::root(root).is_some()) {
            let title = "Review staged changes";
            let staged = execute_command::review_staged(title, uri);
            reviews.push(command(title.into(), staged));
        }
        reviews
    }

    /// A comment on a line of its own above the finding, indented like it.
    fn suppress(&self, finding: &Finding, diagnostic: &Diagnostic) -> Option<CodeActionOrCommand> {
        let comment = &self.snapshot.language.as_ref()?.line_comment;
        let text = &self.snapshot.text;
        let number = text.line_of(finding.range.start);
        let at = text.line_start(number);
        let line = text.line(number);
        let indent = &line[..line.len() - line.trim_start().len()];
        let line_break = line_break(self.snapshot);
        let rule = &finding.rule;
        let edit = Fix {
            range: at..at,
            replacement: format!("{indent}{comment} inglenook: ignore[{rule}] reason{line_break}"),
        };
        let title = format!("Suppress {rule} with a comment");
        Some(self.action(title, &edit, diagnostic, false))
    }

    fn action(
        &self,
        title: String,
        fix: &Fix,
        diagnostic: &Diagnostic,
        preferred: bool,
    ) -> CodeActionOrCommand {
        CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic.clone()]),
            edit: Some(self.edit(fix)),
            is_preferred: Some(preferred),
            ..CodeAction::default()
        })
    }

    /// The edit with the version it was made for, where the client can hold it.
    fn edit(&self, fix: &Fix) -> WorkspaceEdit {
        let client = self.session.client();
        let edit = TextEdit {
            range: convert::range(&self.snapshot.text, fix.range.clone(), client.encoding),
            new_text: fix.replacement.clone(),
        };
        if !client.document_changes {
            return WorkspaceEdit::new(HashMap::from([(self.uri.clone(), vec![edit])]));
        }
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier {
                    uri: self.uri.clone(),
                    version: Some(self.snapshot.version),
                },
                edits: vec![OneOf::Left(edit)],
            }])),
            ..WorkspaceEdit::default()
        }
    }
}

fn fix_title(finding: &Finding, fix: &Fix) -> String {
    let short = !fix.replacement.contains('\n') && fix.replacement.chars().count() <= 60;
    match short {
        true if fix.replacement.is_empty() => format!("Fix {}: remove it", finding.rule),
        true => format!("Fix {}: `{}`", finding.rule, fix.replacement),
        false => format!("Fix {}", finding.rule),
    }
}

/// The line break that the document uses: that of its first line.
fn line_break(snapshot: &Snapshot) -> String {
    let text = &snapshot.text;
    match text.slice(text.line_range(0).end..text.line_start(1)) {
        none if none.is_empty() => "\n".into(),
        line_break => line_break,
    }
}
