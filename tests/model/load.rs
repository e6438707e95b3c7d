//! Files that cannot be run: each a message, none a crash.

use crate::{DEFAULT, model_file};
use inglenook::model::{Catalog, Place, Spec, load};
use std::io::Read;

fn try_load(family: &str, path: &std::path::Path) -> String {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let _context = runtime.enter();
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let spec = Spec {
        name: "trial".into(),
        family: catalog.family(family).expect("a known family").clone(),
        place: Place::File {
            path: path.into(),
            gpu: Some(false),
            cache_mib: None,
        },
    };
    load(spec)
        .map(|_| ())
        .expect_err("it cannot be loaded")
        .to_string()
}

#[test]
fn a_file_cut_in_half_is_refused_with_its_name() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let half = folder.path().join("half.gguf");
    let mut head = Vec::new();
    let whole = std::fs::File::open(model_file()).expect("the model is there");
    whole
        .take(50_000_000)
        .read_to_end(&mut head)
        .expect("it can be read");
    std::fs::write(&half, head).expect("there is room");
    let said = try_load("qwen2-coder", &half);
    assert!(said.contains("trial cannot be loaded"), "{said}");
}

#[test]
fn a_family_whose_tokens_the_file_lacks_is_refused_by_token() {
    let catalog = Catalog::embedded().expect("the embedded families are valid");
    let mut families = catalog
        .families()
        .filter(|family| family.name != "qwen2-coder");
    let other = families
        .find(|family| family.name.contains("deepseek"))
        .expect("DeepSeek is listed");
    let said = try_load(&other.name, &model_file());
    assert!(said.contains("is not of the family"), "{said} ({DEFAULT})");
}
