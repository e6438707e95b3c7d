//! Which pieces stand in a prompt, in which form and order, and when others take their place.

use inglenook::prompt::context::{Context, Form, OTHERS, Piece, Source};

fn piece(source: Source, path: &str, start: u32, tokens: &[usize]) -> Piece {
    let form = |tokens: &usize| Form {
        text: format!("{path}{start}x{tokens}"),
        tokens: *tokens,
    };
    Piece {
        source,
        sources: vec![source],
        path: path.into(),
        lines: start..start + 1,
        forms: tokens.iter().map(form).collect(),
        score: 1.0 / 61.0,
        why: String::new(),
    }
}

fn context(pieces: Vec<Piece>) -> Context {
    Context {
        pieces,
        path: "own.rs".into(),
        ..Context::default()
    }
}

#[test]
fn what_changes_seldom_stands_first_and_pieces_of_a_file_together() {
    let found = context(vec![
        piece(Source::Recent, "a.rs", 9, &[5]),
        piece(Source::Definitions, "z.rs", 8, &[5]),
        piece(Source::Definitions, "z.rs", 2, &[5]),
        piece(Source::Together, "y.rs", 0, &[5]),
        piece(Source::Definitions, "b.rs", 0, &[5]),
    ]);
    let paths: Vec<(String, String)> = found.files(1_000, 0..0);
    let flat: Vec<String> = paths
        .iter()
        .map(|(path, text)| format!("{path}: {text}"))
        .collect();
    assert_eq!(
        flat,
        [
            "y.rs: y.rs0x5",
            "b.rs: b.rs0x5",
            "z.rs: z.rs2x5\nz.rs8x5",
            "a.rs: a.rs9x5"
        ]
    );
    assert_eq!(found.files(1_000, 0..0), paths, "the same each time");
}

#[test]
fn the_budget_goes_to_small_pieces_first_and_the_rest_to_longer_forms() {
    let found = context(vec![
        piece(Source::Similar, "a.rs", 0, &[100, 400]),
        piece(Source::Enclosing, "b.rs", 0, &[10, 60]),
        piece(Source::Enclosing, "c.rs", 0, &[12]),
    ]);
    let forms = |budget: usize| -> Vec<(String, usize)> {
        let chosen = found.choose(budget, 0..0);
        let of = chosen
            .iter()
            .map(|one| (one.piece.path.clone(), one.tokens()));
        of.collect()
    };
    assert_eq!(forms(0), []);
    // A heading is 3 tokens and twice the two words of the path.
    assert_eq!(forms(17), [("b.rs".into(), 10)]);
    assert_eq!(forms(16), []);
    assert_eq!(forms(36), [("b.rs".into(), 10), ("c.rs".into(), 12)]);
    assert_eq!(forms(86), [("b.rs".into(), 60), ("c.rs".into(), 12)]);
    let all = 17 + 19 + 107;
    let short = [
        ("a.rs".into(), 100),
        ("b.rs".into(), 10),
        ("c.rs".into(), 12),
    ];
    assert_eq!(forms(all), short);
    let long = [
        ("a.rs".into(), 400),
        ("b.rs".into(), 60),
        ("c.rs".into(), 12),
    ];
    assert_eq!(forms(all + 350), long);
}

#[test]
fn a_small_prompt_takes_nothing_but_what_encloses_the_cursor() {
    let found = context(vec![
        piece(Source::Definitions, "b.rs", 0, &[10]),
        piece(Source::Enclosing, "own.rs", 4, &[5]),
    ]);
    let paths = |budget: usize| -> Vec<&str> {
        let chosen = found.choose(budget, 30..60);
        chosen.iter().map(|one| &*one.piece.path).collect()
    };
    assert_eq!(paths(OTHERS - 1), ["own.rs"]);
    assert_eq!(paths(OTHERS), ["b.rs", "own.rs"]);
}

#[test]
fn what_stands_in_the_prompt_already_is_left_out() {
    let found = context(vec![
        piece(Source::Enclosing, "own.rs", 4, &[5]),
        piece(Source::Enclosing, "own.rs", 40, &[5]),
        piece(Source::Similar, "other.rs", 40, &[5]),
        piece(Source::Definitions, "other.rs", 40, &[6]),
    ]);
    let places: Vec<(&str, u32)> = found
        .choose(1_000, 30..60)
        .iter()
        .map(|one| (&*one.piece.path, one.piece.lines.start))
        .collect();
    assert_eq!(places, [("other.rs", 40), ("own.rs", 4)]);
}

#[test]
fn a_context_stays_while_it_is_right() {
    let at = |line: usize, names: &[&str]| Context {
        line,
        ..context(
            names
                .iter()
                .map(|name| piece(Source::Definitions, name, 0, &[5]))
                .collect(),
        )
    };
    let old = at(100, &["a", "b", "c", "d"]);
    let settled = |new: Context| new.settle(Some(&old));
    // Other order, one piece more, a few lines on: not worth another prompt.
    assert_eq!(settled(at(105, &["e", "c", "b", "a"])), old);
    let far = at(140, &["a", "b", "c"]);
    assert_eq!(settled(far.clone()), far);
    let other = at(101, &["x", "y", "z", "a"]);
    assert_eq!(settled(other.clone()), other);
    let mut changed = at(101, &["a", "b", "c"]);
    changed.pieces[2].forms[0].text = "other".into();
    assert_eq!(
        settled(changed.clone()),
        changed,
        "its text is no longer true"
    );
}
