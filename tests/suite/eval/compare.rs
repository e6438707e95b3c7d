//! Paired differences against small cases computed by hand.

use super::record;
use inglenook::eval::Record;
use inglenook::eval::compare::{mcnemar, paired, pairs};

#[test]
fn the_exact_test_is_the_two_tails_of_a_fair_coin() {
    // 1 of 6: (C(6,0) + C(6,1)) / 2^6 * 2 = 14/64.
    assert!((mcnemar(1, 5) - 14.0 / 64.0).abs() < 1e-12);
    assert!((mcnemar(5, 1) - 14.0 / 64.0).abs() < 1e-12);
    // 0 of 5: 2/32.
    assert!((mcnemar(0, 5) - 2.0 / 32.0).abs() < 1e-12);
    // An even split is no evidence, nor is none.
    assert_eq!(mcnemar(3, 3), 1.0);
    assert_eq!(mcnemar(0, 0), 1.0);
    let many = mcnemar(200, 900);
    assert!(many > 0.0 && many < 1e-100, "{many}");
}

/// Records that are right where `right` says so.
fn records(right: &[bool]) -> Vec<Record> {
    let one = |(at, right): (usize, &bool)| {
        record(
            &at.to_string(),
            "yes",
            if *right { "yes" } else { "no" },
            0.5,
        )
    };
    right.iter().enumerate().map(one).collect()
}

#[test]
fn the_difference_counts_what_only_one_got_right() {
    let a = records(&[
        true, true, false, false, false, false, false, false, true, false,
    ]);
    let b = records(&[
        true, false, true, true, true, true, false, false, true, false,
    ]);
    let result = paired(&pairs(&a, &b), Record::exact, 1);
    assert_eq!((result.holes, result.a, result.b), (10, 3, 6));
    assert_eq!((result.only_a, result.only_b), (1, 4));
    assert!((result.difference - 30.0).abs() < 1e-9);
    // 1 of 5: (1 + 5) / 32 * 2.
    assert!((result.p - 12.0 / 32.0).abs() < 1e-12);
    assert!(result.low <= 30.0 && 30.0 <= result.high);
    assert!(result.low < 0.0, "ten holes are not enough: {}", result.low);
    assert_eq!(
        result,
        paired(&pairs(&a, &b), Record::exact, 1),
        "the seed decides"
    );
}

#[test]
fn the_interval_of_a_constant_difference_is_a_point() {
    let (a, b) = (records(&[false; 20]), records(&[true; 20]));
    let result = paired(&pairs(&a, &b), Record::exact, 1);
    assert_eq!(
        (result.difference, result.low, result.high),
        (100.0, 100.0, 100.0)
    );
}

#[test]
fn only_holes_that_both_have_an_answer_for_are_compared() {
    let a = records(&[true, true, true]);
    let mut b = records(&[false, true]);
    b[0].error = Some("the engine broke down".into());
    let result = paired(&pairs(&a, &b), Record::exact, 1);
    assert_eq!((result.holes, result.only_a, result.only_b), (1, 0, 0));
    let nothing = paired(&pairs(&a, &[]), Record::exact, 1);
    assert_eq!(
        (nothing.holes, nothing.difference, nothing.p),
        (0, 0.0, 1.0)
    );
}
