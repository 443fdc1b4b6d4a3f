//! The configs that are asked about.

use std::fs;
use std::path::{Path, PathBuf};

use clawtidy::edit::{New, Plan, apply};
use clawtidy::finding::{Fix, Safety};
use clawtidy::rules;
use clawtidy::schema::Release;
use clawtidy::syntax::parse;
use serde_json::Value;

use super::docs;
use super::mutate::Mutator;
use crate::package::Package;

/// A config, and where it is from.
#[derive(Clone)]
pub(crate) struct Case {
    /// The file, the rule's example or the mutation.
    pub(crate) name: String,
    /// The config.
    pub(crate) text: String,
}

impl Case {
    fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// The configs under `fixtures/`, named by their paths in it.
pub(crate) fn fixtures(root: &Path) -> Result<Vec<Case>, String> {
    let folder = root.join("fixtures");
    let mut cases = files(&folder)?;
    // What stands beside configs is none itself.
    let aside = ["includes", "plugins"].map(|name| folder.join(name));
    cases.retain(|case| !aside.iter().any(|aside| Path::new(&case.name).starts_with(aside)));
    for case in &mut cases {
        if let Ok(inside) = Path::new(&case.name).strip_prefix(&folder) {
            case.name = inside.display().to_string().replace('\\', "/");
        }
    }
    Ok(cases)
}

/// The examples in the documentation of the rules; for a release that has agents in a list only,
/// those about agents in that form as well.
pub(crate) fn examples(release: Release) -> Result<Vec<Case>, String> {
    let has_entries = release.lookup(&["agents", "entries"]).is_some();
    let mut cases = Vec::new();
    for rule in rules::every() {
        for (at, example) in rule.examples()?.into_iter().enumerate() {
            // OpenClaw is never asked about a file that it does not read.
            if example.yaml {
                continue;
            }
            let name = format!("{} {}", rule.id, at + 1);
            let listed = if has_entries { None } else { with_list(&example.text) };
            cases.extend(listed.map(|text| Case::new(format!("{name} listed"), text)));
            cases.push(Case::new(name, example.text));
        }
    }
    Ok(cases)
}

/// The config with its agents in `agents.list`, and without the key that came with the entries.
fn with_list(text: &str) -> Option<String> {
    let tree = parse(text.to_owned());
    let agents = tree.root()?.get("agents")?.as_object()?;
    let entries = agents.get("entries")?;
    let held = entries.value()?.as_object()?.effective().into_iter();
    let items = held.filter_map(|(name, entry)| {
        let id = ("id".to_owned(), New::from(&*name.to_lossy()));
        let members = entry.value()?.as_object()?.effective().into_iter();
        let members = members.filter_map(|(name, member)| {
            Some((name.to_lossy().into_owned(), New::from(member.value()?)))
        });
        Some(New::Object([id].into_iter().chain(members).collect()))
    });
    let mut plan = Plan::new(&tree);
    plan.replace(entries.value()?, New::List(items.collect()));
    plan.rename(entries, "list").ok()?;
    if let Some(ownership) = agents.get("ownership") {
        plan.remove(ownership);
    }
    let fix = Fix::of(Safety::Unsafe, plan.finish());
    Some(apply(text, [&fix]).text)
}

/// The whole configs in the documentation that a release comes with.
pub(crate) fn documented(package: &Package) -> Result<Vec<Case>, String> {
    let folder = package.directory().join("docs");
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut cases: Vec<Case> = Vec::new();
    for page in pages(&folder)? {
        let text = read(&page)?;
        let name = page.strip_prefix(&folder).unwrap_or(&page).display().to_string();
        for (at, block) in docs::blocks(&text).into_iter().enumerate() {
            if docs::is_config(&block) && !cases.iter().any(|case| case.text == block) {
                cases.push(Case::new(format!("{name} {}", at + 1), block));
            }
        }
    }
    Ok(cases)
}

/// The configs of files that were named: of a `.jsonl` every line, `{"id": …, "text": …}`; of a
/// folder every config; else the file itself.
pub(crate) fn given(path: &Path) -> Result<Vec<Case>, String> {
    if path.is_dir() {
        return files(path);
    }
    let text = read(path)?;
    if path.extension().is_none_or(|extension| extension != "jsonl") {
        return Ok(vec![Case::new(path.display().to_string(), text)]);
    }
    let lines = text.split('\n').filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let case: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
            let text = case["text"].as_str().ok_or("a line has no `text`")?;
            Ok(Case::new(case["id"].as_str().unwrap_or_default(), text))
        })
        .collect::<Result<_, String>>()
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// Whether a config is all there is: what it includes is not at hand.
pub(crate) fn stands_alone(case: &Case) -> bool {
    let tree = parse(case.text.clone());
    !tree.objects().any(|object| object.get("$include").is_some())
}

/// Mutations of cases that parse, as many as asked for.
pub(crate) fn mutations(cases: &[Case], release: Release, count: usize, seed: u64) -> Vec<Case> {
    let mut mutator = Mutator::new(release, seed);
    let parses = |case: &&Case| parse(case.text.clone()).errors().is_empty() && stands_alone(case);
    let origins: Vec<&Case> = cases.iter().filter(parses).collect();
    (0..count)
        .filter_map(|turn| {
            let origin = origins.get(mutator.below(origins.len()))?;
            let name = format!("mutation {turn} of {}", origin.name);
            Some(Case::new(name, mutator.mutate(&origin.text)))
        })
        .collect()
}

/// The configs in a folder and below, in order of their paths.
fn files(folder: &Path) -> Result<Vec<Case>, String> {
    let is_config = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "json" || extension == "json5")
    };
    let paths = walk(folder)?.into_iter().filter(is_config);
    paths.map(|path| Ok(Case::new(path.display().to_string(), read(&path)?))).collect()
}

/// The pages of a documentation in English, in order of their paths.
fn pages(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut pages = walk(folder)?;
    pages.retain(|path| path.extension().is_some_and(|ext| ext == "md" || ext == "mdx"));
    Ok(pages)
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(told)? {
            let path = entry.map_err(told)?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::with_list;

    #[test]
    fn entries_become_a_list() {
        let text = "{agents: {ownership: 'explicit', entries: {a: {x: 1}, b: {}}}, talk: {}}";
        let listed = with_list(text).expect("there are entries");
        assert!(!listed.contains("entries") && !listed.contains("ownership"), "{listed}");
        let compact: String = listed.split_whitespace().collect();
        assert!(compact.contains("list:[{id:'a',x:1"), "{listed}");
        assert_eq!(with_list("{agents: {list: []}}"), None);
    }
}
