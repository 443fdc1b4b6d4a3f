//! Configs that include files: cases as data, laid out on a real disk.
//!
//! A case of `tests/includes/cases.txt` begins with `=== ` and its name, a file of it with `--- ` and
//! its path from the config's directory; its text follows. After the path may stand `-> TARGET` (a
//! symbolic link), `= OTHER` (a second name of that file), `# LENGTH` (filled up with blanks to that
//! many bytes), `+ bom` (a byte order mark before it) or `+ latin1` (a byte after the first quote that
//! is no UTF-8). A path that ends in `/` is a directory. `... roots` lists what
//! `OPENCLAW_INCLUDE_ROOTS` is to hold. `{{dir}}` in a text is the config's directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A config, and what lies around it.
#[derive(Debug)]
pub(crate) struct Case {
    /// What it shows.
    pub(crate) name: String,
    /// Paths from the config's directory.
    pub(crate) roots: Vec<String>,
    /// In the order in which they are made.
    files: Vec<(String, String)>,
}

/// All cases of a text.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for part in format!("\n{text}").split("\n=== ").skip(1) {
        let part = part.strip_suffix('\n').unwrap_or(part);
        let (head, rest) = part.split_once("\n--- ").expect("a case has a file");
        let mut head = head.split('\n');
        let name = head.next().unwrap_or_default().to_owned();
        let roots = head.filter_map(|line| line.strip_prefix("... roots "));
        let roots = roots.flat_map(|roots| roots.split(' ').map(str::to_owned)).collect();
        let files = rest.split("\n--- ").map(|file| {
            let (path, text) = file.split_once('\n').unwrap_or((file, ""));
            (path.to_owned(), text.to_owned())
        });
        cases.push(Case { name, roots, files: files.collect() });
    }
    cases
}

impl Case {
    /// Lays the files out below `directory`, which is empty, and tells where the config is.
    pub(crate) fn lay_out(&self, directory: &Path) -> io::Result<PathBuf> {
        // Without links in it, as OpenClaw and its caller would both see it.
        let config = directory.canonicalize()?.join("config");
        fs::create_dir_all(&config)?;
        for (head, text) in &self.files {
            let text = text.replace("{{dir}}", &config.display().to_string());
            if let Some((path, target)) = head.split_once(" -> ") {
                std::os::unix::fs::symlink(target, config.join(path))?;
            } else if let Some((path, other)) = head.split_once(" = ") {
                fs::hard_link(config.join(other), config.join(path))?;
            } else if let Some(path) = head.strip_suffix('/') {
                fs::create_dir_all(config.join(path))?;
            } else if let Some((path, length)) = head.split_once(" # ") {
                let length: usize = length.parse().expect("a length");
                let blanks = " ".repeat(length - text.len());
                put(&config.join(path), (text + &blanks).as_bytes())?;
            } else if let Some(path) = head.strip_suffix(" + bom") {
                put(&config.join(path), format!("\u{FEFF}{text}").as_bytes())?;
            } else if let Some(path) = head.strip_suffix(" + latin1") {
                let (before, after) = text.split_once('\'').expect("a quote");
                let parts = [before.as_bytes(), b"'\xE9", after.as_bytes()];
                put(&config.join(path), &parts.concat())?;
            } else {
                put(&config.join(head), text.as_bytes())?;
            }
        }
        Ok(config.join("openclaw.json"))
    }

    /// What `OPENCLAW_INCLUDE_ROOTS` holds for the config at `config`.
    pub(crate) fn roots(&self, config: &Path) -> String {
        let directory = config.parent().unwrap_or(config);
        let root = |root: &String| {
            let mut path = directory.to_owned();
            for name in root.split('/') {
                match name {
                    ".." => path = path.parent().map_or(path.clone(), Path::to_owned),
                    name => path.push(name),
                }
            }
            path.display().to_string()
        };
        self.roots.iter().map(root).collect::<Vec<_>>().join(":")
    }
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, bytes)
}
