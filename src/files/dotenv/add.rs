//! Adding variables to an environment file that holds secrets.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};
use std::fs::Metadata;
use std::path::Path;

use super::parse;
use crate::files::read::{ReadError, read};
use crate::files::write::{Backup, WriteError, create, write};
use crate::finding::Assignment;

/// Why variables were not added. The file is as it was. To be read after the file's name.
#[derive(Debug)]
pub enum EnvError {
    /// It sets a variable to something else.
    Taken(String),
    /// Others than its owner may read it.
    Readable,
    /// No quotes hold the value of this variable.
    Unquotable(String),
    /// It cannot be read.
    Read(ReadError),
    /// It cannot be written.
    Write(WriteError),
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(name) => write!(
                f,
                "sets `{name}` to another value already; remove the line, or put the secret there under \
                 another name by hand"
            ),
            Self::Readable => {
                f.write_str("may be read by others than its owner; run `chmod 600` on it first")
            }
            Self::Unquotable(name) => {
                write!(f, "cannot hold the value of `{name}`, which has quotes of every kind in it")
            }
            Self::Read(error) => write!(f, "cannot be read: {error}"),
            Self::Write(error) => write!(f, "was {error}"),
        }
    }
}

impl std::error::Error for EnvError {}

/// Adds the variables that the file at `path` does not set yet, each on a line of its own at the end.
/// A file that is not there is made, for its owner alone.
///
/// # Errors
/// When the file sets one of them to another value, may be read by others, or cannot be read or
/// written. Nothing is added then.
pub fn add(path: &Path, assigns: &BTreeSet<Assignment>) -> Result<(), EnvError> {
    let is_new = path.symlink_metadata().is_err();
    let original = if is_new { None } else { Some(read(path).map_err(EnvError::Read)?) };
    let old = original.as_ref().map_or("", |original| original.text.as_str());
    let mut set = parse(old);
    let mut text = old.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for Assignment { name, value } in assigns {
        match set.get(name) {
            Some(there) if there == value => continue,
            Some(_) => return Err(EnvError::Taken(name.clone())),
            None => {}
        }
        let quoted = quoted(name, value).ok_or_else(|| EnvError::Unquotable(name.clone()))?;
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{name}={quoted}");
        set.insert(name.clone(), value.clone());
    }
    // A line of the file that is never closed may have swallowed what comes after it.
    let now = parse(&text);
    if let Some(lost) = assigns.iter().find(|it| now.get(&it.name) != Some(&it.value)) {
        return Err(EnvError::Unquotable(lost.name.clone()));
    }
    match original {
        None => create(path, &text).map_err(EnvError::Write),
        Some(original) if original.text == text => Ok(()),
        Some(original) => {
            let metadata = path.metadata().map_err(|error| EnvError::Write(error.into()))?;
            if is_readable_by_others(&metadata) {
                return Err(EnvError::Readable);
            }
            write(path, &original, &text, Backup::None).map_err(EnvError::Write)
        }
    }
}

/// The value as it is written: the first form that reads back as it was, and that a shell, too, takes
/// for just this text if it can be.
fn quoted(name: &str, value: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:+@%=,".contains(&byte);
    let plain = !value.is_empty() && value.bytes().all(is_plain);
    let one_line = value.replace('\n', "\\n").replace('\r', "\\r");
    let forms = [
        plain.then(|| value.to_owned()),
        (!value.contains(['\n', '\''])).then(|| format!("'{value}'")),
        (!value.contains(['"', '$', '`', '\\'])).then(|| format!("\"{one_line}\"")),
        (!value.contains(['`', '\\'])).then(|| format!("`{value}`")),
        Some(format!("'{value}'")),
        Some(format!("\"{one_line}\"")),
        Some(format!("\"{value}\"")),
        Some(format!("`{value}`")),
    ];
    let reads_back = |form: &String| {
        let set = parse(&format!("{name}={form}\nAFTER_IT=1\n"));
        set.len() == 2 && set.get(name).is_some_and(|read| read == value)
    };
    forms.into_iter().flatten().find(reads_back)
}

#[cfg(unix)]
fn is_readable_by_others(metadata: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_readable_by_others(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_back_as_they_were() {
        for value in [
            "plain-1",
            "a b",
            "x#y",
            "a$HOME",
            "${A}",
            "it's",
            "say \"hi\"",
            "it's \"both\"",
            "back`tick",
            "a\\nb",
            "-----BEGIN PRIVATE KEY-----\nMIIEv\n-----END PRIVATE KEY-----\n",
            " spaces ",
            "a\r\nb",
            "ключ",
            "C:\\x",
            "#",
            "'",
            "=",
        ] {
            let form = quoted("NAME", value);
            let text = format!("NAME={}\n", form.as_deref().expect(value));
            assert_eq!(parse(&text).get("NAME").map(String::as_str), Some(value), "{text}");
        }
        assert_eq!(quoted("NAME", "'\n\"\n`\n\\n"), None);
    }
}
