//! Includes: a config in files is the config that it is in one, nothing outside of what may be read is
//! read, following ends, and every place lies in the file that it is said to lie in.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use clawtidy::files;
use clawtidy::finding::Safety;
use clawtidy::report::Selection;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, Includes, World};
use clawtidy::{Fixing, check, mend};
use tempfile::TempDir;

use crate::author::Plain;
use crate::config::{self, Case};
use crate::old_config::Maker;
use crate::reached::Reached;
use crate::{split, whole};

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let mut dice = config::made_of(bytes).unwrap_or_else(|| Maker::new(config::hash(bytes)));
    if dice.below(2) == 0 { in_memory(&mut dice) } else { on_disk(bytes, &mut dice) }
}

/// A config that is split, and comes to the same; fixes leave its files whole, and offer no more.
fn in_memory(dice: &mut Maker) -> Reached {
    let text = dice.config(config::releases()).text;
    let allowed = if dice.below(2) == 0 { Safety::Safe } else { Safety::Unsafe };
    let fixing = match dice.below(2) {
        0 => Fixing::migrating(allowed),
        _ => Fixing::new(Selection::default(), allowed),
    };
    let split = split::Split::of(&text, dice);
    split.comes_to(&text);
    let twice = dice.below(3) == 0;
    let left = split.mended(allowed, &fixing, twice).unwrap_or_else(|why| panic!("{text}\n{why}"));
    // What lies in several files, one of them may not be able to take out of force.
    Reached::of([("split", true), ("mended like the whole", left.is_empty())])
}

/// What is written outside of the config's directory.
const OUTSIDE: &str = "zanzibar-quokka-outside";

/// Names of files in the config's directory, which say what they are.
const INSIDE: &[&str] = &["a.json5", "b.json5", "below/c.json5", "below/d.json5"];

/// Paths that directives write.
const PATHS: &[&str] = &[
    "a.json5",
    "./b.json5",
    "below/c.json5",
    "./below/../below/d.json5",
    "../a.json5",
    "c.json5",
    "d.json5",
    "../b.json5",
    "openclaw.json",
    "../openclaw.json",
    "../outside/x.json5",
    "../../outside/x.json5",
    "out.json5",
    "folder/x.json5",
    "in.json5",
    "below",
    "",
    ".",
    "gone.json5",
    "a.json5/x",
    "second.json5",
    "../config/a.json5",
    "\u{0}",
    "/etc/hostname",
];

/// A directory with a config's directory in it, and links that lead in and out.
fn place() -> &'static PathBuf {
    static PLACE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let place = || {
        let directory = TempDir::new().expect("a temporary directory");
        let root = directory.path().canonicalize().expect("it is there");
        fs::create_dir_all(root.join("config/below")).expect("a directory");
        fs::create_dir_all(root.join("outside")).expect("a directory");
        put(root.join("outside/x.json5"), &format!("{{ x: '{OUTSIDE}', gateway: {{ port: 1 }} }}"));
        put(root.join("config/first.json5"), "{ x: 'linked' }");
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            let at = |name: &str| root.join("config").join(name);
            symlink(root.join("outside/x.json5"), at("out.json5")).expect("a link");
            symlink(root.join("outside"), at("folder")).expect("a link");
            symlink("a.json5", at("in.json5")).expect("a link");
            fs::hard_link(at("first.json5"), at("second.json5")).expect("a link");
        }
        (directory, root)
    };
    &PLACE.get_or_init(place).1
}

fn put(path: PathBuf, text: &str) {
    let file = File::create(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
}

/// Files that include each other any way they like.
fn on_disk(bytes: &[u8], dice: &mut Maker) -> Reached {
    let root = place();
    for name in INSIDE {
        let text = part(dice);
        put(root.join("config").join(name), &text);
    }
    let is_made = config::made_of(bytes).is_some();
    let text = if is_made { part(dice) } else { Case::of(bytes).text };
    let path = root.join("config/openclaw.json");
    let roots = dice.below(4) == 0;
    let environment = if roots {
        let outside = root.join("outside").display().to_string();
        Environment::Known([("OPENCLAW_INCLUDE_ROOTS".to_owned(), outside)].into())
    } else {
        Environment::Unknown
    };
    let own = Source::new("openclaw.json", text);
    let includes = files::include(&path, own.tree(), &environment);
    let world = World { includes: includes.clone(), ..World::new(Release::LATEST, environment) };
    let source = own.clone().assembled(&includes);
    let shown = || {
        let files = source.files().iter().map(|it| format!("---- {}\n{}\n", it.name(), it.text()));
        files.chain([format!("---- together\n{}", source.text())]).collect::<String>()
    };
    if own.tree().errors().is_empty() {
        assert_eq!(source.tree().errors(), [], "{}", shown());
    }
    whole::tree(source.tree());
    split::lies_where_it_says(&source);
    let world = World { own: source.own_tree(), ..world };
    let report = check(&source, &world);
    for finding in report.findings() {
        whole::finding(finding, source.text());
        for site in source.locate_all(finding.place.span) {
            let file = &source.files()[site.file];
            assert!(file.text().get(site.span.range()).is_some(), "{finding:?}\n{}", shown());
        }
    }
    let allowed = if dice.below(2) == 0 { Safety::Safe } else { Safety::Unsafe };
    let fixed = mend(source.clone(), &world, &Fixing::new(Selection::default(), allowed));
    assert_eq!(fixed.bug, None, "{}", shown());
    let mut rewritten = 0;
    for file in fixed.source.rewritten() {
        rewritten += 1;
        let is_inside = file.path.as_ref().is_none_or(|path| path.starts_with(root));
        assert!(is_inside && file.before.text() != file.after.text(), "{}", shown());
        if file.before.tree().errors().is_empty() {
            assert_eq!(file.after.tree().errors(), [], "{}\n{}", file.after.text(), shown());
        }
    }
    // Chance finds the word in the program and puts it into the config itself.
    if !roots && !own.text().contains(OUTSIDE) {
        let messages = report.findings().iter().map(|it| it.message.as_str());
        let texts = [source.text(), fixed.source.text()];
        let said = messages.chain(texts).any(|text| text.contains(OUTSIDE));
        assert!(!said, "what lies outside was read: {}", shown());
    }
    let Includes::Known(known) = &includes else { panic!("the config lies on a disk") };
    Reached::of([
        ("of files on a disk", true),
        ("with an include", known.values().any(Result::is_ok)),
        ("with a broken include", known.values().any(Result::is_err)),
        ("put together", source.is_assembled()),
        ("with two files or more", source.files().len() > 2),
        ("with a file rewritten", rewritten > 0),
    ])
}

/// A text that includes others, as often as not.
fn part(dice: &mut Maker) -> String {
    let mut plain = match dice.below(4) {
        0 => Plain::Object(Vec::new()),
        1 => config::value(dice),
        _ => config::plain(dice),
    };
    for _ in 0..dice.below(3) {
        let path = |dice: &mut Maker| match dice.below(12) {
            0 => config::value(dice),
            _ => Plain::Text(PATHS[dice.below(PATHS.len())].to_owned()),
        };
        let target = match dice.below(3) {
            0 => Plain::List((0..dice.below(4)).map(|_| path(dice)).collect()),
            _ => path(dice),
        };
        let directive = ("$include".to_owned(), target);
        match config::somewhere(&mut plain, dice) {
            Plain::Object(members) => members.insert(0, directive),
            at => *at = Plain::Object(vec![directive]),
        }
    }
    dice.write(&plain)
}
