//! What documents tell people to do is done, in a directory of its own.
//!
//! | block | what is held |
//! | --- | --- |
//! | `json5 file:NAME` | it is written down under that name; so are other languages |
//! | `json5 rejected`, `json5 accepted` | the newest release does |
//! | `json5 finds:RULE` | the rule finds something in it |
//! | `console` | lines after `$ ` are run in turn, and print just what follows; with `exit:N`, that is the last exit code |
//! | any other but `text` | lines that begin with `clawtidy` are run: there is such a command, and it can do its work |

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clawtidy::rules::symptoms::{SYMPTOMS, Symptom};
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, World};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use tempfile::TempDir;

use super::{hold, markdown_in, read, root};

/// A block of code, and the words behind its fence.
struct Block {
    info: Vec<String>,
    text: String,
}

impl Block {
    /// What follows `name:` behind the fence.
    fn word(&self, name: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix(':'))
    }

    fn is(&self, word: &str) -> bool {
        self.info.iter().any(|own| own == word)
    }
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_within = false;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split_whitespace().map(str::to_owned).collect()
                    }
                    CodeBlockKind::Indented => Vec::new(),
                };
                blocks.push(Block { info, text: String::new() });
                is_within = true;
            }
            Event::End(TagEnd::CodeBlock) => is_within = false,
            Event::Text(text) if is_within => {
                blocks.iter_mut().rev().take(1).for_each(|block| block.text.push_str(&text));
            }
            _ => {}
        }
    }
    blocks
}

/// A directory with what the documents speak of, which is home as well, and a repository.
struct Sandbox(TempDir);

impl Sandbox {
    /// One with nothing in it.
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a directory"))
    }

    /// One with configs under all names that are spoken of.
    fn furnished() -> Self {
        let sandbox = Self::new();
        let config = "// mine\n{\n  gateway: { mode: \"local\", port: 18789 },\n}\n";
        let other = "{ gateway: { mode: \"local\", port: 18790 } }\n";
        for name in [
            "openclaw.json",
            ".openclaw/openclaw.json",
            "old.json",
            "a-copy-of-the-host/openclaw.json",
        ] {
            sandbox.write(name, config);
        }
        for name in
            ["new.json", "openclaw.json.bak", "openclaw.json.rejected.2026-09-01T10-00-00-000Z"]
        {
            sandbox.write(name, other);
        }
        sandbox.write("openclaw.config.yaml", "gateway:\n  mode: local\n");
        sandbox.write(".env", "A=b\n");
        sandbox.write(".openclaw/.env", "A=b\n");
        let manifest = "{ \"id\": \"example\", \"configSchema\": { \"type\": \"object\" } }";
        sandbox.write(".openclaw/extensions/example/openclaw.plugin.json", manifest);
        for command in [
            "git init -q -b main",
            "git add openclaw.json",
            "git -c user.name=t -c user.email=t@example.org commit -qm configs",
            "git update-ref refs/remotes/origin/main HEAD",
        ] {
            assert!(sandbox.run(command).status.success(), "{command}");
        }
        sandbox
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        #[expect(clippy::disallowed_methods, reason = "a file of a test")]
        fs::write(path, text).expect("the file can be written");
    }

    /// Runs a line as a shell does.
    fn run(&self, line: &str) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_clawtidy"));
        let programs = program.parent().expect("a folder").display();
        #[expect(clippy::disallowed_methods, reason = "where the shell and git are")]
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new("sh")
            .args(["-c", line])
            .current_dir(self.0.path())
            .env_clear()
            .env("PATH", format!("{programs}:{path}"))
            .env("HOME", self.0.path())
            .env("LC_ALL", "C.UTF-8")
            .env("NO_COLOR", "1")
            .env_remove("GITHUB_ACTIONS")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .expect("there is a shell")
    }

    /// Runs the commands of a block that shows what they print; the block as it should be.
    fn follow(&self, block: &Block) -> Result<String, String> {
        let mut code = Some(0);
        let mut shown = String::new();
        for part in block.text.split("$ ").skip(1) {
            let (line, _) = part.split_once('\n').unwrap_or((part, ""));
            // In the order in which a terminal shows it.
            let output = self.run(&format!("{{ {line}\n}} 2>&1"));
            let printed = String::from_utf8_lossy(&output.stdout);
            shown.extend(["$ ", line, "\n", printed.trim_end(), "\n"]);
            code = output.status.code();
        }
        let expected = block.word("exit").unwrap_or("0");
        if code.map(|code| code.to_string()).as_deref() == Some(expected) {
            return Ok(shown);
        }
        Err(format!("exit code {code:?} and not {expected} after\n{shown}"))
    }

    /// Runs the lines of a block that are commands of ours.
    fn try_out(&self, block: &Block) -> Result<(), String> {
        for line in block.text.split('\n').map(|line| line.trim_start_matches("$ ")) {
            if !line.starts_with("clawtidy ") {
                continue;
            }
            let output = self.run(line);
            if !matches!(output.status.code(), Some(0 | 1)) {
                let said = String::from_utf8_lossy(&output.stderr);
                return Err(format!("`{line}` cannot do its work: {said}"));
            }
        }
        Ok(())
    }
}

/// Whether a config is judged as its block says.
fn judge(block: &Block) -> Result<(), String> {
    let source = Source::new("openclaw.json", block.text.clone());
    let report = clawtidy::check(&source, &World::new(Release::LATEST, Environment::Unknown));
    let text = &block.text;
    if block.is("rejected") && report.accepted() || block.is("accepted") && !report.accepted() {
        return Err(format!("accepted: {} is said otherwise of\n{text}", report.accepted()));
    }
    match block.word("finds") {
        Some(rule) if !report.findings().iter().any(|finding| finding.rule == rule) => {
            Err(format!("{rule} finds nothing in\n{text}"))
        }
        _ => Ok(()),
    }
}

/// Does all that a document tells one to.
fn walk(name: &str) -> Result<(), String> {
    let text = read(name);
    let blocks = blocks(&text);
    let mut current = text.clone();
    // A document that brings its own files starts from nothing.
    let brings_files = blocks.iter().any(|block| block.word("file").is_some());
    let sandbox = if brings_files { Sandbox::new() } else { Sandbox::furnished() };
    for block in &blocks {
        if let Some(file) = block.word("file") {
            sandbox.write(file, &block.text);
        }
        judge(block)?;
        if block.is("console") {
            current = current.replacen(&block.text, &sandbox.follow(block)?, 1);
        } else if !block.is("text") && block.word("file").is_none() {
            sandbox.try_out(block)?;
        }
    }
    // Others may be at the generated parts of it.
    if current != text {
        hold(&root().join(name), &current);
    }
    Ok(())
}

#[test]
fn documents_can_be_followed() {
    let mut names = markdown_in("docs");
    names.retain(|name| !name.starts_with("docs/rules/"));
    names.push("README.md".to_owned());
    let walked = names.iter().map(|name| walk(name).map_err(|fault| format!("{name}: {fault}")));
    let faults: Vec<String> = walked.filter_map(Result::err).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));

    // What is to be run because of a symptom stands in a table there.
    let sandbox = Sandbox::furnished();
    for command in SYMPTOMS.iter().flat_map(Symptom::commands) {
        let block = Block { info: Vec::new(), text: command.to_owned() };
        assert_eq!(sandbox.try_out(&block), Ok(()));
    }
}

#[test]
fn lies_are_seen() {
    let sandbox = Sandbox::furnished();
    let block = |markdown| blocks(markdown).pop().expect("a block");
    assert!(sandbox.try_out(&block("    clawtidy check\n    not-ours\n")).is_ok());
    assert!(sandbox.try_out(&block("    clawtidy chekc\n")).is_err());
    assert!(sandbox.try_out(&block("    clawtidy check --no-such-flag\n")).is_err());
    assert!(sandbox.try_out(&block("    clawtidy check no-such-file.json\n")).is_err());
    let shown = sandbox.follow(&block("```console\n$ echo a\nb\n```\n"));
    assert_eq!(shown, Ok("$ echo a\na\n".to_owned()));
    assert!(sandbox.follow(&block("```console exit:1\n$ echo a\na\n```\n")).is_err());
    assert!(judge(&block("```json5 accepted\n{ gatewya: 1 }\n```\n")).is_err());
    assert!(
        judge(&block("```json5 finds:gateway-mode-missing\n{ gateway: { mode: 'local' } }\n```\n"))
            .is_err()
    );
}
