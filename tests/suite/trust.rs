//! What a project's own file may do, and what only its user can allow.

use crate::house::House;
use inglenook::config::Flags;
use inglenook::config::trust::{State, Trusted};

#[test]
fn an_untrusted_project_may_word_things_but_not_name_models_and_servers() {
    let house = House::new();
    house.project(
        "[model]\npath = 'evil.gguf'\nfolder = '/'\n\
         [model.remote]\nurl = 'http://elsewhere'\nmodel = 'm'\nfamily = 'qwen2-coder'\n\
         [lint]\nrules = ['rules', '../outside', '/etc', '~/x', 'a/../../b']\ndisable = ['rust.x']\n",
    );
    let loaded = house.load().expect("fine");
    let options = &loaded.options;
    assert_eq!(
        (
            &options.model.path,
            &options.model.folder,
            &options.model.remote
        ),
        (&None, &None, &None)
    );
    assert_eq!(options.lint.rules, [house.at("project/rules")]);
    assert_eq!(options.lint.disable, ["rust.x"]);
    assert_eq!(loaded.notes.len(), 3 + 4);
    assert!(
        loaded
            .notes
            .iter()
            .all(|note| note.contains("inglenook trust")),
        "{:?}",
        loaded.notes
    );

    house.trust();
    let loaded = house.load().expect("fine");
    assert_eq!(loaded.notes, [""; 0]);
    assert_eq!(
        loaded.options.model.path,
        Some(house.at("project/evil.gguf"))
    );
    assert_eq!(
        loaded.options.model.remote.expect("set").url,
        "http://elsewhere"
    );
    assert_eq!(loaded.options.lint.rules.len(), 5);

    let text = std::fs::read_to_string(house.at("project/inglenook.toml")).expect("readable");
    house.project(&(text + "# changed\n"));
    let loaded = house.load().expect("fine");
    assert_eq!(loaded.options.model.path, None);
    assert!(loaded.notes[0].contains("has changed since you trusted it"));
}

#[test]
fn a_link_does_not_lead_rules_out_of_an_untrusted_project() {
    let house = House::new();
    std::fs::create_dir_all(house.at("elsewhere")).expect("writable");
    std::os::unix::fs::symlink(house.at("elsewhere"), house.at("project/rules")).expect("a link");
    house.project("[lint]\nrules = ['rules']\n");
    assert!(house.load().expect("fine").options.lint.rules.is_empty());
}

#[test]
fn a_project_cannot_take_away_what_its_user_keeps_private() {
    let house = House::new();
    house.user("[privacy]\nexclude = ['**/private/**']\n");
    house.project("[privacy]\nexclude = []\n");
    assert_eq!(
        house.load().expect("fine").options.privacy.exclude,
        ["**/private/**"]
    );
    house.project("[privacy]\nexclude = ['*.lock', '**/private/**']\n");
    assert_eq!(
        house.load().expect("fine").options.privacy.exclude,
        ["**/private/**", "*.lock"]
    );
}

#[test]
fn a_server_of_one_layer_never_gets_the_key_of_another() {
    let house = House::new();
    house.user(
        "[model.remote]\nurl = 'http://mine'\nmodel = 'm'\nfamily = 'f'\napi_key_env = 'MY_KEY'\n",
    );
    let editor = serde_json::json!({"model": {"remote": {"url": "http://theirs", "model": "m", "family": "f"}}});
    let remote = house
        .load_with(Some(&editor), Flags::new())
        .expect("fine")
        .options
        .model
        .remote
        .expect("set");
    assert_eq!(
        (remote.url.as_str(), remote.api_key_env),
        ("http://theirs", None)
    );
}

#[test]
fn a_broken_list_of_trusted_projects_is_said_and_not_overwritten() {
    let house = House::new();
    house.project("");
    std::fs::write(house.at("user/trusted.toml"), "[[project]]\nwho = 1\n").expect("writable");
    assert!(
        house
            .load()
            .expect_err("broken")
            .place
            .ends_with("trusted.toml")
    );
}

#[test]
fn trust_ends_when_it_is_taken_back() {
    let house = House::new();
    house.project("[model]\npath = 'x.gguf'\n");
    house.trust();
    let (file, list) = (
        house.at("project/inglenook.toml"),
        house.at("user/trusted.toml"),
    );
    let contents = std::fs::read(&file).expect("readable");
    let mut trusted = Trusted::read(&list).expect("readable");
    assert_eq!(trusted.state(&file, &contents), State::Trusted);
    assert_eq!(trusted.state(&file, b"other"), State::Changed);
    assert!(trusted.remove(&file) && !trusted.remove(&file));
    trusted.write(&list).expect("writable");
    assert_eq!(
        Trusted::read(&list)
            .expect("readable")
            .state(&file, &contents),
        State::Unknown
    );
}
