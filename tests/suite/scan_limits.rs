//! Files and rules that are too much: each scan ends, says by name what it left out, and finds what is
//! to be found in the rest. Time is bounded by steps, so nothing here looks at a clock.

use crate::shell::{Ran, Shell};
use serde_json::Value;

/// What every one of these scans has to find.
const PLAIN: &str = "import os\nos.system(command)\n";

fn scan(shell: &Shell, more: &[&str]) -> Ran {
    shell.run(&[&["scan", "--format", "json"], more].concat())
}

/// Paths and rules of the findings.
fn found(ran: &Ran) -> Vec<(String, String)> {
    let json = ran.json();
    let findings = json["findings"].as_array().expect("a list").clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let pair = |one: &Value| (text(&one["path"]), text(&one["rule"]));
    findings.iter().map(pair).collect()
}

fn notes(ran: &Ran) -> String {
    let json = ran.json();
    let notes = json["notes"].as_array().expect("a list").clone();
    let texts: Vec<&str> = notes.iter().filter_map(Value::as_str).collect();
    texts.join("\n")
}

/// The scan of the working folder, which finds [`PLAIN`] in `plain.py`.
fn complete(shell: &Shell, more: &[&str]) -> Ran {
    shell.write("plain.py", PLAIN);
    let ran = scan(shell, more);
    let plain = ("plain.py".to_string(), "python-os-system".to_string());
    assert!(found(&ran).contains(&plain), "{ran:?}");
    ran
}

fn rule(id: &str, body: &str) -> String {
    format!("  - id: {id}\n    languages: [python]\n    severity: LOW\n    message: m\n{body}\n")
}

#[test]
fn a_hundred_thousand_brackets_in_every_language_take_nothing_along() {
    let shell = Shell::new();
    for (ending, head, open, close) in [
        ("py", "x = ", '[', ']'),
        ("rs", "fn f() ", '{', '}'),
        ("js", "let x = ", '(', ')'),
        ("ts", "let x = ", '[', ']'),
        ("tsx", "let x = ", '{', '}'),
        ("go", "package a\nvar x = ", '(', ')'),
        ("java", "class A { int x = ", '(', ')'),
        ("c", "int x = ", '(', ')'),
        ("cpp", "int x = ", '{', '}'),
    ] {
        let (open, close) = (open.to_string(), close.to_string());
        let (open, close) = (open.repeat(100_000), close.repeat(100_000));
        // A word that rules look for, or nothing would be matched.
        let text = format!("{head}{open} eval(exec(system(query))) {close}\n");
        shell.write(&format!("closed.{ending}"), text);
        shell.write(&format!("open.{ending}"), format!("{head}{open}eval(x)\n"));
    }
    let ran = complete(&shell, &["."]);
    let notes = notes(&ran);
    assert!(notes.contains("does not parse as a whole"), "{notes}");
    assert_eq!(ran.json()["files"], 19);
}

#[test]
fn a_line_of_ten_megabytes_is_named_and_one_below_the_limit_is_checked() {
    let shell = Shell::new();
    let long = |bytes: usize| format!("x = [{}]\n", "1, ".repeat(bytes / 3));
    shell.write("long.py", long(10_000_000));
    let near = format!("import os\nx = f({}os.system(y))\n", "1, ".repeat(600_000));
    shell.write("near.py", near);
    let ran = complete(&shell, &["."]);
    let notes = notes(&ran);
    assert!(
        notes.contains("long.py: not checked, it is larger"),
        "{notes}"
    );
    let near = ("near.py".to_string(), "python-os-system".to_string());
    assert!(found(&ran).contains(&near), "{ran:?}");
}

#[test]
fn utf_16_latin_1_and_a_mark_before_utf_8_are_checked() {
    let shell = Shell::new();
    let text = "import os\r\nname = 'größe'\r\nos.system(name2)\r\n";
    let units = || text.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|one| one as u8).collect();
    shell.write("little.py", [b"\xff\xfe", little.as_slice()].concat());
    shell.write("big.py", [b"\xfe\xff", big.as_slice()].concat());
    shell.write("latin.py", latin);
    shell.write("mark.py", format!("\u{feff}{text}"));
    shell.write(
        "mixed.py",
        [text.as_bytes(), &[0xff, 0xc3, 0x28, b'\n'][..]].concat(),
    );
    let ran = complete(&shell, &["."]);
    let json = ran.json();
    for name in ["little.py", "big.py", "latin.py", "mark.py", "mixed.py"] {
        let findings = json["findings"].as_array().expect("a list");
        let one = findings.iter().find(|one| one["path"] == name);
        let one = one.unwrap_or_else(|| panic!("nothing in {name}: {ran:?}"));
        assert_eq!(
            (one["start"]["line"].clone(), one["start"]["column"].clone()),
            (3.into(), 1.into())
        );
    }
    let notes = notes(&ran);
    for said in [
        "little.py: is UTF-16",
        "big.py: is UTF-16",
        "latin.py: is not UTF-8",
        "mixed.py: is not UTF-8",
    ] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    assert!(!notes.contains("mark.py"), "{notes}");
}

#[test]
fn catastrophic_expressions_end_and_too_large_ones_are_named() {
    let shell = Shell::new();
    let rules = [
        rule("nested", "    pattern-regex: (x+x+)+y"),
        // Each search runs to the end of the text before it settles for one letter.
        rule("quadratic", "    pattern-regex: '[^z]*z|x'"),
        rule("huge", "    pattern-regex: (\\w{1000}){1000}"),
        rule(
            "condition",
            "    patterns:\n      - pattern: f($X)\n      - metavariable-regex: {metavariable: $X, regex: (a|a)*$}",
        ),
    ];
    shell.write("rules.yaml", format!("rules:\n{}", rules.concat()));
    let long = "x".repeat(1_500_000);
    let calls = format!("f({})\n", "a".repeat(1_000)).repeat(200);
    shell.write("long.py", format!("y1 = '{long}'\n{calls}"));
    let ran = complete(&shell, &["--rules", "rules.yaml", "."]);
    let notes = notes(&ran);
    assert!(
        notes.contains("rule `huge`: the regular expression"),
        "{notes}"
    );
    let slow = notes
        .lines()
        .any(|note| note.contains("rule quadratic was stopped"));
    let cut = notes
        .lines()
        .any(|note| note.contains("rule quadratic found more"));
    assert!(slow || cut, "{notes}");
    let conditions = found(&ran)
        .iter()
        .filter(|(_, rule)| rule == "condition")
        .count();
    assert_eq!(conditions, 200);
}

#[test]
fn a_rule_that_matches_everything_is_cut_and_named() {
    let shell = Shell::new();
    let rules = [
        rule("everything", "    pattern: $X"),
        rule(
            "pairs",
            "    patterns:\n      - pattern: $X\n      - pattern-inside: $Y",
        ),
        rule(
            "anything",
            "    pattern-either:\n      - pattern: $F(...)\n      - pattern: $X",
        ),
    ];
    shell.write("rules.yaml", format!("rules:\n{}", rules.concat()));
    shell.write("many.py", "f(a, b, [c, d])\n".repeat(3_000));
    let ran = complete(&shell, &["--rules", "rules.yaml", "."]);
    let notes = notes(&ran);
    assert!(
        notes.contains("many.py: rule everything found more"),
        "{notes}"
    );
    assert!(notes.contains("rule pairs was stopped"), "{notes}");
    let all = found(&ran);
    let of = |rule: &str| {
        all.iter()
            .filter(|one| one.0 == "many.py" && one.1 == rule)
            .count()
    };
    assert_eq!(of("everything"), 1_000);
}

#[test]
fn rules_that_contain_themselves_are_refused() {
    let shell = Shell::new();
    let cyclic = "rules:\n  - id: cyclic\n    languages: [python]\n    severity: LOW\n    message: m\n    patterns: &all\n      - pattern: f($X)\n      - pattern-inside:\n          patterns: *all\n";
    shell.write("cyclic.yaml", cyclic);
    let mut deep = String::from("    patterns:\n      - pattern: f(...)\n");
    let mut indent = 6;
    for _ in 0..60 {
        let space = " ".repeat(indent);
        deep.push_str(&format!("{space}- pattern-inside:\n{space}    patterns:\n"));
        indent += 6;
        deep.push_str(&format!("{}- pattern: f(...)\n", " ".repeat(indent)));
    }
    shell.write(
        "deep.yaml",
        format!("rules:\n{}", rule("deep", deep.trim_end())),
    );
    // Each line names the one before ten times.
    let mut bomb = String::from("a0: &a0 [x]\n");
    for level in 1..12 {
        let names = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{names}]\n"));
    }
    shell.write("bomb.yaml", bomb);
    let around = rule(
        "around",
        "    patterns:\n      - pattern: $X\n      - pattern-inside: $X\n      - pattern-inside:\n          patterns:\n            - pattern: $Y\n            - pattern-inside: $X",
    );
    shell.write("around.yaml", format!("rules:\n{around}"));
    let rules = ["cyclic", "deep", "bomb", "around"].map(|name| format!("{name}.yaml"));
    let mut args = Vec::new();
    for file in &rules {
        args.extend(["--rules", file.as_str()]);
    }
    args.push("plain.py");
    let ran = complete(&shell, &args);
    let notes = notes(&ran);
    for named in ["cyclic.yaml:", "deep.yaml:", "bomb.yaml:"] {
        assert!(notes.contains(named), "{named}: {notes}");
    }
    assert!(!notes.contains("around.yaml"), "{notes}");
}

#[test]
fn five_thousand_slow_rules_share_the_time_of_a_file() {
    let shell = Shell::new();
    let mut rules = String::from("rules:\n");
    for index in 0..5_000 {
        rules.push_str(&rule(
            &format!("slow{index:04}"),
            "    pattern: f(..., $X, ..., $Y, ..., $Z, ..., $X, ...)",
        ));
    }
    shell.write("rules.yaml", rules);
    let arguments: Vec<String> = (0..2_000).map(|number| format!("a{number}")).collect();
    shell.write("wide.py", format!("f({})\n", arguments.join(", ")));
    let ran = complete(&shell, &["--rules", "rules.yaml", "."]);
    let notes = notes(&ran);
    assert!(notes.contains("wide.py: "), "{notes}");
    assert!(notes.contains("rules were not run"), "{notes}");
    assert!(notes.contains("rule slow0000 was stopped"), "{notes}");
    assert!(notes.contains("more rules: was stopped"), "{notes}");
    let json = ran.json();
    assert!(
        json["notes"].as_array().expect("a list").len() < 20,
        "{notes}"
    );
}
