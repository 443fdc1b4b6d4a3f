//! Small configs beside the rules' own examples, a file a rule: what the rule says of each, and what its
//! fix makes of it. `UPDATE=1 cargo test --test cases` rewrites what stands below each config.

#[path = "support/alone.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod alone;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use clawtidy::rules::{self, Rule};
use clawtidy::schema::Release;
use clawtidy::syntax::parse;
use clawtidy::world::{Environment, World};

use alone::{findings_of, fixed_by, what_it_says};

/// A line of a file of cases: the release, unless it is the latest, the word `env` if nothing is set in the
/// environment, and the config.
fn case(line: &str) -> (World, &str) {
    let (words, text) = line.split_at(line.find('{').unwrap_or(line.len()));
    let mut world = World::new(Release::LATEST, Environment::Unknown);
    for word in words.split_whitespace() {
        match word {
            "env" => world.environment = Environment::Known(BTreeMap::new()),
            release => world.target = Release::find(release).expect("a release of the catalog"),
        }
    }
    (world, text)
}

/// What comes of the cases of a rule, in place of what stands below them.
fn judged(rule: &Rule, cases: &str) -> String {
    let mut judged = String::new();
    for line in cases.split('\n').filter(|line| !line.is_empty() && !line.starts_with(' ')) {
        let (world, text) = case(line);
        let tree = parse(text.to_owned());
        let findings = findings_of(rule, &tree, &world);
        // Writing to a string cannot fail.
        let _ = writeln!(judged, "{line}");
        for said in findings.iter().flat_map(|finding| what_it_says(&tree, finding)) {
            let _ = writeln!(judged, "  {said}");
        }
        let made = fixed_by(rule, text, &world);
        assert_eq!(made.bug, None, "{}: {line}", rule.id);
        if made.tree.text() != text {
            let _ = writeln!(judged, "  → {}", made.tree.text().replace('\n', "⏎"));
        }
        judged.push('\n');
    }
    judged
}

#[test]
fn cases_beside_the_examples_come_to_what_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut left: Vec<String> = Vec::new();
    for entry in fs::read_dir(&folder).expect("the folder is there") {
        let path = entry.expect("its entries can be read").path();
        let id = path.file_stem().expect("a name").to_string_lossy();
        let rule = rules::find(&id).unwrap_or_else(|| panic!("{id} is no rule"));
        let cases = fs::read_to_string(&path).expect("UTF-8").replace("\r\n", "\n");
        let judged = judged(rule, &cases);
        if judged != cases && std::env::var_os("UPDATE").is_some() {
            #[expect(clippy::disallowed_methods, reason = "cases of the project, no config")]
            fs::write(&path, judged).expect("it can be written");
        } else if judged != cases {
            let mut lines = judged.split('\n').zip(cases.split('\n'));
            left.push(format!("{id}: {:#?}", lines.find(|(now, then)| now != then)));
        }
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}
