//! The configs that may include a file: those beside it and in the directories above it.

use std::path::{Component, Path, PathBuf};

use super::discover::{NAMES, Scope, is_yaml};
use super::include::normal;

/// How far up configs are looked for that may include a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bounds<'b> {
    /// The directory of the project's settings.
    pub project: Option<&'b Path>,
    /// The home directory of whoever runs it.
    pub home: Option<&'b Path>,
}

impl Bounds<'_> {
    /// The last directory above `own` that counts: the nearest that is a repository or holds the
    /// project's settings; else the home directory, else the working directory, else `own` itself. No
    /// one knows whose a directory above these is.
    fn last<'p>(&self, own: &'p Path, working: &Path) -> &'p Path {
        let is_project = |above: &&Path| {
            let is_named = |project| normal(project) == **above;
            self.project.is_some_and(is_named) || above.join(".git").exists()
        };
        let is = |directory: Option<&Path>| {
            let directory = directory.map(normal);
            own.ancestors().find(|above| directory.as_deref() == Some(above))
        };
        let project = own.ancestors().find(is_project);
        project.or_else(|| is(self.home)).or_else(|| is(Some(working))).unwrap_or(own)
    }
}

/// Whether a file is a config by its name.
pub fn is_config(path: &Path, scope: &Scope) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|known| name == *known))
        || scope.names(path)
}

/// The configs, by their names, in the directory of `file` and in those above it up to `bounds`, as
/// the user would write them; `file` is relative to `directory`, and so are they. The nearest come
/// first. Only names are asked for; a directory is listed where the project has names of its own.
pub fn configs_above(
    file: &Path,
    directory: &Path,
    scope: &Scope,
    bounds: Bounds<'_>,
) -> Vec<PathBuf> {
    let Ok(absolute) = std::path::absolute(directory.join(file)) else { return Vec::new() };
    let working = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
    let absolute = normal(&absolute);
    let Some(own) = absolute.parent() else { return Vec::new() };
    let last = bounds.last(own, &normal(&working));
    let mut shown: PathBuf = file.components().filter(|it| *it != Component::CurDir).collect();
    climb(&mut shown);
    let mut found = Vec::new();
    for above in own.ancestors() {
        let known = NAMES.iter().map(PathBuf::from).filter(|name| !is_yaml(name));
        let mut names: Vec<PathBuf> = known.filter(|name| above.join(name).is_file()).collect();
        if bounds.project.is_some_and(|project| above.starts_with(normal(project))) {
            names.extend(scope.named_in(above));
        }
        names.sort();
        names.dedup();
        let others = names.into_iter().filter(|name| above.join(name) != absolute);
        found.extend(others.map(|name| shown.join(name)));
        if above == last {
            break;
        }
        climb(&mut shown);
    }
    found
}

/// Makes a path of a directory that of the directory above it.
fn climb(path: &mut PathBuf) {
    match path.components().next_back() {
        Some(Component::Normal(_)) => {
            path.pop();
        }
        Some(Component::RootDir | Component::Prefix(_)) => {}
        Some(Component::CurDir | Component::ParentDir) | None => path.push(".."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Globs;
    use tempfile::TempDir;

    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    fn directory(files: &[&str]) -> TempDir {
        let directory = TempDir::new().expect("a temporary directory");
        for file in files {
            let path = directory.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
            std::fs::write(path, "{}").expect("a file");
        }
        directory
    }

    const FILES: [&str; 7] = [
        "openclaw.json",
        "a/clawdbot.json",
        "a/openclaw.json",
        "a/own.json5",
        "a/parts/b/c.json5",
        "a/parts/b/openclaw.yaml",
        "a/parts/c.json5",
    ];

    fn above(directory: &TempDir, from: &str, file: &str, bounds: Bounds<'_>) -> Vec<String> {
        let names = Globs::new(&["a/own.json5"]).expect("patterns");
        let scope = Scope { root: directory.path().to_owned(), names, ..Scope::default() };
        let found = configs_above(Path::new(file), &directory.path().join(from), &scope, bounds);
        found.iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn the_nearest_repository_project_or_home_is_the_last() {
        let directory = directory(&FILES);
        let (a, root) = (directory.path().join("a"), directory.path());
        let own = ["../../clawdbot.json", "../../openclaw.json"];
        let at = |bounds| above(&directory, "a/parts/b", "c.json5", bounds);
        assert_eq!(at(Bounds::default()), [""; 0]);
        assert_eq!(at(Bounds { home: Some(&a), project: None }), own);
        let with_home = at(Bounds { home: Some(root), project: None });
        assert_eq!(with_home, [&own[..], &["../../../openclaw.json"]].concat());
        let project = at(Bounds { home: Some(root), project: Some(&a) });
        assert_eq!(project, [own[0], own[1], "../../own.json5"]);
        let git = super::tests::directory(&[&FILES[..], &["a/parts/.git/HEAD"]].concat());
        let bounds = Bounds { home: Some(git.path()), project: None };
        assert_eq!(above(&git, "a/parts/b", "c.json5", bounds), [""; 0]);
    }

    #[test]
    fn configs_are_named_as_the_file_is() {
        let directory = directory(&FILES);
        let at = |from, file| above(&directory, from, file, Bounds::default());
        let own = ["a/clawdbot.json", "a/openclaw.json", "openclaw.json"];
        assert_eq!(at("", "a/parts/c.json5"), own);
        assert_eq!(at("", "./a/parts/c.json5"), own);
        assert_eq!(at("a", "own.json5"), ["clawdbot.json", "openclaw.json"]);
        assert_eq!(at("a", "openclaw.json"), ["clawdbot.json"]);
        let absolute = directory.path().join("a/own.json5");
        let found = at("a", absolute.to_str().expect("UTF-8"));
        let beside = |name: &str| absolute.with_file_name(name).display().to_string();
        assert_eq!(found, [beside("clawdbot.json"), beside("openclaw.json")]);
    }
}
