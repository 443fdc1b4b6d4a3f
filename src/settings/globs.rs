//! Patterns of paths, as in `.gitignore`.

use std::path::{Component, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns of paths, as in `.gitignore`: one without a slash fits a name at any depth, one that ends
/// with a slash a directory and all below it, and a later one with `!` in front takes back.
#[derive(Debug, Clone)]
pub struct Globs {
    patterns: Gitignore,
}

impl Default for Globs {
    fn default() -> Self {
        Self { patterns: Gitignore::empty() }
    }
}

impl Globs {
    /// The patterns of this list.
    ///
    /// # Errors
    /// What is wrong with the first that is none, in words.
    pub fn new(patterns: &[impl AsRef<str>]) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for pattern in patterns {
            builder.add_line(None, pattern.as_ref()).map_err(|error| cause(&error))?;
        }
        let patterns = builder.build().map_err(|error| cause(&error))?;
        Ok(Self { patterns })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a path fits for itself, wherever it lies.
    pub fn names(&self, path: &Path, is_directory: bool) -> bool {
        self.patterns.matched(path, is_directory).is_ignore()
    }

    /// Whether a path, relative to where the patterns are written, fits, or lies in a directory that
    /// does.
    pub fn matches(&self, path: &Path, is_directory: bool) -> bool {
        !path.has_root()
            && self.patterns.matched_path_or_any_parents(path, is_directory).is_ignore()
    }
}

/// What is wrong with a pattern, without the path of the file that it would be in.
fn cause(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        ignore::Error::WithLineNumber { err, .. }
        | ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. } => cause(err),
        _ => error.to_string(),
    }
}

/// Where a path is below `root`, by their names alone; `None` where it is not. Both are absolute.
pub fn below(path: &Path, root: &Path) -> Option<PathBuf> {
    let plain = |path: &Path| {
        let mut plain = PathBuf::new();
        for part in path.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    plain.pop();
                }
                part => plain.push(part),
            }
        }
        plain
    };
    plain(path).strip_prefix(plain(root)).ok().map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_gitignore() {
        let globs =
            Globs::new(&["*.example.json", "vendor/", "/hosts/*/old.json", "!hosts/b/old.json"]);
        let globs = globs.expect("patterns");
        let fits = |path: &str| globs.matches(Path::new(path), false);
        for path in
            ["a.example.json", "b/c.example.json", "x/vendor/openclaw.json", "hosts/a/old.json"]
        {
            assert!(fits(path), "{path}");
        }
        for path in ["vendor", "b/hosts/a/old.json", "hosts/b/old.json", "/vendor/openclaw.json"] {
            assert!(!fits(path), "{path}");
        }
        assert!(globs.matches(Path::new("vendor"), true));
        assert!(Globs::new(&["{a"]).is_err());
    }

    #[test]
    fn what_lies_elsewhere_is_below_nothing() {
        let at = |path: &str| below(Path::new(path), Path::new("/a/b"));
        assert_eq!(at("/a/b/./c/../d"), Some(PathBuf::from("d")));
        assert_eq!(at("/a/b/../c"), None);
    }
}
