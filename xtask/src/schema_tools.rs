//! `cargo xtask schema-tools`: the JSON Schema that `clawtidy schema` prints, in the tools that it is
//! for: ajv, VS Code's language service, check-jsonschema and the `jsonschema` crate.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use clawtidy::schema::{Release, check};
use clawtidy::syntax::{Object, parse};
use clawtidy::world::Environment;
use serde_json::Value;

use crate::conformance::cases::{self, Case};
use crate::package::{answer, npm_install};

/// The tools of npm. Raise the versions when there are newer ones.
const OF_NPM: [&str; 2] = ["ajv@8.20.0", "vscode-json-languageservice@5.7.2"];
/// The tool of the Python registry.
const OF_PYPI: &str = "check-jsonschema==0.39.0";
/// Asks the tools of npm.
const DRIVER: &str = include_str!("schema_tools/driver.mjs");
/// How many configs a difference is shown of.
const SHOWN: usize = 20;

/// What to compare.
#[derive(Args)]
pub(crate) struct Options {
    /// The release, such as 2026.9.6; the newest of the catalog unless given.
    release: Option<String>,
    /// How many mutations of the fixtures and the rules' examples to validate as well.
    #[arg(long, default_value_t = 400)]
    mutations: usize,
    /// What the mutations follow from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A tool, and which of the configs it takes.
struct Verdicts {
    tool: &'static str,
    valid: Vec<bool>,
}

/// Compares and tells how far all agree.
pub(crate) fn run(root: &Path, options: &Options) -> Result<String, String> {
    let name = options.release.as_deref().unwrap_or(Release::LATEST.name());
    let release = Release::find(name).ok_or_else(|| format!("{name} is not in the catalog"))?;
    let scratch = root.join("target/xtask");
    let cannot = |why: String| {
        format!(
            "the tools cannot be had, so nothing was compared: {why}\n\
             This needs npm, python3 and, the first time, a network."
        )
    };
    let node_tools = of_npm(&scratch).map_err(cannot)?;
    let python_tool = of_pypi(&scratch).map_err(cannot)?;

    let mut configs = cases::fixtures(root)?;
    configs.extend(cases::examples(release)?);
    // The schema knows what an include may look like, which is no matter of the catalog; it does not
    // know that the channel of QQ may come with a plugin of another name.
    let known = ["broken-include ", "qqbot-"];
    configs.retain(|case| !known.iter().any(|known| case.name.starts_with(known)));
    configs.extend(cases::mutations(&configs, release, options.mutations, options.seed));
    configs.retain(is_for_all);
    let folder = scratch.join("schema-tools");
    let files = written(&folder, release, &configs)?;

    let mut all = vec![of_crate(release, &files)?];
    all.extend(ask_node(&node_tools, release, &folder, files.len())?);
    all.push(ask_python(&python_tool, &folder, &files)?);
    report(release, &configs, &all)
}

/// Whether a config can be compared: it parses, and has no key `__proto__`, which OpenClaw drops and
/// no schema can.
fn is_for_all(case: &Case) -> bool {
    let tree = parse(case.text.clone());
    let mut members = tree.objects().flat_map(Object::members);
    tree.errors().is_empty() && !members.any(|member| member.is_named("__proto__"))
}

/// The folder with ajv and VS Code's language service.
fn of_npm(scratch: &Path) -> Result<PathBuf, String> {
    let place = scratch.join(OF_NPM.join("-").replace('@', "-"));
    if !place.join("node_modules/ajv/package.json").exists() {
        npm_install(&place, &OF_NPM, &[])?;
    }
    Ok(place)
}

/// The program check-jsonschema, in an environment of its own.
fn of_pypi(scratch: &Path) -> Result<PathBuf, String> {
    let place = scratch.join(OF_PYPI.replace("==", "-"));
    let programs = place.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let tool = programs.join("check-jsonschema");
    // What was cut short runs no more than what is not there.
    if answer(Command::new(&tool).arg("--version")).is_err() {
        answer(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place))?;
        let mut pip = Command::new(programs.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", OF_PYPI]);
        answer(&mut pip)?;
    }
    Ok(tool)
}

/// Writes the schema and every config as JSON; gives the files of the configs, in order.
fn written(folder: &Path, release: Release, configs: &[Case]) -> Result<Vec<PathBuf>, String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let schema = format!("{:#}\n", release.to_json_schema());
    crate::put(&folder.join("schema.json"), &schema)?;
    let mut files = Vec::new();
    for (at, case) in configs.iter().enumerate() {
        let config: Value =
            json5::from_str(&case.text).map_err(|error| format!("{}: {error}", case.name))?;
        let file = folder.join(format!("configs/{at:05}.json"));
        crate::put(&file, &config.to_string())?;
        files.push(file);
    }
    Ok(files)
}

fn of_crate(release: Release, files: &[PathBuf]) -> Result<Verdicts, String> {
    let validator = jsonschema::draft7::new(&release.to_json_schema());
    let validator = validator.map_err(|error| format!("jsonschema: {}", error.masked()))?;
    let judge = |file: &PathBuf| {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let config: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        Ok::<_, String>(validator.is_valid(&config))
    };
    let valid = files.iter().map(judge).collect::<Result<_, _>>()?;
    Ok(Verdicts { tool: "jsonschema", valid })
}

/// What ajv and VS Code say.
fn ask_node(
    place: &Path,
    release: Release,
    folder: &Path,
    count: usize,
) -> Result<Vec<Verdicts>, String> {
    // What OpenClaw prints of these does not say how long a price's `range` is.
    let open_tuples = release.is_since("2026.4.20") && !release.is_since("2026.9.5");
    // Modules are looked for from where the driver is.
    let driver = place.join("driver.mjs");
    crate::put(&driver, DRIVER)?;
    let answers =
        answer(Command::new("node").arg(driver).arg(folder).arg((!open_tuples).to_string()))?;
    let answers: Value = serde_json::from_str(&answers).map_err(|error| error.to_string())?;
    let verdicts = |tool: &'static str| {
        let list = answers[tool].as_array().into_iter().flatten();
        let valid: Vec<bool> = list.filter_map(Value::as_bool).collect();
        if valid.len() == count {
            Ok(Verdicts { tool, valid })
        } else {
            Err(format!("{tool} answered {} of {count} times", valid.len()))
        }
    };
    Ok(vec![verdicts("ajv")?, verdicts("VS Code")?])
}

/// What check-jsonschema says.
fn ask_python(tool: &Path, folder: &Path, files: &[PathBuf]) -> Result<Verdicts, String> {
    let mut command = Command::new(tool);
    command.args(["--output-format", "json", "--verbose", "--schemafile"]);
    command.arg(folder.join("schema.json")).args(files);
    // It fails when any config does.
    let output = command.output().map_err(|error| format!("check-jsonschema: {error}"))?;
    let answer: Value = serde_json::from_slice(&output.stdout).map_err(|_| {
        format!("check-jsonschema: {}", String::from_utf8_lossy(&output.stderr).trim())
    })?;
    let named = |list: &str| -> BTreeSet<String> {
        let entries = answer[list].as_array().into_iter().flatten();
        let name = |one: &Value| one["filename"].as_str().or(one.as_str()).map(str::to_owned);
        entries.filter_map(name).collect()
    };
    let (valid, invalid) = (named("successes"), named("errors"));
    let judge = |file: &PathBuf| {
        let name = file.display().to_string();
        match (valid.contains(&name), invalid.contains(&name)) {
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            _ => Err(format!("check-jsonschema says nothing of {name}")),
        }
    };
    let valid = files.iter().map(judge).collect::<Result<_, _>>()?;
    Ok(Verdicts { tool: "check-jsonschema", valid })
}

/// How far the tools agree with one another, and the schema with the catalog.
fn report(release: Release, configs: &[Case], all: &[Verdicts]) -> Result<String, String> {
    let Some((first, others)) = all.split_first() else { return Err("no tool".to_owned()) };
    let mut apart = Vec::new();
    for other in others {
        for (at, case) in configs.iter().enumerate() {
            if first.valid[at] != other.valid[at] {
                let says = |valid: bool| if valid { "takes" } else { "rejects" };
                apart.push(format!(
                    "{} {} what {} {}: {}\n{}",
                    other.tool,
                    says(other.valid[at]),
                    first.tool,
                    says(first.valid[at]),
                    case.name,
                    case.text
                ));
            }
        }
    }
    let (mut taken, mut lax, mut rejected) = (0, 0, 0);
    for (case, &valid) in configs.iter().zip(&first.valid) {
        let found = check(&parse(case.text.clone()), release, &Environment::Unknown);
        match (found.is_empty(), valid) {
            (true, true) => taken += 1,
            (false, false) => rejected += 1,
            (false, true) => lax += 1,
            (true, false) => {
                apart.push(format!(
                    "the catalog takes {}, the schema does not\n{}",
                    case.name, case.text
                ));
            }
        }
    }
    let tools: Vec<&str> = all.iter().map(|verdicts| verdicts.tool).collect();
    let asked = configs.len() * others.len();
    let summary = format!(
        "the JSON Schema of OpenClaw {release}, {} configs, read by {}\n\
         the catalog takes {taken} and rejects {}, of which the schema takes {lax}: what it cannot say\n",
        configs.len(),
        tools.join(", "),
        rejected + lax,
    );
    if apart.is_empty() {
        return Ok(format!("{summary}all tools agree on all of them"));
    }
    let shown = apart.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    Err(format!("{} verdicts of {asked} differ\n{summary}\n{shown}", apart.len()))
}
