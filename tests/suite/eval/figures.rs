//! Figures over records made by hand; expected values are reasoned beside them.

use super::record;
use inglenook::eval::check::Fault;
use inglenook::eval::metrics::{Figures, Spread, curve};
use inglenook::eval::{Head, Kind, Record, report, table};

/// Four holes: one right, one right in its first line, one wrong, one silent.
fn four() -> Vec<Record> {
    vec![
        record("1", "let a = 1;", "let a = 1;  ", 0.9),
        record("2", "let b = 2;\nb", "let b = 2;\nc", 0.6),
        record("3", "abcd", "abxd", 0.3),
        record("4", "let d = 4;", "", 0.0),
    ]
}

#[test]
fn shares_are_of_all_holes_and_precision_of_those_shown() {
    let figures = Figures::of(&four());
    assert_eq!(
        (
            figures.holes,
            figures.shown,
            figures.exact,
            figures.first_line
        ),
        (4, 3, 1, 2)
    );
    assert!((figures.precision() - 1.0 / 3.0).abs() < 1e-12);
    assert!((figures.exact_share() - 0.25).abs() < 1e-12);
    // 10 characters of the right one, of 10 + 12 + 4 + 10.
    assert_eq!((figures.saved, figures.characters), (10, 36));
    // 1, 11/12 (one of twelve characters differs), 3/4.
    let mean = (1.0 + 11.0 / 12.0 + 0.75) / 3.0;
    assert!(
        (figures.similarity - mean).abs() < 1e-12,
        "{}",
        figures.similarity
    );
    assert!((figures.cached_share() - 0.25).abs() < 1e-12);
}

#[test]
fn the_curve_shows_less_and_is_righter_as_the_threshold_rises() {
    let points = curve(&four());
    let at = |threshold: f64| {
        let point = points
            .iter()
            .find(|point| (point.threshold - threshold).abs() < 1e-9);
        let point = point.expect("a step of the curve");
        (point.shown, point.precision)
    };
    assert_eq!(at(0.0), (0.75, 1.0 / 3.0));
    assert_eq!(at(0.5), (0.5, 0.5));
    assert_eq!(at(0.75), (0.25, 1.0));
    assert_eq!(
        at(0.95),
        (0.0, 1.0),
        "nothing is shown, so nothing is wrong"
    );
    // The run's own threshold does not matter.
    let silent: Vec<Record> = four()
        .into_iter()
        .map(|record| Record {
            shown: false,
            ..record
        })
        .collect();
    assert_eq!(curve(&silent), points);
}

#[test]
fn percentiles_are_values_that_were_measured() {
    let spread = Spread::of((1..=20).map(f64::from));
    assert_eq!((spread.p50, spread.p95), (10.0, 19.0));
    assert_eq!(Spread::of([7.0]), Spread { p50: 7.0, p95: 7.0 });
    assert_eq!(Spread::of([]), Spread::default());
}

#[test]
fn a_failed_hole_counts_as_a_hole_and_as_nothing_else() {
    let mut records = four();
    records[0].error = Some("the engine broke down".into());
    let figures = Figures::of(&records);
    assert_eq!(
        (figures.holes, figures.failed, figures.shown, figures.exact),
        (4, 1, 2, 0)
    );
}

#[test]
fn only_faults_of_what_is_shown_are_counted() {
    let mut records = four();
    records[1].faults = vec![Fault::Syntax, Fault::Brackets];
    records[3].faults = vec![Fault::Control];
    assert_eq!(Figures::of(&records).faults, [1, 0, 0, 1]);
}

#[test]
fn the_table_fits_a_terminal_and_the_page_holds_the_figures() {
    let mut records = four();
    records[2].kind = Kind::Block;
    records[3].language = "python".into();
    records[1].answer = "<script>alert(1)</script>".into();
    let head = Head {
        model: "some-model".into(),
        device: "cpu".into(),
        ..Head::default()
    };
    let text = table::run(&head, &records);
    let wide: Vec<&str> = text
        .lines()
        .filter(|line| line.chars().count() > 86)
        .collect();
    assert_eq!(wide, Vec::<&str>::new());
    assert!(
        text.contains("of 3 shown: 0 add syntax errors, 0 hold a control token"),
        "{text}"
    );
    let page = report::html(&head, &records).expect("the template renders");
    assert!(page.contains("some-model on cpu"));
    assert!(!page.contains("<script"), "answers are text, not markup");
    let empty = report::html(&head, &[]).expect("the template renders");
    assert!(!empty.contains("NaN") && !empty.contains("inf"), "{empty}");
}
