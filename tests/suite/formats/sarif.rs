//! SARIF as code scanning reads it.

use super::{json, report};
use serde_json::Value;

#[test]
fn sarif_holds_what_code_scanning_reads() {
    let log = json("sarif", &report());
    let run = &log["runs"][0];
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(run["automationDetails"]["id"], "inglenook/scan/");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((rules.len(), results.len()), (3, 4));
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let hash = &result["partialFingerprints"]["primaryLocationLineHash"];
        assert!(
            hash.as_str()
                .is_some_and(|hash| hash.ends_with(":1") && hash.len() == 34)
        );
        assert!(
            result["suppressions"].is_array(),
            "one has them, so all have"
        );
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for field in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(
                region[field].as_u64().is_some_and(|number| number > 0),
                "{region}"
            );
        }
    }
    let rule = rules
        .iter()
        .find(|rule| rule["id"] == "py-shell")
        .expect("listed");
    assert_eq!(rule["properties"]["security-severity"], "8.0");
    assert_eq!(rule["properties"]["precision"], "medium");
    let tags = &rule["properties"]["tags"];
    assert_eq!(tags[0], "security");
    assert_eq!(tags[1], "external/cwe/cwe-078");
    let target = &rule["relationships"][0]["target"];
    let taxon = target["index"].as_u64().expect("an index") as usize;
    assert_eq!(run["taxonomies"][0]["taxa"][taxon]["id"], "78");
    let model = rules
        .iter()
        .find(|rule| rule["id"] == "model.bug")
        .expect("listed");
    assert!(
        model["properties"]["security-severity"].is_null(),
        "a bug is no weakness"
    );
}

#[test]
fn sarif_places_flows_fixes_and_suppressions() {
    let log = json("sarif", &report());
    let result = &log["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "src/a%20b%2Cc.py");
    let steps = &result["codeFlows"][0]["threadFlows"][0]["locations"];
    assert_eq!(steps.as_array().map(Vec::len), Some(2));
    assert_eq!(
        steps[0]["location"]["physicalLocation"]["region"]["startLine"],
        1
    );
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    // `    é = run(` has twelve characters: the fourth byte of the call is column 13 of line 3.
    let region = &replacement["deletedRegion"];
    assert_eq!(region["startLine"], 3);
    assert_eq!(
        (&region["startColumn"], &region["endColumn"]),
        (&13.into(), &14.into())
    );
    assert_eq!(replacement["insertedContent"]["text"], "[x]");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let silent: Vec<&Value> = results
        .iter()
        .filter(|result| {
            result["suppressions"]
                .as_array()
                .is_some_and(|list| !list.is_empty())
        })
        .collect();
    assert_eq!(silent.len(), 1);
    assert_eq!(silent[0]["suppressions"][0]["kind"], "inSource");
    assert_eq!(
        silent[0]["suppressions"][0]["justification"],
        "a constant (until 2027-01-01)"
    );
}
