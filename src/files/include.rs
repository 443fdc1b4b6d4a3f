//! Following `$include`, as OpenClaw 2026.9.6 does: from the directory of the file that has the
//! directive, and never out of the config's own directory.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::git::Commit;
use super::read::{cause, kind};
use super::shelf::Shelf;
use crate::syntax::{Tree, Value, ValueKind, parse};
use crate::text::LineIndex;
use crate::world::{
    BrokenInclude, DEEPEST, Directive, Environment, IncludeFault, Included, Includes,
    LARGEST_INCLUDE, Variable, directives,
};

/// Why following stopped: the files below the one in question, outermost last, and the fault.
type Stop = (Vec<String>, IncludeFault);

/// A path of 4096 characters is too long for OpenClaw.
const LONGEST_PATH: usize = 4095;

/// Reads what the config at `path`, whose tree is `tree`, includes, and what that includes. Of the
/// environment only `OPENCLAW_INCLUDE_ROOTS` counts: further directories that may be read from.
pub fn include(path: &Path, tree: &Tree, environment: &Environment) -> Includes {
    Shelf::default().include(path, tree, environment)
}

/// As [`include()`], with each file as it was in a commit, `tree` being what the config was then.
pub fn include_committed(
    path: &Path,
    tree: &Tree,
    environment: &Environment,
    commit: &Commit<'_>,
) -> Includes {
    let read = |path: &Path| match commit.text(path) {
        Ok(Some(text)) if text.len() as u64 > LARGEST_INCLUDE => Err(IncludeFault::TooLarge),
        Ok(Some(text)) => Ok(Arc::new(parse(text))),
        Ok(None) => Err(IncludeFault::Unreadable("it was not there".to_owned())),
        Err(error) => Err(IncludeFault::Unreadable(error.to_string())),
    };
    Reader::new(path, environment, &read).follow_config(tree)
}

/// What a file holds.
type Reading<'r> = &'r dyn Fn(&Path) -> Result<Arc<Tree>, IncludeFault>;

impl Shelf {
    /// As [`include()`], with files that other configs include as they were read for those.
    pub fn include(&self, path: &Path, tree: &Tree, environment: &Environment) -> Includes {
        Reader::new(path, environment, &|path| self.real_tree(path)).follow_config(tree)
    }

    /// The tree of a file, which is the same for all links to it.
    fn real_tree(&self, path: &Path) -> Result<Arc<Tree>, IncludeFault> {
        let real = path.canonicalize();
        self.tree(real.as_deref().unwrap_or(path))
    }

    /// What the file at `path`, whose tree is `tree`, includes where the config at `config` leads to it.
    pub fn include_below(
        &self,
        config: &Path,
        path: &Path,
        tree: &Tree,
        environment: &Environment,
    ) -> Includes {
        let read = |path: &Path| self.real_tree(path);
        let mut reader = Reader::new(config, environment, &read);
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        reader.chain.push(normal(&absolute));
        Includes::Known(reader.follow_all(directives(tree)))
    }

    /// The files that the directives of the config at `path` lead to, and those of these files, links
    /// followed: whether OpenClaw could put them in their places or not.
    pub fn reach(&self, path: &Path, tree: &Tree, environment: &Environment) -> BTreeSet<PathBuf> {
        let read = |path: &Path| self.real_tree(path);
        let mut reader = Reader::new(path, environment, &read);
        let mut reached = BTreeSet::new();
        let mut open = reader.leads(tree);
        while let Some((path, real)) = open.pop() {
            if !reached.insert(real.clone()) {
                continue;
            }
            if let Ok(tree) = self.tree(&real) {
                reader.chain = vec![path];
                open.extend(reader.leads(&tree));
            }
        }
        reached
    }
}

fn text_of(value: Value<'_>) -> Option<String> {
    Some(value.as_text()?.to_lossy().into_owned())
}

/// A directory that files may be included from.
struct Root {
    written: PathBuf,
    /// Without symbolic links.
    real: PathBuf,
}

impl Root {
    fn new(path: &Path) -> Self {
        let written = normal(path);
        let real = written.canonicalize().unwrap_or_else(|_| written.clone());
        Self { written, real }
    }
}

struct Reader<'r> {
    read: Reading<'r>,
    /// The config's directory first.
    roots: Vec<Root>,
    /// The config, and the files that are being followed, each included by the one before it.
    chain: Vec<PathBuf>,
    /// The files that were followed to their ends. None leads back to a file of the chain: whoever
    /// leads back to one that includes it is broken.
    done: BTreeMap<PathBuf, Arc<Included>>,
}

impl<'r> Reader<'r> {
    fn new(config: &Path, environment: &Environment, read: Reading<'r>) -> Self {
        let absolute = std::path::absolute(config).unwrap_or_else(|_| config.to_owned());
        let config = normal(&absolute);
        let own = config.parent().unwrap_or(&config);
        let others = include_roots(environment);
        let roots = std::iter::once(own).chain(others.iter().map(PathBuf::as_path)).map(Root::new);
        Self { read, roots: roots.collect(), chain: vec![config], done: BTreeMap::new() }
    }

    /// What a config includes.
    fn follow_config(&mut self, tree: &Tree) -> Includes {
        let directives = directives(tree);
        if directives.is_empty() {
            return Includes::Known(BTreeMap::new());
        }
        Includes::Known(self.follow_all(directives))
    }

    /// What the directives of the last file of the chain lead to, by the paths as it writes them.
    fn follow_all(
        &mut self,
        directives: Vec<Directive<'_>>,
    ) -> BTreeMap<String, Result<Arc<Included>, BrokenInclude>> {
        let mut known = BTreeMap::new();
        for target in directives.into_iter().flat_map(Directive::targets) {
            let Some(text) = text_of(target) else { continue };
            if let Entry::Vacant(place) = known.entry(text) {
                let found = self.follow(place.key()).map_err(|(mut chain, fault)| {
                    chain.reverse();
                    BrokenInclude { chain, fault }
                });
                place.insert(found);
            }
        }
        known
    }

    /// The files that are there where the directives of the last file of the chain, whose tree this
    /// is, lead to: each as it is named, and links followed.
    fn leads(&self, tree: &Tree) -> Vec<(PathBuf, PathBuf)> {
        let directives = directives(tree).into_iter();
        let texts = directives.flat_map(Directive::targets).filter_map(text_of);
        let located = texts.filter_map(|text| {
            let (_, path) = self.locate(&text).ok()?;
            let real = path.canonicalize().ok().filter(|real| real.is_file())?;
            Some((path, real))
        });
        located.collect()
    }

    /// What a path in the last file of the chain leads to.
    fn follow(&mut self, text: &str) -> Result<Arc<Included>, Stop> {
        let (name, path) = self.locate(text)?;
        let stop = |fault| (vec![name.clone()], fault);
        if self.chain.contains(&path) {
            return Err(stop(IncludeFault::Circular));
        }
        if let Some(done) = self.done.get(&path)
            && self.chain.len() + done.height <= DEEPEST
        {
            return Ok(Arc::clone(done));
        }
        if self.chain.len() > DEEPEST {
            return Err(stop(IncludeFault::TooDeep));
        }
        let tree = (self.read)(&path).map_err(&stop)?;
        if let Some(error) = tree.errors().first() {
            let at = LineIndex::new(tree.text()).position(error.span.start, tree.text());
            return Err(stop(IncludeFault::NotJson5(at)));
        }
        self.chain.push(path.clone());
        let included = self.complete(name, path.clone(), tree);
        self.chain.pop();
        let included = Arc::new(included?);
        self.done.insert(path, Arc::clone(&included));
        Ok(included)
    }

    /// Follows what the last file of the chain, whose tree this is, includes.
    fn complete(&mut self, name: String, path: PathBuf, tree: Arc<Tree>) -> Result<Included, Stop> {
        let mut includes: BTreeMap<String, Arc<Included>> = BTreeMap::new();
        for directive in directives(&tree) {
            for target in directive.targets() {
                let Some(text) = text_of(target) else {
                    let fault = IncludeFault::WrongDirective(target.kind());
                    return Err((vec![name], fault));
                };
                if let Entry::Vacant(place) = includes.entry(text) {
                    let found = self.follow(place.key()).map_err(|(mut chain, fault)| {
                        chain.push(name.clone());
                        (chain, fault)
                    })?;
                    place.insert(found);
                }
            }
            let brings = directive.brings(|path| Some(includes.get(path)?.holds));
            let brings = brings.unwrap_or(ValueKind::Invalid);
            if directive.has_siblings && brings != ValueKind::Object {
                return Err((vec![name], IncludeFault::CannotMerge(brings)));
            }
        }
        let none = (vec![name.clone()], IncludeFault::WrongDirective(ValueKind::Invalid));
        Included::new(name, path, tree, includes).ok_or(none)
    }

    /// What output calls a path of the last file of the chain, and where it lies.
    fn locate(&self, text: &str) -> Result<(String, PathBuf), Stop> {
        let impossible =
            |path: &str| path.contains('\0') || path.encode_utf16().count() > LONGEST_PATH;
        if impossible(text) {
            let shown = text.chars().take(40).collect();
            return Err((vec![shown], IncludeFault::ImpossiblePath));
        }
        let directory = self.chain.last().and_then(|file| file.parent());
        let path = normal(&directory.map_or_else(|| PathBuf::from(text), |it| it.join(text)));
        let own = self.roots.first().and_then(|own| path.strip_prefix(&own.written).ok());
        let name = match own {
            Some(inside) if inside.as_os_str().is_empty() => PathBuf::from("."),
            Some(inside) => inside.to_owned(),
            None if Path::new(text).is_absolute() => PathBuf::from(text),
            None => self.roots.first().map_or_else(PathBuf::new, |own| way(&own.written, &path)),
        };
        let name = name.display().to_string();
        let stop = |fault| Err((vec![name.clone()], fault));
        if impossible(&path.to_string_lossy()) {
            return stop(IncludeFault::ImpossiblePath);
        }
        if !self.roots.iter().any(|root| path.starts_with(&root.written)) {
            return stop(IncludeFault::Outside);
        }
        match path.canonicalize() {
            Ok(real) if self.roots.iter().any(|root| real.starts_with(&root.real)) => {}
            Ok(_) => return stop(IncludeFault::LinksOutside),
            Err(error) if is_missing(&error) => {}
            Err(error) => return stop(IncludeFault::Unreadable(cause(&error))),
        }
        Ok((name, path))
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The directories that `OPENCLAW_INCLUDE_ROOTS` lists, `~` being the home directory.
fn include_roots(environment: &Environment) -> Vec<PathBuf> {
    let Variable::Set(list) = environment.variable("OPENCLAW_INCLUDE_ROOTS") else {
        return Vec::new();
    };
    let home = match environment.variable("HOME") {
        Variable::Set(home) => Some(Path::new(home)),
        Variable::Unknown | Variable::Unset => None,
    };
    let roots = std::env::split_paths(list).filter_map(|root| match root.strip_prefix("~") {
        Ok(below) => Some(home?.join(below)),
        Err(_) => Some(root),
    });
    roots.filter(|root| root.is_absolute()).collect()
}

/// A path without `.` and `..`, whatever the disk says.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                // Above the root is the root.
                normal.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => normal.push(part),
        }
    }
    normal
}

/// The way from one directory to a path, by their names alone; both are absolute and normal.
fn way(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    if shared == 0 {
        return to.to_owned();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// Reads a file. What is not UTF-8 is read as Node reads it, with replacement characters.
pub(super) fn read(path: &Path) -> Result<String, IncludeFault> {
    let unreadable = |error: io::Error| IncludeFault::Unreadable(cause(&error));
    let metadata = path.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(IncludeFault::NotAFile(kind(&metadata)));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&metadata) > 1 {
        return Err(IncludeFault::HardLinked);
    }
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(LARGEST_INCLUDE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_INCLUDE {
        return Err(IncludeFault::TooLarge);
    }
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_normal_without_a_look_at_the_disk() {
        for (path, expected) in
            [("/a/./b/../c", "/a/c"), ("/a/../../b", "/b"), ("/a/b/", "/a/b"), ("/", "/")]
        {
            assert_eq!(normal(Path::new(path)), Path::new(expected));
        }
    }

    #[test]
    fn the_way_to_a_file_is_told_from_the_directory_of_the_config() {
        for (from, to, expected) in
            [("/a/b", "/a/c/d", "../c/d"), ("/a/b", "/a/b/c", "c"), ("/a/b/c", "/d", "../../../d")]
        {
            assert_eq!(way(Path::new(from), Path::new(to)), Path::new(expected));
        }
    }
}
