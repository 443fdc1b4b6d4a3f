//! `cargo xtask models`: the models that a release of OpenClaw lists by itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::package::Wanted;

/// Where the names are kept.
const TABLE: &str = "src/effective/listed_models.txt";

/// Reads the manifests of the bundled plugins and writes the table.
pub(crate) fn run(root: &Path, wanted: &Wanted) -> Result<String, String> {
    let package = wanted.get(root)?;
    let folder = package.directory().join("dist/extensions");
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(&folder).map_err(told)? {
        let manifest = entry.map_err(told)?.path().join("openclaw.plugin.json");
        if manifest.is_file() {
            let text = fs::read_to_string(&manifest).map_err(told)?;
            let manifest: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            names.extend(listed(&manifest));
        }
    }
    let count = names.len();
    let head = format!(
        "# The models that the plugins of OpenClaw {} list in their manifests, in the order of the alphabet.\n\
         # Made by `cargo xtask models` of the npm package.\n",
        package.version
    );
    let lines: String = names.into_iter().map(|name| name + "\n").collect();
    crate::put(&root.join(TABLE), &(head + &lines))?;
    Ok(format!("OpenClaw {}: {count} models", package.version))
}

/// The models of a manifest, each as `provider/model`.
fn listed(manifest: &Value) -> impl Iterator<Item = String> {
    let providers = manifest["modelCatalog"]["providers"].as_object().into_iter().flatten();
    providers.flat_map(|(provider, section)| {
        let models = section["models"].as_array().into_iter().flatten();
        models.filter_map(move |model| Some(format!("{provider}/{}", model["id"].as_str()?)))
    })
}
