//! The real OpenClaw, asked about one config after another in one process.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use clawtidy::finding::Severity;
use clawtidy::world::Environment;
use serde_json::{Value, json};

use super::audits::Reported;
use crate::package::Package;

const DRIVER: &str = include_str!("driver.mjs");

/// A running OpenClaw with an empty home and an empty state.
pub(crate) struct Oracle {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    variables: BTreeMap<String, String>,
    _home: tempfile::TempDir,
}

/// What OpenClaw says about a config.
pub(crate) struct Verdict {
    /// Whether `openclaw config validate` passes.
    pub(crate) valid: bool,
    /// Why it does not.
    pub(crate) issues: Vec<Issue>,
    /// What it warns of.
    pub(crate) warnings: Vec<Issue>,
}

/// One thing that OpenClaw reports.
pub(crate) struct Issue {
    /// The names and indices from the root down, joined by dots.
    pub(crate) path: String,
    /// In its words.
    pub(crate) message: String,
}

impl Oracle {
    /// Starts the OpenClaw of a package.
    pub(crate) fn start(package: &Package, node: &Path) -> Result<Self, String> {
        let told = |error: std::io::Error| format!("OpenClaw {}: {error}", package.version);
        let home = tempfile::tempdir().map_err(told)?;
        let driver = home.path().join("driver.mjs");
        crate::put(&driver, DRIVER)?;
        let path = |name: &str| home.path().join(name).display().to_string();
        let variables = BTreeMap::from([
            // The names of the first releases, when the package was called `clawdbot`.
            ("CLAWDBOT_CONFIG_PATH".to_owned(), path("openclaw.json")),
            ("CLAWDBOT_STATE_DIR".to_owned(), path("state")),
            ("HOME".to_owned(), home.path().display().to_string()),
            ("OPENCLAW_CONFIG_PATH".to_owned(), path("openclaw.json")),
            ("OPENCLAW_NO_UPDATE_CHECK".to_owned(), "1".to_owned()),
            ("OPENCLAW_STATE_DIR".to_owned(), path("state")),
        ]);
        let mut child = Command::new(node)
            .arg(driver)
            .arg(package.directory())
            .current_dir(home.path())
            .env_clear()
            .envs(&variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", node.display()))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("OpenClaw has no input or output".to_owned());
        };
        let answers = BufReader::new(answers);
        Ok(Self { child, questions, answers, variables, _home: home })
    }

    /// The variables that are set for it.
    pub(crate) fn environment(&self) -> Environment {
        Environment::Known(self.variables.clone())
    }

    /// What it says about a config.
    pub(crate) fn ask(&mut self, text: &str) -> Result<Verdict, String> {
        let answer = self.answer(&Value::from(text))?;
        let issues = |list: &Value| {
            let list = list.as_array().into_iter().flatten();
            list.map(|issue| Issue {
                path: issue["path"].as_str().unwrap_or_default().to_owned(),
                message: issue["message"].as_str().unwrap_or_default().to_owned(),
            })
            .collect()
        };
        Ok(Verdict {
            valid: answer["valid"] == true,
            issues: issues(&answer["issues"]),
            warnings: issues(&answer["warnings"]),
        })
    }

    /// What its security audit reports of a config, without looking at files or the network;
    /// `None` for a config that it rejects or cannot audit.
    pub(crate) fn audit(&mut self, text: &str) -> Result<Option<Reported>, String> {
        let answer = self.answer(&json!({ "audit": text }))?;
        let Some(list) = answer["audit"].as_array() else { return Ok(None) };
        let reported = list.iter().filter_map(|finding| {
            let severity = match finding["severity"].as_str()? {
                "critical" => Severity::Error,
                "warn" => Severity::Warning,
                _ => Severity::Info,
            };
            Some((finding["checkId"].as_str()?.to_owned(), severity))
        });
        Ok(Some(reported.collect()))
    }

    fn answer(&mut self, question: &Value) -> Result<Value, String> {
        let told = |error: std::io::Error| format!("OpenClaw stopped answering: {error}");
        writeln!(self.questions, "{question}")
            .and_then(|()| self.questions.flush())
            .map_err(told)?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).map_err(told)?;
        serde_json::from_str(&answer)
            .map_err(|_| "OpenClaw stopped answering; what it said stands above".to_owned())
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // Nothing is lost with it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
