//! `cargo xtask dependencies`: writes `docs/dependencies.md`, the list of all that is built of other
//! people's code, and why. `cargo xtask bom`: the same of one program, for machines.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

use crate::package::answer;

/// The systems that releases are made for, and the target that stands for each.
const SYSTEMS: [(&str, &str); 3] = [
    ("Linux", "x86_64-unknown-linux-musl"),
    ("macOS", "aarch64-apple-darwin"),
    ("Windows", "x86_64-pc-windows-msvc"),
];

const HEAD: &str = "\
# Dependencies

All code of others that clawtidy is built, tested and released with, and why it is there. `cargo xtask dependencies`
writes this page; a test holds it to `Cargo.lock`. What may come in is settled in [`deny.toml`](../deny.toml).

- *Brought by* names what [`Cargo.toml`](../Cargo.toml) asks for and what stands on this crate.
- *Runs at build*: a build script (`script`) or a procedural macro (`macro`) runs on the machine that builds. Neither is
  part of the program.
- *`unsafe`* counts the word in the crate's library, outside of comments and texts, whether or not it is compiled for
  any system or feature: more than what the program can reach. clawtidy itself has none; the compiler forbids it.
";

/// A crate of the lock file.
struct Package<'m> {
    name: &'m str,
    version: &'m str,
    licence: String,
    at_build: Vec<&'static str>,
    unsafe_count: usize,
    is_own: bool,
}

impl Package<'_> {
    fn is_in(&self, tree: &BTreeSet<(String, String)>) -> bool {
        tree.iter().any(|(name, version)| name == self.name && version == self.version)
    }
}

/// Writes the page.
pub(crate) fn write(root: &Path) -> Result<String, String> {
    let whole = metadata(root, None)?;
    let packages = packages(&whole)?;
    let own = |name: &str| packages.iter().find(|(_, it)| it.is_own && it.name == name);
    let program = *own("clawtidy").ok_or("clawtidy is not there")?.0;
    let mut systems: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (system, target) in SYSTEMS {
        let here = tree(root, target)?;
        for (&id, _) in packages.iter().filter(|(_, package)| package.is_in(&here)) {
            systems.entry(id).or_default().push(system);
        }
    }
    let everywhere = tree(root, "all")?;
    let reasons = reasons(root)?;
    let graph = Graph::of(&whole);
    let brought_to_program = graph.brought(&packages, |own, is_dev| own == program && !is_dev);
    let brought = graph.brought(&packages, |_, _| true);
    let (mut asked, mut program_rows, mut chores) = (String::new(), String::new(), String::new());
    let mut counts = [0_usize; 3];
    for (&id, package) in sorted(&packages) {
        if package.is_own {
            continue;
        }
        let Package { name, version, licence, at_build, unsafe_count, .. } = package;
        let at_build = at_build.join(", ");
        let facts = format!("{licence} | {at_build} | {unsafe_count} |");
        let is_in_program = package.is_in(&everywhere);
        let by = if is_in_program { &brought_to_program } else { &brought };
        let by = by.get(id).cloned().unwrap_or_default();
        let by: Vec<String> = by.iter().map(|name| format!("`{name}`")).collect();
        let by = by.join(", ");
        let on = match systems.get(id) {
            Some(on) if on.len() == SYSTEMS.len() => String::new(),
            Some(on) => format!("; {} only", on.join(" and ")),
            None => "; on no system that is released".to_owned(),
        };
        let row = format!("| `{name}` {version} ");
        if graph.is_direct(program, id) {
            counts[0] += 1;
            let reason = reasons.get(*name).ok_or_else(|| format!("{name} has no reason"))?;
            let _ = writeln!(asked, "{row}| {reason} | {facts}");
        } else if is_in_program {
            counts[1] += 1;
            let _ = writeln!(program_rows, "{row}| {by}{on} | {facts}");
        } else {
            counts[2] += 1;
            let reason =
                if graph.is_direct_of_own(id, &packages) { reasons.get(*name) } else { None };
            let why = reason.map_or(by, Clone::clone);
            let _ = writeln!(chores, "{row}| {why} | {facts}");
        }
    }
    let [direct, more, outside] = counts;
    let line = "| --- | --- | --- | --- | ---: |\n";
    let page = format!(
        "{HEAD}\n## What the program asks for\n\n{direct} crates.\n\n\
         | crate | why | licence | runs at build | `unsafe` |\n{line}{asked}\n\
         ## What they stand on\n\n{more} crates, on some system or other.\n\n\
         | crate | brought by | licence | runs at build | `unsafe` |\n{line}{program_rows}\n\
         ## Tests and chores\n\n{outside} crates that are no part of the program.\n\n\
         | crate | why, or brought by | licence | runs at build | `unsafe` |\n{line}{chores}"
    );
    crate::put(&root.join("docs/dependencies.md"), &page)?;
    Ok(format!("{direct} asked for, {more} more in the program, {outside} for tests and chores"))
}

/// Writes what the program for one target is built of to a file, as CycloneDX 1.5: all crates that are
/// linked in, and those that run when it is built. The same sources give the same bytes: no time, no
/// random number.
pub(crate) fn write_bom(root: &Path, file: &Path, target: &str) -> Result<String, String> {
    let metadata = metadata(root, Some(target))?;
    let packages = packages(&metadata)?;
    let graph = Graph::of(&metadata);
    let own = packages.iter().find(|(_, package)| package.is_own && package.name == "clawtidy");
    let (&program, package) = own.ok_or("clawtidy is not there")?;
    let locked = checksums(root)?;
    let purl = |package: &Package<'_>| {
        // `+` means a blank in some readers.
        format!("pkg:cargo/{}@{}", package.name, package.version.replace('+', "%2B"))
    };
    let linked = linked(program, &metadata);
    let component = |id: &str, package: &Package<'_>| {
        let mut component = json!({
            "type": if package.is_own { "application" } else { "library" },
            "bom-ref": purl(package),
            "name": package.name,
            "version": package.version,
            "scope": if package.is_own || linked.contains(id) { "required" } else { "excluded" },
            "licenses": [{ "expression": package.licence }],
            "purl": purl(package),
        });
        if let Some(sum) = locked.get(&(package.name.to_owned(), package.version.to_owned())) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
        }
        component
    };
    // Features that only the tests ask for bring crates that cargo's metadata cannot tell apart.
    let inside = tree(root, target)?;
    let mut all = sorted(&packages);
    all.retain(|(_, package)| package.is_in(&inside));
    let others = all.iter().filter(|(_, package)| !package.is_own);
    let components: Vec<Value> = others.map(|(id, package)| component(id, package)).collect();
    let dependencies: Vec<Value> = all
        .iter()
        .map(|(id, package)| {
            let needed = graph.needs(id, false).filter_map(|id| packages.get(id));
            let needed = needed.filter(|package| package.is_in(&inside));
            let needed: BTreeSet<String> = needed.map(purl).collect();
            json!({ "ref": purl(package), "dependsOn": needed })
        })
        .collect();
    let count = components.len();
    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": component(program, package),
            "properties": [{ "name": "clawtidy:target", "value": target }],
        },
        "components": components,
        "dependencies": dependencies,
    });
    crate::put(file, &format!("{bom:#}\n"))?;
    Ok(format!("{count} crates"))
}

/// The crates that the program for a target is built of, ourselves included.
fn tree(root: &Path, target: &str) -> Result<BTreeSet<(String, String)>, String> {
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["tree", "--package", "clawtidy", "--edges", "normal,build"]);
    command.args(["--prefix", "none", "--format", "{p}", "--locked", "--target", target]);
    let listed = answer(&mut command)?;
    let crates = listed.split('\n').filter_map(|line| {
        let mut words = line.split(' ');
        let (name, version) = (words.next()?, words.next()?);
        Some((name.to_owned(), version.trim_start_matches('v').to_owned()))
    });
    Ok(crates.collect())
}

/// The checksums in the lock file.
fn checksums(root: &Path) -> Result<BTreeMap<(String, String), String>, String> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).map_err(|error| error.to_string())?;
    let packages = lock.split("[[package]]").skip(1).filter_map(|package| {
        let field = |name: &str| {
            let start = format!("{name} = \"");
            let value = package.split('\n').find_map(|line| line.strip_prefix(&start));
            value.map(|value| value.trim_end_matches('"').to_owned())
        };
        Some(((field("name")?, field("version")?), field("checksum")?))
    });
    Ok(packages.collect())
}

/// What cargo knows of the packages; fetches those of other systems.
fn metadata(root: &Path, target: Option<&str>) -> Result<Value, String> {
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["metadata", "--format-version", "1", "--locked"]);
    if let Some(target) = target {
        command.args(["--filter-platform", target]);
    }
    serde_json::from_str(&answer(&mut command)?).map_err(|error| error.to_string())
}

fn packages(metadata: &Value) -> Result<BTreeMap<&str, Package<'_>>, String> {
    let mut found = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let targets: Vec<&Value> = package["targets"].as_array().into_iter().flatten().collect();
        let is = |target: &Value, kind: &str| {
            target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|it| it == kind))
        };
        let mut at_build = Vec::new();
        for (kind, word) in [("custom-build", "script"), ("proc-macro", "macro")] {
            if targets.iter().any(|target| is(target, kind)) {
                at_build.push(word);
            }
        }
        let is_own = package["source"].is_null();
        let library = targets.iter().find(|target| {
            ["lib", "proc-macro", "rlib", "cdylib"].iter().any(|kind| is(target, kind))
        });
        let unsafe_count = match library.and_then(|target| target["src_path"].as_str()) {
            Some(file) if !is_own => count_unsafe(Path::new(file))?,
            _ => 0,
        };
        // `/` is what `OR` was once.
        let licence = text("license").replace(" / ", "/").replace('/', " OR ");
        let (name, version) = (text("name"), text("version"));
        let package = Package { name, version, licence, at_build, unsafe_count, is_own };
        found.insert(text("id"), package);
    }
    Ok(found)
}

/// How often the library that begins in `file` says `unsafe`.
fn count_unsafe(file: &Path) -> Result<usize, String> {
    let mut count = 0;
    let mut open = vec![file.parent().unwrap_or(file).to_owned()];
    while let Some(folder) = open.pop() {
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        for entry in fs::read_dir(&folder).map_err(told)? {
            let path = entry.map_err(told)?.path();
            if path.is_dir() {
                // Where the library lies at the root of its package, these lie beside it.
                let beside = ["tests", "benches", "examples", "target"];
                if !beside.iter().any(|name| path.ends_with(name)) {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("build.rs")
            {
                let text = fs::read_to_string(&path).map_err(told)?;
                // What is no Rust by itself is part of no library by itself.
                if let Ok(tokens) = text.parse() {
                    count += unsafe_in(tokens);
                }
            }
        }
    }
    Ok(count)
}

fn unsafe_in(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => unsafe_in(group.stream()),
        TokenTree::Ident(word) => usize::from(word == "unsafe"),
        TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    };
    tokens.into_iter().map(count).sum()
}

fn sorted<'p, 'm>(
    packages: &'p BTreeMap<&'m str, Package<'m>>,
) -> Vec<(&'p &'m str, &'p Package<'m>)> {
    let mut sorted: Vec<_> = packages.iter().collect();
    sorted.sort_by_key(|(_, package)| (package.name, package.version));
    sorted
}

/// What stands on what.
struct Graph<'m> {
    /// Whether it is for tests only, with each.
    needs: BTreeMap<&'m str, Vec<(&'m str, bool)>>,
}

impl<'m> Graph<'m> {
    fn of(metadata: &'m Value) -> Self {
        let mut needs = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array().into_iter().flatten() {
            let one = |needed: &'m Value| {
                let kinds = needed["dep_kinds"].as_array()?;
                let is_dev = kinds.iter().all(|kind| kind["kind"] == "dev");
                Some((needed["pkg"].as_str()?, is_dev))
            };
            let all = node["deps"].as_array().into_iter().flatten().filter_map(one).collect();
            needs.insert(node["id"].as_str().unwrap_or_default(), all);
        }
        Self { needs }
    }

    fn needs(&self, id: &str, with_tests: bool) -> impl Iterator<Item = &'m str> {
        let all = self.needs.get(id).into_iter().flatten();
        all.filter(move |(_, is_dev)| with_tests || !is_dev).map(|(id, _)| *id)
    }

    /// All that a package stands on; the needs of its own tests count if asked for.
    fn closure(&self, id: &str, with_tests: bool) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> = self.needs(id, with_tests).collect();
        while let Some(id) = open.pop() {
            if found.insert(id.to_owned()) {
                open.extend(self.needs(id, false));
            }
        }
        found
    }

    fn is_direct(&self, of: &str, id: &str) -> bool {
        self.needs(of, false).any(|needed| needed == id)
    }

    fn is_direct_of_own(&self, id: &str, packages: &BTreeMap<&str, Package<'_>>) -> bool {
        let own = packages.iter().filter(|(_, package)| package.is_own);
        own.flat_map(|(id, _)| self.needs(id, true)).any(|needed| needed == id)
    }

    /// Which of the crates that we ask for bring each; `counts` says whether what a package of ours
    /// asks for, or asks for its tests alone, is looked at.
    fn brought(
        &self,
        packages: &BTreeMap<&'m str, Package<'m>>,
        counts: impl Fn(&str, bool) -> bool,
    ) -> BTreeMap<String, BTreeSet<&'m str>> {
        let mut brought: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (own, _) in packages.iter().filter(|(_, package)| package.is_own) {
            for &(asked, is_dev) in self.needs.get(own).into_iter().flatten() {
                if !counts(own, is_dev) {
                    continue;
                }
                let Some(package) = packages.get(asked).filter(|package| !package.is_own) else {
                    continue;
                };
                for id in self.closure(asked, false) {
                    brought.entry(id).or_default().insert(package.name);
                }
            }
        }
        brought
    }
}

/// What is linked into the program: neither a build script's, nor a macro's.
fn linked(id: &str, metadata: &Value) -> BTreeSet<String> {
    let mut normal: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for node in metadata["resolve"]["nodes"].as_array().into_iter().flatten() {
        for needed in node["deps"].as_array().into_iter().flatten() {
            let mut kinds = needed["dep_kinds"].as_array().into_iter().flatten();
            if let (true, Some(from), Some(to)) = (
                kinds.any(|kind| kind["kind"].is_null()),
                node["id"].as_str(),
                needed["pkg"].as_str(),
            ) {
                normal.entry(from).or_default().push(to);
            }
        }
    }
    let macros: BTreeSet<&str> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|package| {
            let mut targets = package["targets"].as_array().into_iter().flatten();
            targets.any(|target| target["kind"] == json!(["proc-macro"]))
        })
        .filter_map(|package| package["id"].as_str())
        .collect();
    let mut found = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        for &needed in normal.get(id).into_iter().flatten() {
            if !macros.contains(needed) && found.insert(needed.to_owned()) {
                open.push(needed);
            }
        }
    }
    found
}

/// The reasons beside the dependencies in our manifests.
fn reasons(root: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut reasons = BTreeMap::new();
    for manifest in ["Cargo.toml", "xtask/Cargo.toml"] {
        let text = fs::read_to_string(root.join(manifest)).map_err(|error| error.to_string())?;
        let (mut section, mut reason) = ("", String::new());
        for line in text.split('\n') {
            if line.starts_with('[') {
                section = line;
            }
            if let Some(comment) = line.strip_prefix("# ") {
                if !reason.is_empty() {
                    reason.push(' ');
                }
                reason += comment;
                continue;
            }
            if section.ends_with("dependencies]")
                && let Some((name, _)) = line.split_once(" = ")
                && !reason.is_empty()
            {
                reasons.entry(name.to_owned()).or_insert_with(|| reason.clone());
            }
            reason.clear();
        }
    }
    Ok(reasons)
}
