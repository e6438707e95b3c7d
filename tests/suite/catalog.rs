//! Families and known models as data, and which of them is chosen.

use crate::gguf::file;
use inglenook::model::family::{Catalog, Source};
use inglenook::model::store::by_path;
use inglenook::model::{Machine, Purpose, Store, choose};

#[test]
fn a_file_by_path_tells_its_family_by_its_vocabulary() {
    let catalog = Catalog::embedded().expect("valid");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str, architecture: &str, tokens: &[&str]| {
        let path = folder.path().join(name);
        std::fs::write(&path, file(architecture, tokens, 1)).expect("writable");
        path
    };
    for family in catalog.families() {
        let path = at("known.gguf", &family.architectures[0], &family.controls());
        let found = by_path(&catalog, &path, None).expect("known").0;
        assert_eq!(found.name, family.name);
    }
    let unknown = at("unknown.gguf", "llama", &["a"]);
    let error = by_path(&catalog, &unknown, None).expect_err("unknown");
    assert!(error.mend.expect("a way").contains("model.family"));
    let named = by_path(&catalog, &unknown, Some("codellama"))
        .expect("named")
        .0;
    assert_eq!(named.name, "codellama");
    assert!(by_path(&catalog, &unknown, Some("nonsense")).is_err());
}

#[test]
fn a_folder_of_safetensors_is_taken_like_a_file() {
    let catalog = Catalog::embedded().expect("valid");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("writable");
    };
    let refused = by_path(&catalog, folder.path(), None).expect_err("it is empty");
    assert!(refused.why.contains("config.json"), "{}", refused.why);
    put(
        "config.json",
        br#"{"model_type": "qwen2", "max_position_embeddings": 32768, "num_hidden_layers": 24}"#,
    );
    let family = catalog.family("qwen2-coder").expect("the default");
    let added: Vec<String> = family
        .controls()
        .iter()
        .map(|token| format!(r#"{{"content": "{token}"}}"#))
        .collect();
    let tokenizer = format!(
        r#"{{"model": {{"vocab": {{"a": 0}}}}, "added_tokens": [{}]}}"#,
        added.join(",")
    );
    put("tokenizer.json", tokenizer.as_bytes());
    let refused = by_path(&catalog, folder.path(), None).expect_err("no weights");
    assert!(refused.why.contains("no weights"), "{}", refused.why);
    put("model.safetensors", &[0; 64]);
    let (found, header) = by_path(&catalog, folder.path(), None).expect("whole");
    assert_eq!(found.name, "qwen2-coder");
    assert_eq!((header.context, header.layers), (Some(32768), Some(24)));
    // 64 bytes are 32 weights of 16 bits: 34 bytes in Q8_0.
    assert_eq!(header.bytes, 34);
}

#[test]
fn the_catalog_holds_together() {
    let catalog = Catalog::embedded().expect("valid");
    let mut names: Vec<&str> = Vec::new();
    for (family, entry) in catalog.entries() {
        assert!(
            !names.contains(&entry.name.as_str()),
            "{} twice",
            entry.name
        );
        names.push(&entry.name);
        assert!(!entry.sources.is_empty(), "{} has no source", entry.name);
        for source in &entry.sources {
            if let Source::PythonPackages { .. } = source {
                assert!(
                    entry.sha256.is_some(),
                    "{}: packages need a pinned digest",
                    entry.name
                );
            }
        }
        assert!(
            !entry.name.contains("coder-3b"),
            "its licence is non-commercial"
        );
        assert!(!family.architectures.is_empty());
    }
    for family in catalog.families() {
        for part in ["{prefix}", "{suffix}", "{middle}"] {
            let times = family
                .fim
                .template
                .iter()
                .filter(|item| *item == part)
                .count();
            assert_eq!(times, 1, "{}: {part}", family.name);
        }
    }
    let table = Catalog::choice().expect("valid");
    for row in table.completion.iter().chain(&table.review) {
        assert!(
            catalog.entry(&row.model).is_some(),
            "{} is unknown",
            row.model
        );
    }
}

#[test]
fn the_choice_goes_by_device_memory_and_store() {
    let catalog = Catalog::embedded().expect("valid");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::new(folder.path().join("models"));
    let chosen = |purpose, gib: f64, gpu| {
        let machine = Machine {
            memory_gib: gib,
            gpu,
        };
        let choice = choose::choose(&catalog, &store, purpose, None, machine).expect("one");
        (choice.entry.name, choice.why)
    };
    assert_eq!(
        chosen(Purpose::Completion, 80.0, true).0,
        "qwen2.5-coder-0.5b-instruct"
    );
    std::fs::create_dir_all(store.folder()).expect("writable");
    for file in [
        "qwen2.5-coder-7b-q8_0.gguf",
        "qwen2.5-coder-0.5b-q8_0.gguf",
        "qwen2.5-coder-7b-instruct-q4_k_m.gguf",
    ] {
        std::fs::write(store.folder().join(file), "").expect("writable");
    }
    assert_eq!(
        chosen(Purpose::Completion, 16.0, true).0,
        "qwen2.5-coder-7b"
    );
    assert_eq!(
        chosen(Purpose::Completion, 8.0, true).0,
        "qwen2.5-coder-0.5b"
    );
    assert_eq!(
        chosen(Purpose::Completion, 64.0, false).0,
        "qwen2.5-coder-0.5b"
    );
    assert_eq!(
        chosen(Purpose::Review, 64.0, false).0,
        "qwen2.5-coder-7b-instruct"
    );
    let (name, why) = chosen(Purpose::Completion, 24.0, true);
    assert_eq!(name, "qwen2.5-coder-7b");
    assert!(
        why.contains("inglenook model pull qwen2.5-coder-14b"),
        "{why}"
    );
    let wrong = choose::choose(
        &catalog,
        &store,
        Purpose::Completion,
        Some("qwen2.5-coder-7"),
        Machine::default(),
    );
    let choose::ChooseError::Unknown {
        nearest: Some(near),
        ..
    } = wrong.expect_err("unknown")
    else {
        panic!("a near one")
    };
    assert!(near.starts_with("qwen2.5-coder-7b"), "{near}");
}
