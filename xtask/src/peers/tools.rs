//! The other tools: which, how they are asked, and what of their answers says that something is wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::package::answer;

/// A tool of the Python registry.
pub(super) struct Tool {
    /// What the table calls it.
    pub(super) name: &'static str,
    program: &'static str,
    /// `{home}` is its home, which holds the config as OpenClaw's would.
    arguments: &'static [&'static str],
    /// The sentences of its answer.
    sentences: fn(&str) -> Vec<String>,
}

/// What is installed. Raise the versions when there are newer ones.
const PACKAGES: [&str; 6] = [
    "clawaudit==0.4.6a9",
    "clawdbot-security-scanner==1.0.0",
    "clawguard==0.2.1",
    "clawshield==0.4.1",
    "openclaw-security==0.1.0",
    "xrails==0.3.0",
];

/// Where the config lies, under the home.
const CONFIG: &str = ".openclaw/openclaw.json";

pub(super) const TOOLS: [Tool; 6] = [
    Tool {
        name: "clawaudit",
        program: "clawaudit",
        arguments: &["scan", "--path", "{home}/.openclaw", "--format", "json"],
        // What it says of the machine is no matter of the config.
        sentences: |text| {
            let is_failed = |it: &Value| {
                it["status"] == "FAIL" && it["category"] != "SYS" && it["category"] != "NET"
            };
            of_json(text, &["findings"], is_failed, &["check_id", "title", "detail"])
        },
    },
    Tool {
        name: "clawdbot-scan",
        program: "clawdbot-scan",
        arguments: &[
            "--config",
            "{home}/.openclaw/openclaw.json",
            "--state-dir",
            "{home}/.openclaw",
            "--format",
            "json",
        ],
        sentences: |text| of_json(text, &[], |it| it["status"] == "FAIL", &["check_id", "title"]),
    },
    Tool {
        name: "clawguard",
        program: "clawguard",
        arguments: &["scan", "--path", "{home}/.openclaw", "--format", "json"],
        sentences: |text| {
            let is_bad = |it: &Value| it["severity"] != "INFO" && it["category"] != "version";
            of_json(text, &["findings"], is_bad, &["title"])
        },
    },
    Tool {
        name: "clawshield",
        program: "clawshield",
        arguments: &["--json", "{home}/.openclaw/openclaw.json"],
        sentences: |text| of_json(text, &["findings"], |_| true, &["id", "rule_id", "title"]),
    },
    Tool {
        name: "osc",
        program: "osc",
        arguments: &["--check", "--config", "{home}/.openclaw/openclaw.json"],
        sentences: of_numbered,
    },
    Tool {
        name: "xrails",
        program: "xrails",
        arguments: &[
            "scan",
            "{home}/.openclaw",
            "--profile",
            "openclaw",
            "--format",
            "json",
            "--fail-on",
            "never",
        ],
        sentences: |text| of_json(text, &["findings"], |_| true, &["rule_id", "title"]),
    },
];

/// The folder of the tools' programs, in an environment of their own.
pub(super) fn install(scratch: &Path) -> Result<PathBuf, String> {
    let place = scratch.join("peers");
    let programs = place.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let wanted = PACKAGES.join("\n");
    let done = place.join("installed.txt");
    if fs::read_to_string(&done).is_ok_and(|have| have == wanted) {
        return Ok(programs);
    }
    answer(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place))?;
    let mut pip = Command::new(programs.join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES);
    answer(&mut pip)?;
    crate::put(&done, &wanted)?;
    Ok(programs)
}

impl Tool {
    /// What it says is wrong with a config. It finds a home with nothing else in it.
    pub(super) fn ask(&self, programs: &Path, config: &str) -> Result<Vec<String>, String> {
        let home = tempfile::tempdir().map_err(|error| error.to_string())?;
        crate::put(&home.path().join(CONFIG), config)?;
        make_private(&home.path().join(CONFIG)).map_err(|error| error.to_string())?;
        let at = home.path().display().to_string();
        let mut command = Command::new(programs.join(self.program));
        command.args(self.arguments.iter().map(|it| it.replace("{home}", &at)));
        command
            .env_clear()
            .env("HOME", home.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("NO_COLOR", "1").env("COLUMNS", "400").env("LANG", "C.UTF-8");
        command.current_dir(home.path()).stdin(Stdio::null());
        // Their exit codes tell how bad it is.
        let output = command.output().map_err(|error| format!("{}: {error}", self.program))?;
        let mut sentences = (self.sentences)(&String::from_utf8_lossy(&output.stdout));
        sentences.sort();
        sentences.dedup();
        Ok(sentences)
    }
}

/// Leaves a file and its folder to their owner, as OpenClaw does: nothing but the config is to blame.
fn make_private(file: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let private =
            |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
        private(file, 0o600)?;
        file.parent().map_or(Ok(()), |folder| private(folder, 0o700))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// The entries of a list in the JSON that `text` holds after other words, each in its `words`.
fn of_json(
    text: &str,
    path: &[&str],
    is_meant: impl Fn(&Value) -> bool,
    words: &[&str],
) -> Vec<String> {
    let mut starts = text.match_indices(['{', '[']).map(|(at, _)| at);
    let read = |at: usize| {
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        values.next()?.ok().filter(|value| value.is_object() || value.is_array())
    };
    let Some(answer) = starts.find_map(read) else { return Vec::new() };
    let list = path.iter().fold(&answer, |value, name| &value[*name]);
    let entries = list.as_array().into_iter().flatten().filter(|entry| is_meant(entry));
    let sentence = |entry: &Value| {
        let said = words.iter().filter_map(|word| entry[*word].as_str());
        said.collect::<Vec<_>>().join(" ")
    };
    entries.map(sentence).collect()
}

/// The lines that begin with a number in brackets.
fn of_numbered(text: &str) -> Vec<String> {
    let numbered = |line: &str| {
        let (number, rest) = line.strip_prefix('[')?.split_once("] ")?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then(|| rest.trim().to_owned())
    };
    text.split('\n').filter_map(numbered).collect()
}
