//! `cargo xtask release add`: from an npm package to the catalog's data.

mod changes;
mod import;
mod likeness;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::catalog::{Catalog, Node, Release, by_version};
use crate::package::Package;

/// Adds `release` to the catalog of the project in `root` and tells what that changed. Adding a
/// release again reproduces what is there.
pub(crate) fn add(
    root: &Path,
    release: &str,
    package: Option<PathBuf>,
    node: Option<PathBuf>,
) -> Result<String, String> {
    let scratch = root.join("target/xtask");
    let package = match package {
        Some(directory) => Package::at(&directory)?,
        None => Package::install(release, &scratch)?,
    };
    if package.version != release {
        return Err(format!("the package holds {}, not {release}", package.version));
    }
    let node = package.node(node, &scratch)?;
    let schema = package.schema(&node)?;

    let directory = root.join("schema");
    let mut catalog = Catalog::read(&directory)?;
    let known = catalog.nodes.len();
    let whole = import::import(&mut catalog, &schema)?;
    catalog.releases.retain(|other| other.name != release);
    catalog.releases.push(Release { name: release.to_owned(), package: package.name, root: whole });
    catalog.releases.sort_by(|a, b| by_version(&a.name, &b.name));
    write(&directory, &catalog)?;
    let added = catalog.nodes.len() - known;
    Ok(format!("{release}: {added} nodes added, {} in all; see schema/changes/", known + added))
}

/// Writes the catalog, and the list of changes of every release.
fn write(directory: &Path, catalog: &Catalog) -> Result<(), String> {
    let line = |record: Node| format!("{}\n", Value::Object(record));
    // What no release reaches any more is left out.
    let mut reachable = catalog.reachable()?;
    reachable.sort_unstable();
    let bases = likeness::bases(catalog)?;
    let nodes = reachable.iter().map(|&id| {
        let mut record = Node::new();
        record.insert("id".to_owned(), json!(id));
        let base = bases.get(id).map(|base| (base, &catalog.nodes[base]));
        record.extend(likeness::written(&catalog.nodes[id], base));
        line(record)
    });
    crate::put(&directory.join("nodes.jsonl"), &nodes.collect::<String>())?;
    let releases = catalog.releases.iter().map(|release| {
        let mut record = Node::new();
        record.insert("release".to_owned(), json!(release.name));
        record.insert("package".to_owned(), json!(release.package));
        record.insert("root".to_owned(), json!(release.root));
        line(record)
    });
    crate::put(&directory.join("releases.jsonl"), &releases.collect::<String>())?;
    let mut earlier = None;
    for release in &catalog.releases {
        let text = changes::list(catalog, earlier, release)?;
        crate::put(&directory.join("changes").join(format!("{}.txt", release.name)), &text)?;
        earlier = Some(release);
    }
    Ok(())
}
