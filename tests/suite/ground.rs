//! Text, positions, trees and documents under random edits.

use inglenook::syntax::Languages;

#[test]
fn every_language_has_its_parser() {
    let languages = Languages::embedded().expect("the embedded languages are valid");
    assert_eq!(
        languages.iter().count(),
        inglenook::syntax::PARSER_NAMES.len()
    );
}
