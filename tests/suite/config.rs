//! Configuration: layers, places, wrong keys and wrong values.

use crate::house::House;
use inglenook::config::{Flags, Layers, Origin, keys, load};
use inglenook::finding::Severity;
use std::path::PathBuf;

#[test]
fn without_any_file_the_defaults_hold() {
    let house = House::new();
    let loaded = house.load().expect("nothing is wrong");
    assert_eq!(loaded.options, inglenook::config::Options::default());
    assert!(loaded.files.is_empty() && loaded.notes.is_empty());
    assert_eq!(loaded.origins.len(), keys::keys().len());
    assert!(
        loaded
            .origins
            .values()
            .all(|origin| *origin == Origin::Default)
    );
}

#[test]
fn later_layers_win_key_by_key() {
    let house = House::new();
    house.user("[completion]\ndebounce_ms = 1\nmax_tokens = 11\nrest_ms = 21\ndeadline_ms = 31\n");
    house.project("# ours\n[completion]\nmax_tokens = 12\nrest_ms = 22\ndeadline_ms = 32\n");
    let editor =
        serde_json::json!({"completion": {"rest_ms": 23, "deadline_ms": 33, "popup": null}});
    let loaded = house
        .load_with(
            Some(&editor),
            Flags::new().set("completion.deadline_ms", 34),
        )
        .expect("nothing is wrong");
    let completion = &loaded.options.completion;
    assert_eq!(
        (
            completion.debounce_ms,
            completion.max_tokens,
            completion.rest_ms,
            completion.deadline_ms,
            completion.popup
        ),
        (1, 12, 23, 34, true)
    );
    let origin = |key: &str| loaded.origins[key].clone();
    let user = house.at("user/inglenook.toml");
    let project = house.at("project/inglenook.toml");
    assert_eq!(
        origin("completion.debounce_ms"),
        Origin::User {
            file: user.clone(),
            line: 2
        }
    );
    assert_eq!(
        origin("completion.max_tokens"),
        Origin::Project {
            file: project.clone(),
            line: 3
        }
    );
    assert_eq!(origin("completion.rest_ms"), Origin::Editor);
    assert_eq!(origin("completion.deadline_ms"), Origin::Flag);
    assert_eq!(origin("completion.popup"), Origin::Default);
    assert_eq!(loaded.files, [user, project]);
}

#[test]
fn settings_may_stand_under_the_name_of_the_program() {
    let house = House::new();
    let nested = serde_json::json!({"inglenook": {"review": {"fail_on": "high"}}, "other": 1});
    let loaded = house.load_with(Some(&nested), Flags::new()).expect("fine");
    assert_eq!(loaded.options.review.fail_on, Severity::High);
    for empty in [
        serde_json::Value::Null,
        serde_json::json!({}),
        serde_json::json!({"inglenook": null}),
    ] {
        assert!(
            house.load_with(Some(&empty), Flags::new()).is_ok(),
            "{empty}"
        );
    }
    let wrong = house.load_with(Some(&serde_json::json!([1])), Flags::new());
    assert!(
        wrong
            .expect_err("a list")
            .to_string()
            .contains("not an object")
    );
}

#[test]
fn a_wrong_key_is_named_with_its_place_and_the_nearest_right_one() {
    let house = House::new();
    let cases = [
        (
            "[completion]\n\ndebounce = 1\n",
            3,
            "completion.debounce",
            Some("completion.debounce_ms"),
        ),
        (
            "[completion]\ndebouce_ms = 1\n",
            2,
            "completion.debouce_ms",
            Some("completion.debounce_ms"),
        ),
        ("\n[complettion]\n", 2, "complettion", Some("completion")),
        (
            "[lint]\nmax_tokens = 1\n",
            2,
            "lint.max_tokens",
            Some("completion.max_tokens"),
        ),
        (
            "max_file_bytes = 1\n",
            1,
            "max_file_bytes",
            Some("server.max_file_bytes"),
        ),
        (
            "model.remote = { url = 'http://h', model = 'm', family = 'f', api_key = 'x' }\n",
            1,
            "model.remote.api_key",
            None,
        ),
        (
            "[review]\nbanana_split = 1\n",
            2,
            "review.banana_split",
            None,
        ),
    ];
    for (text, line, name, near) in cases {
        house.user(text);
        let error = house.load().expect_err(text);
        assert_eq!(error.line, Some(line), "{text}");
        assert_eq!(
            error.place,
            format!("{}:{line}", house.at("user/inglenook.toml").display())
        );
        assert_eq!(error.why, format!("unknown key `{name}`"));
        let hint = error.hint.expect("a hint");
        match near {
            Some(near) => assert_eq!(hint, format!("did you mean `{near}`?")),
            None => assert!(hint.contains("inglenook"), "{hint}"),
        }
    }
}

#[test]
fn a_wrong_value_is_named_with_its_key_and_line() {
    let house = House::new();
    for (text, line, says) in [
        (
            "[completion]\nenabled = true\ndebounce_ms = 'soon'\n",
            3,
            "`completion.debounce_ms`",
        ),
        (
            "[completion]\nmax_tokens = -1\n",
            2,
            "`completion.max_tokens`",
        ),
        ("[lint]\nmin_severity = 'awful'\n", 2, "`lint.min_severity`"),
        (
            "[model.remote]\nurl = 'http://h'\nmodel = 'm'\n",
            1,
            "family",
        ),
        ("completion = 3\n", 1, "section"),
        ("[completion\n", 1, ""),
        ("[completion]\nenabled = true\nenabled = false\n", 3, ""),
    ] {
        house.user(text);
        let error = house.load().expect_err(text);
        assert_eq!(error.line, Some(line), "{text}: {error}");
        assert!(error.why.contains(says), "{text}: {error}");
    }
}

#[test]
fn a_file_that_is_no_text_is_an_error_with_its_line() {
    let house = House::new();
    std::fs::write(house.at("user/inglenook.toml"), b"# a\n# b \xff\n").expect("writable");
    let error = house.load().expect_err("not UTF-8");
    assert_eq!(
        (error.line, error.why.as_str()),
        (Some(2), "not UTF-8 text")
    );
}

#[test]
fn the_file_of_the_config_flag_must_be_there() {
    let house = House::new();
    house.user("[completion]\nenabled = false\n");
    let layers = |user: PathBuf| Layers {
        folder: house.at("user"),
        user: Some(user),
        ..Layers::default()
    };
    assert!(load(layers(house.at("none.toml"))).is_err());
    std::fs::write(house.at("other.toml"), "").expect("writable");
    let loaded = load(layers(house.at("other.toml"))).expect("fine");
    assert!(
        loaded.options.completion.enabled,
        "the user's file is not read"
    );
}

#[cfg(unix)]
#[test]
fn a_project_is_found_upwards_and_not_above_its_repository() {
    let house = House::new();
    std::fs::write(
        house.at("inglenook.toml"),
        "[completion]\nenabled = false\n",
    )
    .expect("writable");
    assert!(house.load().expect("fine").options.completion.enabled);
    std::fs::remove_dir(house.at("project/.git")).expect("there");
    assert!(!house.load().expect("fine").options.completion.enabled);
}

#[test]
fn paths_are_relative_to_where_they_stand() {
    let house = House::new();
    house.user("[model]\nfolder = 'models'\n");
    let loaded = house
        .load_with(None, Flags::new().set("model.path", "x.gguf"))
        .expect("fine");
    assert_eq!(loaded.options.model.folder, Some(house.at("user/models")));
    assert_eq!(
        loaded.options.model.path,
        Some(house.at("project/src/x.gguf"))
    );
}

#[test]
fn a_model_that_the_command_line_names_runs_whatever_files_name() {
    let house = House::new();
    house.user("[model]\npath = 'mine.gguf'\n[model.remote]\nurl = 'http://h'\nmodel = 'm'\nfamily = 'qwen2-coder'\n");
    let load = |flags: Flags| {
        house
            .load_with(None, flags)
            .expect("nothing is wrong")
            .options
            .model
    };
    let kept = load(Flags::new());
    assert!(kept.path.is_some() && kept.remote.is_some());
    let named = load(Flags::new().model(Some("qwen2.5-coder-1.5b"), &house.at("project")));
    assert_eq!(named.completion.as_deref(), Some("qwen2.5-coder-1.5b"));
    assert!(named.path.is_none() && named.remote.is_none());
    let given = load(Flags::new().model(Some("other.gguf"), &house.at("project")));
    assert!(given.path.is_some_and(|path| path.ends_with("other.gguf")) && given.remote.is_none());
}

#[test]
fn a_wrong_option_of_the_command_line_is_said_in_plain_words() {
    let house = House::new();
    let wrong = |flags: Flags| house.load_with(None, flags).expect_err("it is wrong");
    let unknown = wrong(Flags::new().set("completion.max_token", 3));
    assert!(
        unknown
            .to_string()
            .contains("unknown key `completion.max_token`")
    );
    assert_eq!(
        unknown.hint.as_deref(),
        Some("did you mean `completion.max_tokens`?")
    );
    let typed = wrong(Flags::new().set("completion.max_tokens", "many")).to_string();
    assert!(typed.ends_with("expected a whole number from 0"), "{typed}");
}
