//! `cargo xtask variables`: the environment variables that a release of OpenClaw knows of.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::package::Wanted;

/// Where the names are kept.
const TABLE: &str = "src/world/known_variables.txt";

/// What names of variables end with. Code and documents hold many other words in capitals.
const LAST_WORDS: [&str; 31] = [
    "ACCOUNT",
    "COOKIE",
    "CREDENTIALS",
    "DIR",
    "EMAIL",
    "ENDPOINT",
    "FILE",
    "HOME",
    "HOST",
    "ID",
    "KEY",
    "KEYS",
    "MODEL",
    "NAMESPACE",
    "NUMBER",
    "PASSPHRASE",
    "PASSWORD",
    "PATH",
    "PORT",
    "PROJECT",
    "PROXY",
    "REGION",
    "ROOT",
    "SECRET",
    "TENANT",
    "TOKEN",
    "URI",
    "URL",
    "USER",
    "USERNAME",
    "WEBHOOK",
];

/// Reads the package and writes the table.
pub(crate) fn run(root: &Path, wanted: &Wanted) -> Result<String, String> {
    let package = wanted.get(root)?;
    let mut names = BTreeSet::new();
    for (folder, kind) in [("dist", Kind::Code), ("docs", Kind::Prose), ("skills", Kind::Prose)] {
        scan(&package.directory().join(folder), kind, &mut names)?;
    }
    let head = format!(
        "# The environment variables that OpenClaw {} knows of, in the order of the alphabet.\n\
         # Made by `cargo xtask variables` of the npm package: what its code, dependencies bundled\n\
         # with it included, reads from the environment, and what its code quotes or its documents\n\
         # and skills name that ends as names of variables do. Some are none; that does no harm here.\n",
        package.version
    );
    let count = names.len();
    let lines: String = names.into_iter().map(|name| name + "\n").collect();
    crate::put(&root.join(TABLE), &(head + &lines))?;
    Ok(format!("OpenClaw {}: {count} variables", package.version))
}

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Prose,
}

fn scan(folder: &Path, kind: Kind, names: &mut BTreeSet<String>) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() {
            scan(&path, kind, names)?;
        } else if kind == Kind::Prose || matches!(ending, "cjs" | "js" | "json" | "mjs") {
            let bytes = fs::read(&path).map_err(told)?;
            names.extend(names_in(&String::from_utf8_lossy(&bytes), kind));
        }
    }
    Ok(())
}

/// The names in a text.
fn names_in(text: &str, kind: Kind) -> impl Iterator<Item = String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut at = 0;
    let words = std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        let rest = &text[start..];
        at = start + rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        Some((&text[..start], &text[start..at]))
    });
    words
        .filter(move |(before, word)| {
            // In documents `$NAME` is the variable, in code a word of its own.
            is_upper(word) && (is_read(before) || ends_as_one(before, word, kind))
        })
        .map(|(_, word)| word.to_owned())
}

/// Whether a word is in capitals and long enough for a name.
fn is_upper(word: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    word.len() > 2 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(fits)
}

/// Whether what stands before a word, such as `process.env.`, reads it from the environment.
fn is_read(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'', '`']);
    let before = before.strip_suffix(['.', '[']).map(|rest| rest.trim_end_matches(['?', '.']));
    before
        .is_some_and(|before| ["env", "Env", "ENV"].into_iter().any(|name| before.ends_with(name)))
}

/// Whether a word ends as names of variables do and, in code, stands in quotes.
fn ends_as_one(before: &str, word: &str, kind: Kind) -> bool {
    let last = word.rsplit_once('_').map(|(_, last)| last);
    last.is_some_and(|last| LAST_WORDS.contains(&last))
        && (kind == Kind::Prose || before.ends_with(['"', '\'', '`']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_words() {
        let code = r#"process.env.TZ ?? env?.LANG; runEnv["A_B"]; fail("AUTH_MISSING"); "X_API_KEY"; const MAX_URL"#;
        let found: Vec<_> = names_in(code, Kind::Code).collect();
        assert_eq!(found, ["LANG", "A_B", "X_API_KEY"]);
        let prose: Vec<_> = names_in("Set `X_TOKEN` or Y_URL=z, see NOTES", Kind::Prose).collect();
        assert_eq!(prose, ["X_TOKEN", "Y_URL"]);
    }
}
