//! The laws that every rule obeys, checked on the examples in its own documentation and, together
//! with all the others, on every fixture.

#[path = "support/alone.rs"]
mod alone;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clawtidy::edit::{Converged, converge};
use clawtidy::finding::{Effect, Finding, Profile, Safety};
use clawtidy::migrations::MIGRATIONS;
use clawtidy::plugins::Installed;
use clawtidy::rules::example::{Example, Kind};
use clawtidy::rules::{self, Group, RULES, Rule};
use clawtidy::schema::Release;
use clawtidy::syntax::{TokenKind, Tree, parse};
use clawtidy::text::Span;
use clawtidy::world::{Committed, EnvFile, Environment, Includes, SaidOfVariables, Wanted, World};

use alone::{PASSES, findings_of, fixed_by, what_it_says};

fn world() -> World {
    World::new(Release::LATEST, Environment::Unknown)
}

/// What an example is judged against.
fn world_of(example: &Example) -> World {
    let known = Environment::Known(BTreeMap::default());
    let environment = if example.empty_environment { known } else { Environment::Unknown };
    let includes = example.beside.map_or(Includes::Unknown, |folder| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("openclaw.json5");
        clawtidy::files::include(&path, &parse(example.text.clone()), &environment)
    });
    let plugins = example.plugins.map_or_else(Installed::default, |folder| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        Installed::new(clawtidy::files::plugins(Path::new(folder), root).expect("plugins"))
    });
    let committed = example.committed.map(|file| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let tree = parse(fs::read_to_string(file).expect("the committed file"));
        Arc::new(Committed { reference: "main".to_owned(), tree, includes: Includes::Unknown })
    });
    let env_file = example.config.as_ref().map(|config| {
        let said = SaidOfVariables::of(&parse(config.clone())).expect("a config");
        Arc::new(EnvFile { sets: clawtidy::files::dotenv_names(&example.text), said })
    });
    World {
        env_file,
        includes,
        plugins,
        is_yaml: example.yaml,
        is_kept_artefact: example.kept,
        committed,
        ..World::new(example.target, environment)
    }
}

/// What all fixes together make of a text.
fn fixed_by_all(text: &str, world: &World, safety: Safety) -> Converged {
    converge(text.to_owned(), PASSES, safety, |tree| rules::run(tree, world))
}

fn rejections(text: &str, world: &World) -> BTreeSet<(String, &'static str)> {
    let tree = parse(text.to_owned());
    let findings = rules::run(&tree, world).into_iter();
    findings
        .filter(|finding| finding.effect == Effect::Rejected)
        .map(|finding| (finding.place.key.to_string(), finding.rule))
        .collect()
}

fn comments(text: &str) -> Vec<String> {
    let tree = parse(text.to_owned());
    let comments = tree.tokens().filter(|(_, kind, _)| kind.is_comment());
    comments.map(|(_, _, span)| tree.slice(span).trim().to_owned()).collect()
}

fn is_strict_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn examples(rule: &Rule) -> Vec<Example> {
    rule.examples().unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn ids_are_kebab_case_unique_and_sorted() {
    for rule in rules::every() {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(rule.id.chars().all(fits), "{} is not kebab-case", rule.id);
    }
    let unique: BTreeSet<_> = rules::every().map(|rule| rule.id).collect();
    assert_eq!(unique.len(), rules::every().count(), "an id is there twice");
    let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "ids are not unique and in order: {ids:?}");
}

#[test]
fn the_lists_and_the_folders_agree() {
    for (folder, list) in [("src/rules", RULES), ("src/migrations", MIGRATIONS)] {
        let listed: BTreeSet<_> = list.iter().map(|rule| rule.id.to_owned()).collect();
        assert_eq!(declared_in(folder), listed, "{folder}");
    }
}

/// The ids of the rules that the files of a folder declare, each after its file.
fn declared_in(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut ids = BTreeSet::new();
    for entry in fs::read_dir(&folder).expect("the folder is there") {
        let path = entry.expect("its entries can be read").path();
        let text =
            if path.is_file() { fs::read_to_string(&path).expect("UTF-8") } else { continue };
        if text.contains("\nrule! {\n") {
            let name = path.file_stem().expect("a name").to_string_lossy().replace('_', "-");
            let id = |after: &str| text.contains(&format!("\n    \"{name}\" {after}"));
            assert!(id("{\n") || id("from "), "{} does not declare `{name}`", path.display());
            ids.insert(name);
        }
    }
    ids
}

#[test]
fn rules_named_after_an_audit_check_carry_it() {
    for rule in rules::every() {
        if let Some(audit) = rule.audit {
            // What stands for a name of the config is not part of the rule's.
            let mut id = String::new();
            for letter in audit.replace(".*", "").replace(['.', '_'], "-").chars() {
                if letter.is_ascii_uppercase() {
                    id.push('-');
                }
                id.push(letter.to_ascii_lowercase());
            }
            assert_eq!(rule.id, id, "{}", rule.id);
        }
    }
}

#[test]
fn every_rule_shows_its_problem_and_a_near_miss() {
    for rule in rules::every() {
        let kinds: Vec<_> = examples(rule).iter().map(|example| example.kind).collect();
        assert!(kinds.contains(&Kind::Bad), "{} has no bad example", rule.id);
        assert!(kinds.contains(&Kind::Good), "{} has no good example", rule.id);
        assert_eq!(
            kinds.contains(&Kind::Fixed),
            rule.fix.is_some(),
            "{} declares a fix exactly when an example shows one",
            rule.id
        );
        let first = rule.docs.split('\n').next().unwrap_or_default();
        assert!(first.ends_with('.'), "{}: the first line is one sentence", rule.id);
    }
}

#[test]
fn bad_examples_give_exactly_the_spans_under_their_carets() {
    for rule in rules::every() {
        for example in examples(rule).iter().filter(|example| example.kind == Kind::Bad) {
            let tree = parse(example.text.clone());
            let findings = findings_of(rule, &tree, &world_of(example));
            let spans: Vec<_> = findings.iter().map(|f| underlined(&tree, f.place.span)).collect();
            assert_eq!(spans, example.carets, "{}:\n{}", rule.id, example.text);
            for finding in &findings {
                let fix = finding.fix.as_ref().map(|fix| fix.safety);
                assert!(fix <= rule.fix, "{}: a fix is safer than declared", rule.id);
                assert!(finding.help.is_some() || fix.is_some(), "{}: what to do?", rule.id);
                assert!(!finding.message.ends_with('.'), "{}: {}", rule.id, finding.message);
            }
        }
    }
}

/// Messages, help, severity, effect and safety: a change in any of them is a change for those who read it.
#[test]
fn bad_examples_say_what_they_have_said() {
    let mut said = Vec::new();
    for rule in rules::every() {
        for example in examples(rule).iter().filter(|example| example.kind == Kind::Bad) {
            let tree = parse(example.text.clone());
            for finding in findings_of(rule, &tree, &world_of(example)) {
                said.extend(what_it_says(&tree, &finding));
            }
        }
    }
    insta::assert_snapshot!(said.join("\n"));
}

/// What a span underlines: what is missing is shown under the character that stands there.
fn underlined(tree: &Tree, span: Span) -> Range<usize> {
    let next = tree.text()[span.range().start..].chars().next().map_or(0, char::len_utf8);
    let end = if span.is_empty() { span.range().start + next } else { span.range().end };
    span.range().start..end
}

#[test]
fn good_examples_give_nothing() {
    for rule in rules::every() {
        for example in examples(rule).iter().filter(|example| example.kind == Kind::Good) {
            let tree = parse(example.text.clone());
            let findings = findings_of(rule, &tree, &world_of(example));
            assert_eq!(findings, [], "{}:\n{}", rule.id, example.text);
            let is_config = example.config.is_none();
            assert!(!is_config || tree.errors().is_empty(), "{}:\n{}", rule.id, example.text);
        }
    }
}

#[test]
fn fixed_examples_are_exactly_what_the_fix_makes() {
    for rule in rules::every() {
        let examples = examples(rule);
        for (before, fixed) in examples.iter().zip(examples.iter().skip(1)) {
            if fixed.kind != Kind::Fixed {
                continue;
            }
            assert_eq!(before.kind, Kind::Bad, "{}: a fixed example follows a bad one", rule.id);
            let made = fixed_by(rule, &before.text, &world_of(before));
            assert_eq!(made.tree.text(), fixed.text, "{}:\n{}", rule.id, made.tree.text());
            let left = findings_of(rule, &parse(made.tree.text().to_owned()), &world_of(before));
            assert!(left.iter().all(|finding| finding.fix.is_none()), "{}: {left:?}", rule.id);
            assert_eq!(before.strict, fixed.strict, "{}: strict JSON stays strict", rule.id);
        }
        for example in examples.iter().filter(|example| example.strict) {
            assert!(is_strict_json(&example.text), "{}:\n{}", rule.id, example.text);
        }
    }
}

#[test]
fn a_fix_alone_breaks_nothing() {
    for rule in rules::every() {
        for example in examples(rule) {
            let made = fixed_by(rule, &example.text, &world_of(&example));
            holds_together(rule.id, &example.text, &made, &world_of(&example));
        }
    }
}

#[test]
fn two_threads_find_what_one_does_in_its_order() {
    let agent = |n: usize| format!("a{n}: {{ modle: 'openai/gpt-4o' }}");
    let agents = (0..200).map(agent).collect::<Vec<_>>().join(", ");
    let blank = "\n".repeat(64 << 10);
    let config = format!("{{ gateway: {{ token: 'x' }}, agents: {{ entries: {{ {agents} }} }} }}");
    let tree = parse(config + &blank);
    // A thread of a pool is one of several and shares nothing.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let one = pool.install(|| rules::run(&tree, &world()));
    assert!(one.len() > 200 && tree.text().len() > 64 << 10);
    assert_eq!(rules::run(&tree, &world()), one);
}

/// A rule that finds nothing which is wanted does not run; nobody may notice.
#[test]
fn what_nobody_wants_changes_nothing_else() {
    let wanted = Wanted { profile: Profile::Personal, opinions: false };
    let is_wanted = |finding: &Finding| {
        let is_opinion = || rules::find(finding.rule).is_some_and(|it| it.group() == Group::Style);
        finding.profile <= wanted.profile && !is_opinion()
    };
    let mut left_out = 0;
    for (path, text) in fixtures() {
        let tree = parse(text);
        let all = rules::run(&tree, &world());
        let (mut found, count) = (rules::run(&tree, &World { wanted, ..world() }), all.len());
        let (whole, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_wanted);
        let decides = |it: &Finding| matches!(it.effect, Effect::Rejected | Effect::BlocksStart);
        assert!(!others.iter().any(decides), "{}: {others:#?}", path.display());
        left_out += count - found.len();
        found.retain(is_wanted);
        assert_eq!(found, whole, "{}", path.display());
    }
    assert!(left_out > 100, "{left_out}");
}

/// Releases before 2026.3.7 reject a config over a placeholder whose variable is not set. What a fix moves
/// to a variable is known, and set by whoever takes the fix on.
#[test]
fn no_fix_writes_a_placeholder_that_its_release_rejects_the_config_for() {
    let old = Release::find("2026.3.2").expect("a release of the catalog");
    let world = World::new(old, Environment::Known(BTreeMap::default()));
    let unset = |text: &str| {
        let findings = rules::run(&parse(text.to_owned()), &world).into_iter();
        let unset = findings.filter(|it| it.rule == "missing-env-variable");
        unset.map(|it| it.message).collect::<BTreeSet<_>>()
    };
    for rule in RULES {
        for example in examples(rule).iter().filter(|it| it.kind == Kind::Bad) {
            let made = converge(example.text.clone(), PASSES, Safety::Unsafe, |tree| {
                let mut findings = findings_of(rule, tree, &world);
                findings.retain(|it| it.fix.as_ref().is_none_or(|fix| fix.assigns.is_empty()));
                findings
            });
            let (before, after) = (unset(&example.text), unset(made.tree.text()));
            assert!(after.is_subset(&before), "{}: {after:?}\n{}", rule.id, made.tree.text());
        }
    }
}

#[test]
fn all_fixes_together_converge_on_every_fixture() {
    for (path, text) in fixtures() {
        let name = path.display().to_string();
        for safety in [Safety::Safe, Safety::Unsafe] {
            for environment in [Environment::Unknown, Environment::Known(BTreeMap::default())] {
                let world = World { environment, ..world() };
                let made = fixed_by_all(&text, &world, safety);
                holds_together(&name, &text, &made, &world);
                let again = fixed_by_all(made.tree.text(), &world, safety);
                assert_eq!(again.tree.text(), made.tree.text(), "{name}: a second run changes it");
            }
        }
    }
}

/// What holds of every fixed text.
fn holds_together(name: &str, before: &str, made: &Converged, world: &World) {
    assert_eq!(made.bug, None, "{name}");
    let tree = parse(made.tree.text().to_owned());
    if parse(before.to_owned()).errors().is_empty() {
        assert_eq!(tree.errors(), [], "{name}: a fix added a syntax error:\n{}", made.tree.text());
        let (old, new) = (rejections(before, world), rejections(made.tree.text(), world));
        let added: Vec<_> = new.difference(&old).collect();
        assert!(added.is_empty(), "{name}: a fix added {added:?}:\n{}", made.tree.text());
    }
    // Of what sets findings apart, one that sets none apart goes.
    let said = comments(before).into_iter().filter(|it| !it.contains("clawtidy-ignore["));
    for comment in said {
        assert!(
            made.tree.text().contains(&comment),
            "{name}: lost `{comment}`:\n{}",
            made.tree.text()
        );
    }
    if is_strict_json(before) {
        assert!(
            is_strict_json(made.tree.text()),
            "{name}: no longer strict JSON:\n{}",
            made.tree.text()
        );
    }
}

/// Every config under `fixtures/`, and every example.
fn fixtures() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("fixtures are there") {
            let path = entry.expect("their entries can be read").path();
            let is_config = path.extension().is_some_and(|it| it == "json" || it == "json5");
            if path.is_dir() {
                folders.push(path);
            } else if is_config && let Ok(text) = fs::read_to_string(&path) {
                found.push((path, text));
            }
        }
    }
    for rule in rules::every() {
        let examples = examples(rule).into_iter().enumerate();
        found.extend(examples.map(|(at, e)| (PathBuf::from(format!("{}#{at}", rule.id)), e.text)));
    }
    found.sort();
    assert!(found.len() > 2 * rules::every().count(), "there are fixtures");
    found
}

#[test]
fn tokens_tile_every_fixture() {
    for (path, text) in fixtures() {
        let tree = parse(text.clone());
        let mut at = 0;
        for (_, kind, span) in tree.tokens() {
            assert_eq!(span.start, at, "{}", path.display());
            assert!(!span.is_empty() && kind != TokenKind::End, "{}", path.display());
            at = span.end;
        }
        assert_eq!(at as usize, text.len(), "{}", path.display());
    }
}
