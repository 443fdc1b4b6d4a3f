//! The npm package of a release: where it is, and what it prints.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use clawtidy::schema::Release;
use serde_json::{Value, json};

/// An installed npm package of OpenClaw.
pub(crate) struct Package {
    /// `openclaw`; `clawdbot` before 2026.1.29.
    pub(crate) name: String,
    /// The release it holds.
    pub(crate) version: String,
    directory: PathBuf,
    manifest: Value,
}

/// Which package to read.
#[derive(Args)]
pub(crate) struct Wanted {
    /// The release, such as 2026.9.6; the newest of the catalog unless given.
    release: Option<String>,
    /// The installed npm package; without it the package comes from the npm registry.
    #[arg(long)]
    package: Option<PathBuf>,
}

impl Wanted {
    /// The package, installed if it has to be; `root` is the project's.
    pub(crate) fn get(&self, root: &Path) -> Result<Package, String> {
        if let Some(directory) = &self.package {
            return Package::at(directory);
        }
        let release = self.release.as_deref().unwrap_or(Release::LATEST.name());
        Package::install(release, &root.join("target/xtask"))
    }
}

impl Package {
    /// The package installed in `directory`.
    pub(crate) fn at(directory: &Path) -> Result<Self, String> {
        let file = directory.join("package.json");
        let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let manifest: Value =
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
        let field = |name: &str| manifest[name].as_str().unwrap_or_default().to_owned();
        let directory = directory.canonicalize().map_err(|error| error.to_string())?;
        Ok(Self { name: field("name"), version: field("version"), directory, manifest })
    }

    /// Installs the package of `release` from the npm registry, unless an earlier run did.
    pub(crate) fn install(release: &str, scratch: &Path) -> Result<Self, String> {
        let renamed = crate::catalog::by_version(release, "2026.1.29").is_ge();
        let name = if renamed { "openclaw" } else { "clawdbot" };
        let place = scratch.join(format!("{name}-{release}"));
        let directory = place.join("node_modules").join(name);
        if !directory.join("package.json").exists() {
            npm_install(&place, &[&format!("{name}@{release}")], &[LIBSIGNAL])?;
        }
        Self::at(&directory)
    }

    /// A Node new enough for the package: the given one, the machine's, or one from the npm
    /// registry.
    pub(crate) fn node(&self, given: Option<PathBuf>, scratch: &Path) -> Result<PathBuf, String> {
        if let Some(node) = given {
            return node.canonicalize().map_err(|e| format!("{}: {e}", node.display()));
        }
        let wanted = self.manifest["engines"]["node"].as_str().unwrap_or_default();
        let own = |what: &str| answer(Command::new("node").args(["--print", what]));
        if own("process.version").is_ok_and(|version| meets(&version, wanted)) {
            // Its place, since what runs without an environment cannot look it up.
            return Ok(PathBuf::from(own("process.execPath")?.trim()));
        }
        // The npm package `node` holds Node itself.
        let place = scratch.join("node");
        let bin = place.join("node_modules/.bin/node");
        if !bin.exists() {
            npm_install(&place, &["node@latest"], &[])?;
            let manifest = Self::at(&place.join("node_modules/node"))?;
            if !meets(&manifest.version, wanted) {
                return Err(format!("Node {} is too old: {wanted}", manifest.version));
            }
        }
        bin.canonicalize().map_err(|e| format!("{}: {e}", bin.display()))
    }

    /// The folder it is installed in.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// The script that Node runs as OpenClaw's command line.
    pub(crate) fn program(&self) -> PathBuf {
        self.directory.join(self.manifest["bin"][&self.name].as_str().unwrap_or("openclaw.mjs"))
    }

    /// The JSON Schema that `openclaw config schema` prints with an empty state: with a config
    /// present it would leave plugins' schemas out.
    pub(crate) fn schema(&self, node: &Path) -> Result<Value, String> {
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut command = Command::new(node);
        command
            .arg(self.program())
            .args(["config", "schema"])
            .current_dir(home.path())
            .env_clear()
            .env("HOME", home.path())
            .env("OPENCLAW_STATE_DIR", home.path().join("state"))
            .env("OPENCLAW_NO_UPDATE_CHECK", "1")
            .env("NO_COLOR", "1");
        let printed = answer(&mut command)?;
        // Releases may say something before the schema.
        let schema = &printed[printed.find('{').unwrap_or_default()..];
        serde_json::from_str(schema).map_err(|error| format!("config schema: {error}"))
    }
}

/// A dependency of old releases that is in a git repository and not in the registry. Nothing that
/// reads a config needs it.
const LIBSIGNAL: &str = "libsignal";

/// Installs packages in `place`, or nothing at all, with empty packages in the place of `absent`
/// dependencies.
pub(crate) fn npm_install(place: &Path, packages: &[&str], absent: &[&str]) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", place.display());
    let parent = place.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(told)?;
    // What is cut short must not look installed to the next run.
    let aside = tempfile::tempdir_in(parent).map_err(told)?;
    let mut overrides = serde_json::Map::new();
    for name in absent {
        let manifest = json!({ "name": name, "version": "0.0.0" });
        crate::put(&aside.path().join(name).join("package.json"), &manifest.to_string())?;
        overrides.insert((*name).to_owned(), json!(format!("file:./{name}")));
    }
    let manifest = json!({ "private": true, "overrides": overrides });
    crate::put(&aside.path().join("package.json"), &manifest.to_string())?;
    // Scripts stay off except for `node`, whose script fetches nothing but puts its binary in place.
    let holds_node = packages.iter().any(|package| package.starts_with("node@"));
    let scripts = if holds_node { "--ignore-scripts=false" } else { "--ignore-scripts" };
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--loglevel=error", scripts, "--prefix"]);
    // Its reason stands first; what follows is about npm.
    answer(npm.arg(aside.path()).args(packages))
        .map_err(|error| error.split('\n').take(4).collect::<Vec<_>>().join("\n"))?;
    if place.exists() {
        fs::remove_dir_all(place).map_err(told)?;
    }
    fs::rename(aside.keep(), place).map_err(told)
}

/// What a program prints, if it succeeds.
pub(crate) fn answer(command: &mut Command) -> Result<String, String> {
    let name = Path::new(command.get_program()).file_name().map(OsStr::to_os_string);
    let name = name.unwrap_or_default().display().to_string();
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() {
        String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
    } else {
        Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// What an installed package says to `cases`: `driver`, a script for Node, finds them in the
/// directory `home` as `cases.json` and leaves its answers there as `told.json`.
pub(crate) fn ask(
    home: &Path,
    driver: &str,
    cases: Vec<Value>,
    package: &Package,
    node: &Path,
) -> Result<Vec<Value>, String> {
    crate::put(&home.join("driver.mjs"), driver)?;
    crate::put(&home.join("cases.json"), &Value::from(cases).to_string())?;
    let mut command = Command::new(node);
    command
        .arg(home.join("driver.mjs"))
        .arg(package.directory())
        .arg(home)
        .current_dir(home)
        .env_clear();
    answer(&mut command)?;
    let answers = fs::read_to_string(home.join("told.json")).map_err(|error| error.to_string())?;
    serde_json::from_str(&answers).map_err(|error| error.to_string())
}

/// Whether a version of Node meets a range such as `>=24.15.0 <25 || >=25.9.0`.
fn meets(version: &str, range: &str) -> bool {
    let version = version.trim().trim_start_matches('v');
    range.split("||").any(|all| {
        all.split_whitespace().all(|bound| {
            let digits = bound.find(|c: char| c.is_ascii_digit()).unwrap_or(bound.len());
            let (sign, limit) = bound.split_at(digits);
            let order = crate::catalog::by_version(version, limit);
            match sign {
                "<" => order.is_lt(),
                "<=" => order.is_le(),
                _ => order.is_ge(),
            }
        })
    })
}
