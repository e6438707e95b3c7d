//! Fill-in-the-middle prompts: a family's template filled with parts. Pure.

use crate::model::{Family, Part, Prompt};

/// What a fill-in-the-middle prompt is made of.
#[derive(Clone, Debug, Default)]
pub struct Hole {
    /// Other files: path and text.
    pub files: Vec<(String, String)>,
    pub prefix: String,
    pub suffix: String,
    /// Typed text that stands after the middle token.
    pub typed: String,
}

/// A prompt, and how many of its parts stay the same while the line is typed.
#[derive(Clone, Debug)]
pub struct Rendered {
    pub prompt: Prompt,
    pub keep: usize,
}

/// Fills the family's template. Users' text stays `Part::Text`, so it cannot become a control token.
pub fn render(family: &Family, hole: &Hole) -> Rendered {
    let mut parts: Vec<Part> = family.fim.bos.iter().cloned().map(Part::Control).collect();
    let mut keep = None;
    for item in &family.fim.template {
        let text = match item.as_str() {
            "{files}" => {
                for (path, text) in &hole.files {
                    parts.extend(
                        family
                            .fim
                            .file
                            .iter()
                            .map(|item| file_part(family, item, path, text)),
                    );
                }
                continue;
            }
            "{prefix}" => &hole.prefix,
            "{suffix}" => &hole.suffix,
            "{middle}" => {
                keep = Some(parts.len());
                &hole.typed
            }
            item if family.is_control(item) => {
                parts.push(Part::Control(item.to_string()));
                continue;
            }
            item => item,
        };
        if !text.is_empty() {
            parts.push(Part::Text(text.to_string()));
        }
    }
    Rendered {
        keep: keep.unwrap_or(parts.len()),
        prompt: Prompt::Parts(parts),
    }
}

fn file_part(family: &Family, item: &str, path: &str, text: &str) -> Part {
    match item {
        "{path}" => Part::Text(path.to_string()),
        "{text}" => Part::Text(text.to_string()),
        item if family.is_control(item) => Part::Control(item.to_string()),
        item => Part::Text(item.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Catalog;

    #[test]
    fn the_typed_part_stands_after_the_middle_token_and_is_not_kept() {
        let catalog = Catalog::embedded().expect("the embedded families are valid");
        let family = catalog.family("qwen2-coder").expect("the default family");
        let rendered = render(
            family,
            &Hole {
                files: vec![("a.rs".into(), "struct A;".into())],
                prefix: "P".into(),
                suffix: "<|fim_middle|>".into(),
                typed: "let x".into(),
            },
        );
        let Prompt::Parts(parts) = rendered.prompt else {
            panic!("a fill-in-the-middle prompt is made of parts");
        };
        let spelt: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Control(token) => format!("[{token}]"),
            })
            .collect();
        assert_eq!(
            spelt.concat(),
            "[<|file_sep|>]a.rs\nstruct A;\n[<|fim_prefix|>]P[<|fim_suffix|>]<|fim_middle|>[<|fim_middle|>]let x"
        );
        assert_eq!(rendered.keep, parts.len() - 1);
    }
}
