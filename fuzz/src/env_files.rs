//! Files of environment variables: names lie where they are said to, nothing but names is shown, and what
//! is added reads back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use clawtidy::check_env_file;
use clawtidy::files::{add_to_dotenv, dotenv_names, parse_dotenv, without_values};
use clawtidy::finding::Assignment;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::syntax::parse;
use clawtidy::world::{EnvFile, Environment, SaidOfVariables, World};
use tempfile::TempDir;

use crate::config::{self, WORDS};
use crate::old_config::Maker;
use crate::reached::Reached;
use crate::whole;

const NAMES: &[&str] = &[
    "A",
    "B",
    "OPENAI_API_KEY",
    "OPENAI_APIKEY",
    "OPENCLAW_GATEWAY_TOKEN",
    "a.b-c",
    "_",
    "9",
    "PATH",
    "NODE_OPTIONS",
];

/// A config that reads some of these.
const CONFIG: &str =
    "{ gateway: { auth: { token: '${OPENCLAW_GATEWAY_TOKEN}' } }, env: { vars: { A: '${B}' } } }";

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let made = config::made_of(bytes);
    let is_made = made.is_some();
    let mut dice = made.unwrap_or_else(|| Maker::new(config::hash(bytes)));
    let text = if is_made { file(&mut dice) } else { config::text(bytes) };
    let set = parse_dotenv(&text);
    let names = dotenv_names(&text);
    for (name, span) in &names {
        assert_eq!(text.get(span.range()), Some(name.as_str()), "{text:?}");
    }
    let listed: BTreeSet<&String> = names.iter().map(|(name, _)| name).collect();
    assert_eq!(listed, set.keys().collect::<BTreeSet<_>>(), "{text:?}");
    let shown = without_values(&text);
    shows_names_only(&text, &shown);
    if dice.below(4) == 0 {
        let said = SaidOfVariables::of(&parse(CONFIG.to_owned())).expect("a config");
        let env_file = Some(Arc::new(EnvFile { sets: names, said }));
        let world = World { env_file, ..World::new(Release::LATEST, Environment::Unknown) };
        let source = Source::new(".env", shown);
        for finding in check_env_file(&source, &world).findings() {
            whole::finding(finding, source.text());
        }
    }
    let is_added = dice.below(4) == 0 && add(&text, &set, &mut dice);
    Reached::of([
        ("with a variable", !set.is_empty()),
        ("with three variables or more", set.len() >= 3),
        ("with a value on several lines", set.values().any(|it| it.contains('\n'))),
        ("added to", is_added),
    ])
}

/// Lines of assignments, most of them.
fn file(dice: &mut Maker) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(6) {
        let name = NAMES[dice.below(NAMES.len())];
        let value = WORDS[dice.below(WORDS.len())];
        let quote = ["", "", "\"", "'", "`"][dice.below(5)];
        let sign = ["=", "=", " = ", ": ", ":", ""][dice.below(6)];
        let before = ["", "", "", "export ", "  ", "# "][dice.below(6)];
        let after = ["", "", " # why", quote, "\\"][dice.below(5)];
        let end = ["\n", "\n", "\r\n", "\r", ""][dice.below(5)];
        text += &[before, name, sign, quote, value, quote, after, end].concat();
    }
    if dice.below(3) == 0 {
        config::slip(&mut text, dice);
    }
    text
}

/// Whatever is shown of a file is in its place, and is a name, the sign behind it or a line end.
fn shows_names_only(text: &str, shown: &str) {
    assert_eq!(shown.len(), text.len(), "{text:?}");
    let mut left = shown.as_bytes().to_vec();
    for (name, span) in dotenv_names(text) {
        assert_eq!(&shown[span.range()], name, "{text:?}");
        left[span.range()].fill(b' ');
    }
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'=' | b':' | b'\n' | b'\r');
    assert!(left.iter().all(is_blank), "{text:?} is shown as {shown:?}");
}

/// A file of this process.
fn path() -> &'static PathBuf {
    static PLACE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let place = || {
        let directory = TempDir::new().expect("a temporary directory");
        let path = directory.path().join(".env");
        (directory, path)
    };
    &PLACE.get_or_init(place).1
}

/// Adds variables to a file: all of them can be read afterwards, and what was there too, or nothing
/// changed. Says whether they were added.
fn add(text: &str, before: &BTreeMap<String, String>, dice: &mut Maker) -> bool {
    let path = path();
    put(path, text);
    let assigns: BTreeSet<Assignment> = (0..=dice.below(3))
        .map(|_| {
            let word = |dice: &mut Maker| WORDS[dice.below(WORDS.len())];
            let value = [word(dice), word(dice)].concat();
            Assignment { name: NAMES[dice.below(NAMES.len())].to_owned(), value }
        })
        .collect();
    let added = add_to_dotenv(path, &assigns);
    let now = fs::read_to_string(path).expect("it is there");
    if let Err(error) = added {
        assert_eq!(now, text, "{error}");
        return false;
    }
    assert!(now.starts_with(text), "{text:?}\n{now:?}");
    let after = parse_dotenv(&now);
    for Assignment { name, value } in &assigns {
        assert_eq!(after.get(name), Some(value), "{text:?}\n{now:?}");
    }
    for (name, value) in before {
        assert_eq!(after.get(name), Some(value), "{text:?}\n{now:?}");
    }
    true
}

/// Makes a file that only its owner may read.
fn put(path: &Path, text: &str) {
    let file = File::create(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its mode");
    }
}
