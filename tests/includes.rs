//! What configs include, on a real disk: what OpenClaw takes, and what it refuses.

use std::fs;
use std::path::Path;

use clawtidy::files;
use clawtidy::finding::Effect;
use clawtidy::rules;
use clawtidy::schema::Release;
use clawtidy::syntax::{ValueKind, parse};
use clawtidy::world::{Environment, Includes, World};
use tempfile::TempDir;

#[path = "support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
#[path = "support/split.rs"]
mod files_of;
#[path = "support/old_config.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod old_config;
#[path = "includes/recorded.rs"]
mod recorded;
#[path = "includes/split.rs"]
mod split;

fn directory(included: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().expect("a temporary directory");
    for (name, text) in included {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below")).expect("a directory");
        write(&path, text);
    }
    directory
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

/// What is said of the includes of a config in that directory.
fn said(directory: &Path, text: &str, environment: &Environment) -> Vec<String> {
    let tree = parse(text.to_owned());
    let includes = files::include(&directory.join("openclaw.json"), &tree, environment);
    let world = World { includes, ..World::new(Release::LATEST, environment.clone()) };
    let findings = rules::run(&tree, &world).into_iter();
    let broken = findings.filter(|finding| finding.rule == "broken-include");
    broken.map(|finding| finding.message).collect()
}

/// What is said of a config that includes `path` for its agents.
fn said_of(directory: &TempDir, path: &str) -> Vec<String> {
    let text = format!("{{ agents: {{ $include: {path:?} }} }}");
    said(directory.path(), &text, &Environment::Unknown)
}

#[test]
fn files_in_the_directory_and_below_it_are_taken() {
    let directory = directory(&[
        ("a.json5", "{ $include: ['below/b.json5'], entries: { main: {} } }"),
        ("below/b.json5", "// The path is from here.\n{ $include: '../c.json5' }"),
        ("c.json5", "{}"),
        ("${X}.json5", "{}"),
    ]);
    let absolute = directory.path().join("c.json5");
    let absolute = absolute.to_str().expect("UTF-8");
    for path in ["a.json5", "./a.json5", "below/../a.json5", "a.json5/", "${X}.json5", absolute] {
        assert_eq!(said_of(&directory, path), [""; 0], "{path}");
    }
    let twice =
        "{ agents: { $include: ['c.json5', 'c.json5'] }, gateway: { $include: 'c.json5' } }";
    assert_eq!(said(directory.path(), twice, &Environment::Unknown), [""; 0]);
}

#[test]
fn what_cannot_be_read_is_named_with_the_files_on_the_way() {
    let directory = directory(&[
        ("a.json5", "{ $include: 'below/b.json5' }"),
        ("below/b.json5", "{ x: [{ $include: './gone.json5' }] }"),
        ("broken.json5", "{\n  entries: }"),
        ("empty.json5", ""),
        ("number.json5", "{ x: { $include: ['empty', 2] } }"),
        ("empty", "{}"),
        ("merge.json5", "{ $include: 'list.json5', x: 1 }"),
        ("list.json5", "[]"),
        ("self.json5", "{ $include: 'self.json5' }"),
    ]);
    let long = "./".repeat(2100) + "a.json5";
    for (path, message) in [
        (
            "a.json5",
            "`a.json5` includes `below/b.json5`, which includes `below/gone.json5`, which cannot be \
             read: no such file or directory",
        ),
        ("broken.json5", "the included file `broken.json5` is not JSON5 (line 2, column 11)"),
        ("empty.json5", "the included file `empty.json5` is not JSON5 (line 1, column 1)"),
        ("below", "the included file `below` is a directory, not a file"),
        ("", "the included file `.` is a directory, not a file"),
        (
            "../elsewhere.json5",
            "the included file `../elsewhere.json5` lies outside of the config's directory",
        ),
        (
            "number.json5",
            "the included file `number.json5` has a number where `$include` takes a path",
        ),
        (
            "merge.json5",
            "the included file `merge.json5` has keys beside an `$include` that brings an array",
        ),
        (
            "self.json5",
            "`self.json5` includes `self.json5`, which is one of the files that include it",
        ),
        ("openclaw.json", "the included file `openclaw.json` is one of the files that include it"),
        (
            &long,
            "the included file `././././././././././././././././././././` has a path that no file \
             can have",
        ),
    ] {
        assert_eq!(said_of(&directory, path), [message], "{path}");
    }
}

#[test]
fn ten_files_deep_is_deep_enough() {
    let chain = |files: usize| -> TempDir {
        let directory = directory(&[]);
        for at in 1..=files {
            let text = format!("{{ $include: '{}.json5' }}", at + 1);
            let text = if at == files { "{}" } else { &text };
            write(&directory.path().join(format!("{at}.json5")), text);
        }
        directory
    };
    assert_eq!(said_of(&chain(10), "1.json5"), [""; 0]);
    let deeper = said_of(&chain(11), "1.json5");
    assert!(deeper[0].ends_with("`11.json5`, which is more than 10 files deep"), "{deeper:?}");
    // A file that was followed from near the config may be too deep elsewhere.
    let text = "{ agents: { $include: '2.json5' }, gateway: { $include: '1.json5' } }";
    assert_eq!(said(chain(11).path(), text, &Environment::Unknown).len(), 1);
}

#[test]
fn a_web_of_files_is_read_once() {
    // Followed place by place, this would be a billion files.
    let directory = directory(&[("9.json5", "{}")]);
    for at in 0..9 {
        let items = format!("'{}.json5', './{}.json5',", at + 1, at + 1).repeat(5);
        let text = format!("{{ $include: [{items}] }}");
        write(&directory.path().join(format!("{at}.json5")), &text);
    }
    assert_eq!(said_of(&directory, "0.json5"), [""; 0]);
}

#[test]
fn only_files_of_two_mebibytes_are_taken() {
    let at_most = "{}".to_owned() + &" ".repeat((2 << 20) - 2);
    let directory =
        directory(&[("most.json5", &at_most), ("more.json5", &(at_most.clone() + " "))]);
    assert_eq!(said_of(&directory, "most.json5"), [""; 0]);
    let more = "the included file `more.json5` is larger than 2 MiB";
    assert_eq!(said_of(&directory, "more.json5"), [more]);
}

#[cfg(unix)]
#[test]
fn links_may_not_lead_out() {
    use std::os::unix::fs::symlink;
    let outside = directory(&[("a.json5", "{}")]);
    let inside = directory(&[("b.json5", "{}"), ("hard.json5", "{}")]);
    let at = |name: &str| inside.path().join(name);
    symlink(outside.path().join("a.json5"), at("out.json5")).expect("a link");
    symlink(outside.path(), at("folder")).expect("a link");
    symlink("b.json5", at("in.json5")).expect("a link");
    symlink("nowhere", at("dangling.json5")).expect("a link");
    fs::hard_link(at("hard.json5"), at("second.json5")).expect("a link");
    assert_eq!(said_of(&inside, "in.json5"), [""; 0]);
    for (path, fault) in [
        ("out.json5", "is a link that leads out of the config's directory"),
        ("folder/a.json5", "is a link that leads out of the config's directory"),
        ("dangling.json5", "cannot be read: no such file or directory"),
        ("hard.json5", "has a second name (it is hard-linked)"),
    ] {
        assert_eq!(said_of(&inside, path), [format!("the included file `{path}` {fault}")]);
    }
}

#[test]
fn a_variable_may_open_other_directories() {
    let (inside, outside) = (directory(&[]), directory(&[("a.json5", "{}")]));
    let path = outside.path().join("a.json5");
    let text = format!("{{ agents: {{ $include: {path:?} }} }}");
    let opened = |roots: &Path| {
        let roots = roots.to_str().expect("UTF-8").to_owned();
        let set = [("OPENCLAW_INCLUDE_ROOTS".to_owned(), roots)];
        said(inside.path(), &text, &Environment::Known(set.into()))
    };
    assert_eq!(opened(outside.path()), [""; 0]);
    assert_eq!(opened(inside.path()).len(), 1);
}

#[test]
fn what_is_read_is_kept_for_those_who_put_it_together() {
    let directory = directory(&[
        ("a.json5", "{ x: { $include: 'b.json5' } }"),
        ("b.json5", "{ $include: 'c.json5' }"),
        ("c.json5", "[1]"),
    ]);
    let tree = parse("{ agents: { $include: 'a.json5' } }".to_owned());
    let path = directory.path().join("openclaw.json");
    let Includes::Known(known) = files::include(&path, &tree, &Environment::Unknown) else {
        panic!("the config lies on a disk");
    };
    let a = known["a.json5"].as_ref().expect("it can be read");
    assert_eq!((a.holds, a.height), (ValueKind::Object, 2));
    let b = &a.includes["b.json5"];
    assert_eq!((b.holds, b.name.as_str()), (ValueKind::Array, "b.json5"));
    assert_eq!(b.includes["c.json5"].tree.text(), "[1]");
}

#[test]
fn what_an_included_file_may_name_is_not_called_unknown() {
    for (text, rule) in [
        ("{ channels: { parrot: {} }, plugins: { $include: 'plugins.json5' } }", "unknown-channel"),
        ("{ channels: { parrot: {} }, $include: 'plugins.json5' }", "unknown-channel"),
        (
            "{ plugins: { allow: [{ $include: 'name.json5' }] }, channels: { parrot: {} } }",
            "unknown-channel",
        ),
        (
            "{ tools: { web: { search: { provider: 'brave' } } }, plugins: { entries: { $include: \
             'plugins.json5' } } }",
            "web-search-provider-unavailable",
        ),
    ] {
        let world = World::new(Release::LATEST, Environment::Unknown);
        let findings = rules::run(&parse(text.to_owned()), &world);
        let rejected: Vec<_> = findings.iter().filter(|it| it.effect == Effect::Rejected).collect();
        assert!(rejected.is_empty(), "{text}: {rejected:?}");
        assert!(findings.iter().any(|finding| finding.rule == rule), "{text}");
    }
}
