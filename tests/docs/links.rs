//! Links within the project lead to a file, and to a heading in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{markdown_in, read, root};

/// What a document offers and asks for.
#[derive(Default)]
struct Document {
    anchors: BTreeSet<String>,
    links: Vec<String>,
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading.trim().to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
}

fn scan(text: &str) -> Document {
    let mut document = Document::default();
    let mut heading: Option<String> = None;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap_or_default());
                let times = seen.entry(anchor.clone()).or_default();
                let name = if *times == 0 { anchor } else { format!("{anchor}-{times}") };
                *times += 1;
                document.anchors.insert(name);
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                document.links.push(dest_url.to_string());
            }
            _ => {}
        }
    }
    document
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
        plain
    })
}

/// What is wrong with a link of a document.
fn fault(name: &str, link: &str, documents: &BTreeMap<String, Document>) -> Option<String> {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, at)| (file, Some(at)));
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let target = if file.is_empty() { PathBuf::from(name) } else { plain(&folder.join(file)) };
    if !root().join(&target).exists() {
        return Some(format!("{name}: {link}: there is no such file"));
    }
    let anchor = anchor?;
    let target = target.to_string_lossy().replace('\\', "/");
    let is_there = documents.get(&target).is_some_and(|it| it.anchors.contains(anchor));
    (!is_there).then(|| format!("{name}: {link}: there is no such heading"))
}

#[test]
fn links_lead_somewhere() {
    let mut names = markdown_in("docs");
    names.extend(
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "schema/README.md"].map(str::to_owned),
    );
    let documents: BTreeMap<String, Document> =
        names.into_iter().map(|name| (name.clone(), scan(&read(&name)))).collect();
    let mut faults = Vec::new();
    for (name, document) in &documents {
        let is_ours = |link: &&String| !link.contains("://") && !link.starts_with("mailto:");
        let own = document.links.iter().filter(is_ours);
        faults.extend(own.filter_map(|link| fault(name, link, &documents)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));

    // Every page is to be found from the index.
    let index = &documents["docs/README.md"];
    for name in documents.keys() {
        let Some(page) = name.strip_prefix("docs/") else { continue };
        if page == "README.md" || page.starts_with("rules/") {
            continue;
        }
        assert!(index.links.iter().any(|link| link == page), "docs/README.md does not name {page}");
    }
}

#[test]
fn faults_are_seen() {
    let page = scan("# A `b`: c\n\n## A b c\n[x](#a-b-c)\n");
    assert_eq!(page.anchors, BTreeSet::from(["a-b-c".to_owned(), "a-b-c-1".to_owned()]));
    let documents = BTreeMap::from([("docs/README.md".to_owned(), page)]);
    let fault = |link| fault("docs/README.md", link, &documents);
    assert_eq!(fault("#a-b-c"), None);
    assert_eq!(fault("../README.md"), None);
    assert!(fault("#a-b-d").is_some());
    assert!(fault("none.md").is_some());
}
