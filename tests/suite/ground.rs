//! Text, positions and documents under random edits: the rope against a plain `String`, positions
//! there and back.

use fastrand::Rng;
use inglenook::syntax::{Languages, PARSER_NAMES};
use inglenook::testing;
use inglenook::text::{Encoding, Position, Text, position};
use inglenook::workspace::{Change, Inactive, Opened, Workspace};

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// A text with every kind of line break and character that has gone wrong somewhere.
const HARD: &str = "fn α() {\r\n    let e\u{301} = \"😀👩\u{200d}👧\";\r// lone\n\n\u{2028}한\u{b}글\r\r\n}\u{feff}";

fn languages() -> Languages {
    Languages::embedded().expect("the embedded languages are valid")
}

#[test]
fn every_language_has_its_parser() {
    assert_eq!(languages().iter().count(), PARSER_NAMES.len());
}

#[test]
fn a_text_under_random_edits_stays_what_a_string_would_be() {
    for seed in 0..8 {
        let mut random = Rng::with_seed(seed);
        let mut plain = HARD.to_string();
        let mut text = Text::new(&plain);
        for step in 0..200 {
            let (range, with) = testing::edit(&mut random, &plain, 400);
            text.edit(range.clone(), &with);
            plain.replace_range(range, &with);
            assert_eq!(text.len(), plain.len(), "seed {seed} step {step}");
            if step % 10 == 0 {
                same(&text, &plain, &mut random);
            }
        }
        same(&text, &plain, &mut random);
    }
}

fn same(text: &Text, plain: &str, random: &mut Rng) {
    assert_eq!(text.to_string(), plain);
    let lines = lines(plain);
    assert_eq!(text.lines(), lines.len());
    for (number, line) in lines.iter().enumerate() {
        assert_eq!(text.line(number), *line, "line {number} of {plain:?}");
    }
    let mut read = Vec::new();
    while read.len() < text.len() {
        read.extend_from_slice(text.chunk_from(read.len()));
    }
    assert_eq!(read, plain.as_bytes(), "chunks");
    for _ in 0..20 {
        let offset = random.usize(..=plain.len() + 3);
        let floor = (0..=offset.min(plain.len()))
            .rev()
            .find(|at| plain.is_char_boundary(*at));
        assert_eq!(Some(text.floor(offset)), floor);
        let before = &plain[..text.floor(offset)];
        let row = before.matches('\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        assert_eq!(text.newline_point(before.len()), (row, column));
    }
}

/// Lines as the protocol counts them: ended by `\n`, `\r\n` or `\r`, and by nothing else.
fn lines(plain: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = plain.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' | '\n' => lines.push(String::new()),
            other => lines.last_mut().expect("one at least").push(other),
        }
    }
    lines
}

#[test]
fn positions_go_there_and_back_in_three_encodings() {
    for encoding in ENCODINGS {
        let mut random = Rng::with_seed(7);
        let mut plain = HARD.to_string();
        for _ in 0..60 {
            let text = Text::new(&plain);
            for offset in (0..=plain.len()).filter(|at| testing::place(&plain, *at) == *at) {
                let there = testing::position(&plain, offset, encoding);
                assert_eq!(position::position(&text, offset, encoding), there);
                assert_eq!(position::offset(&text, there, encoding), offset);
            }
            let (range, with) = testing::edit(&mut random, &plain, 120);
            plain.replace_range(range, &with);
        }
    }
}

#[test]
fn positions_that_point_nowhere_are_moved_to_the_nearest_place_before() {
    let text = Text::new("a😀b\r\nc\r");
    let offset =
        |line, character, encoding| position::offset(&text, Position { line, character }, encoding);
    for encoding in ENCODINGS {
        assert_eq!(offset(0, 1, encoding), 1, "before the face");
        assert_eq!(
            offset(0, 99, encoding),
            6,
            "before the line break, not in it"
        );
        assert_eq!(offset(1, 99, encoding), 9);
        assert_eq!(offset(2, 0, encoding), 10, "the line after the last break");
        assert_eq!(offset(3, 0, encoding), 10, "no such line: the end");
        assert_eq!(offset(u32::MAX, u32::MAX, encoding), 10);
    }
    assert_eq!(
        offset(0, 2, Encoding::Utf16),
        1,
        "between the halves of a pair"
    );
    assert_eq!(offset(0, 3, Encoding::Utf16), 5);
    for inside in 2..5 {
        assert_eq!(offset(0, inside, Encoding::Utf8), 1, "inside the character");
    }
    assert_eq!(offset(0, 2, Encoding::Utf32), 5);
    let inside_break = position::position(&text, 7, Encoding::Utf8);
    assert_eq!(
        inside_break,
        Position {
            line: 0,
            character: 6
        }
    );
}

#[test]
fn encodings_are_negotiated() {
    let cases: [(&[&str], Encoding); 6] = [
        (&[], Encoding::Utf16),
        (&["utf-16"], Encoding::Utf16),
        (&["utf-8", "utf-32", "utf-16"], Encoding::Utf8),
        (&["utf-16", "utf-8"], Encoding::Utf8),
        (&["utf-32"], Encoding::Utf32),
        (&["utf-7"], Encoding::Utf16),
    ];
    for (offered, expected) in cases {
        assert_eq!(
            Encoding::negotiate(offered.iter().copied()),
            expected,
            "{offered:?}"
        );
    }
}

fn opened(uri: &str, editor_language: &str, text: &str) -> Opened {
    Opened {
        uri: uri.into(),
        path: None,
        editor_language: editor_language.into(),
        version: 1,
        text: text.into(),
    }
}

#[test]
fn snapshots_do_not_change() {
    let workspace = Workspace::new(languages(), 1 << 20);
    workspace.open(opened("mem:a", "rust", "fn a() {}"));
    let before = workspace.snapshot("mem:a").expect("it is open");
    let start = Position::default();
    let change = Change {
        range: Some((start, start)),
        text: "pub ".into(),
    };
    let view = before.with(&change, Encoding::Utf8);
    assert!(workspace.snapshot("mem:a").expect("it is open").is(&before));
    assert!(workspace.apply("mem:a", 2, &[change], Encoding::Utf8));
    let after = workspace.snapshot("mem:a").expect("it is open");
    assert!(!after.is(&before));
    assert_eq!(before.text.to_string(), "fn a() {}");
    assert_eq!(before.tree().expect("rust").root().byte_range(), 0..9);
    assert_eq!(view.text.to_string(), "pub fn a() {}");
    assert_eq!(
        (after.version, after.tree().expect("rust").errors()),
        (2, 0)
    );
    assert!(workspace.close("mem:a"));
    assert!(!workspace.close("mem:a"));
    assert!(!workspace.apply("mem:a", 3, &[], Encoding::Utf8));
    assert_eq!(after.text.to_string(), "pub fn a() {}");
}

#[test]
fn documents_become_active_again_when_they_shrink() {
    let workspace = Workspace::new(languages(), 10);
    workspace.open(opened("mem:a", "rust", "fn long_name() {}"));
    let state = || workspace.snapshot("mem:a").expect("it is open").inactive;
    assert_eq!(state(), Some(Inactive::TooLarge));
    let whole = |text: &str| {
        [Change {
            range: None,
            text: text.into(),
        }]
    };
    workspace.apply("mem:a", 2, &whole("fn a() {}"), Encoding::Utf8);
    assert_eq!(state(), None);
    assert!(
        workspace
            .snapshot("mem:a")
            .expect("it is open")
            .tree()
            .is_some()
    );
    workspace.apply("mem:a", 3, &whole("a\0b"), Encoding::Utf8);
    assert_eq!(state(), Some(Inactive::Binary));
}
