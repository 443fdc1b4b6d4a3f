//! The hooks for pre-commit name the files that a search finds.

use clawtidy::files::NAMES;
use regress::Regex;

const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");

#[test]
fn hooks_match_the_names_that_are_looked_for() {
    let patterns: Vec<_> = HOOKS
        .split('\n')
        .filter_map(|line| line.trim().strip_prefix("files: "))
        .map(|pattern| Regex::new(pattern).expect("a pattern"))
        .collect();
    assert_eq!(patterns.len(), 3);
    for pattern in patterns {
        for name in NAMES {
            assert!(pattern.find(name).is_some(), "{name}");
            assert!(pattern.find(&format!(".openclaw/{name}")).is_some(), "{name}");
            for other in [format!("my-{name}"), format!("{name}.bak"), name.replace('.', "-")] {
                assert!(pattern.find(&other).is_none(), "{other}");
            }
        }
    }
}
