//! The examples in a rule's documentation, which are its tests.

use super::Rule;
use crate::schema::Release;

/// What an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A config with the problem; carets in comments under a line pin the findings.
    Bad,
    /// What the fixes, unsafe ones included, make of the `bad` example above it.
    Fixed,
    /// A near miss that is fine.
    Good,
}

/// An example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own")]
pub struct Example {
    /// What it shows.
    pub kind: Kind,
    /// Whether nothing is set in the environment (a block with the word `env`), as with an empty
    /// `--env-file`, rather than nothing known of it.
    pub empty_environment: bool,
    /// Whether it is a file in YAML (a `yaml` block), whose caret lines are no comments.
    pub yaml: bool,
    /// The config beside which it lies, if it is a file of variables (an `env` block, of which the block
    /// before it is the config), whose caret lines are no comments either.
    pub config: Option<String>,
    /// Whether it is strict JSON (a `json` block) rather than JSON5.
    pub strict: bool,
    /// The release it is judged against.
    pub target: Release,
    /// The folder of the project in which the config lies as `openclaw.json5`, so that it can include
    /// what is there (a block with the word `beside:FOLDER`).
    pub beside: Option<&'static str>,
    /// The folder of the project whose plugins are installed (a block with `plugins:FOLDER`).
    pub plugins: Option<&'static str>,
    /// The file of the project that holds what was committed (a block with `committed:FILE`).
    pub committed: Option<&'static str>,
    /// Whether it is a copy of a config that git would take along (a block with the word `kept`).
    pub kept: bool,
    /// The config, without the caret lines.
    pub text: String,
    /// The spans that carets pin: bytes of `text`, in order. What is missing is pinned by one caret
    /// under the place where it should stand.
    pub carets: Vec<std::ops::Range<usize>>,
}

impl Rule {
    /// The examples, in order.
    ///
    /// # Errors
    ///
    /// Says which block cannot be understood; a test keeps the rules free of such.
    pub fn examples(&self) -> Result<Vec<Example>, String> {
        let mut examples = Vec::new();
        let mut lines = self.docs.split('\n').map(|line| line.strip_prefix(' ').unwrap_or(line));
        while let Some(line) = lines.next() {
            let Some(label) = line.strip_prefix("```") else { continue };
            let (language, kind) = label.split_once(' ').unwrap_or((label, ""));
            let (kind, words) = kind.split_once(' ').unwrap_or((kind, ""));
            let kind = match kind {
                "bad" => Kind::Bad,
                "fixed" => Kind::Fixed,
                "good" => Kind::Good,
                // A block without a word, such as a command line, is no example.
                "" => {
                    lines.by_ref().find(|line| line.starts_with("```"));
                    continue;
                }
                other => return Err(format!("{}: what is a `{other}` block?", self.id)),
            };
            if !matches!(language, "env" | "json" | "json5" | "yaml") {
                return Err(format!("{}: an example in {language}?", self.id));
            }
            let mut example = Example::new(kind, language);
            if language == "env" {
                let before = examples.last().map(|before: &Example| before.text.clone());
                example.config = Some(before.ok_or_else(|| format!("{}: beside what?", self.id))?);
            }
            for word in words.split_whitespace() {
                example.take_word(word).map_err(|why| format!("{}: {label}: {why}", self.id))?;
            }
            for line in lines.by_ref().take_while(|line| !line.starts_with("```")) {
                example.add_line(line).map_err(|why| format!("{}: {why}", self.id))?;
            }
            example.carets.sort_by_key(|span| span.start);
            examples.push(example);
        }
        Ok(examples)
    }
}

impl Example {
    fn new(kind: Kind, language: &str) -> Self {
        Self {
            kind,
            empty_environment: false,
            yaml: language == "yaml",
            config: None,
            strict: language == "json",
            target: Release::LATEST,
            beside: None,
            plugins: None,
            committed: None,
            kept: false,
            text: String::new(),
            carets: Vec::new(),
        }
    }

    /// Takes a further word of the block's head, which says what the example is judged against.
    fn take_word(&mut self, word: &'static str) -> Result<(), String> {
        match word.split_once(':') {
            None if word == "env" => self.empty_environment = true,
            None if word == "kept" => self.kept = true,
            None => self.target = Release::find(word).ok_or("what release?")?,
            Some(("beside", folder)) => self.beside = Some(folder),
            Some(("plugins", folder)) => self.plugins = Some(folder),
            Some(("committed", file)) => self.committed = Some(file),
            Some((other, _)) => return Err(format!("what is `{other}`?")),
        }
        Ok(())
    }

    fn add_line(&mut self, line: &str) -> Result<(), String> {
        let Some(carets) = caret_line(line, self.yaml || self.config.is_some()) else {
            self.text.push_str(line);
            self.text.push('\n');
            return Ok(());
        };
        let above = self.text.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        // One past the line is its end, where something may be missing.
        let byte = |column: usize| {
            let line = &self.text[above..];
            let ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
            let found = ends.map(|at| above + at).nth(column);
            found.ok_or_else(|| format!("a caret points past the line above: {line}"))
        };
        for (start, length) in runs(carets) {
            self.carets.push(byte(start)?..byte(start + length)?);
        }
        Ok(())
    }
}

/// The line, if it is a comment (where the first column may be pinned, a bare line) of carets and spaces
/// only.
fn caret_line(line: &str, is_bare: bool) -> Option<&str> {
    let inside = if is_bare { line } else { line.trim_start().strip_prefix("//")? };
    let carets = inside.contains('^') && inside.chars().all(|c| c == '^' || c == ' ');
    carets.then_some(line)
}

/// Start and length, in characters, of each run of carets.
fn runs(line: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (column, _) in line.chars().enumerate().filter(|&(_, character)| character == '^') {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == column => *length += 1,
            _ => runs.push((column, 1)),
        }
    }
    runs
}
