//! `cargo xtask peers`: what other tools and clawtidy find in the same configs, judged by hand.
//!
//! The configs are in `xtask/peers/configs`, the judgements in `xtask/peers/judged.jsonl`: one thing a
//! line that is to be found in a config (`right`), that is said of it and not so, or that is a matter of
//! taste (null), with the words by which each tool says it. What a tool says beyond that is listed, to be judged.

mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clap::Args;
use clawtidy::report::Selection;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, World};
use serde_json::Value;

use tools::{TOOLS, Tool};

/// What clawtidy is called in the judgements.
const OURS: &str = "clawtidy";

/// What to compare.
#[derive(Args)]
pub(crate) struct Options {
    /// Prints what each tool says of each config instead.
    #[arg(long)]
    raw: bool,
}

/// What tools say: the tool, the config, the sentences.
type Said = BTreeMap<(&'static str, String), Vec<String>>;

/// A thing that was judged by hand.
struct Judgement {
    /// The config, or `*` for any.
    config: String,
    /// The thing in words.
    what: String,
    /// Whether it is so; `None` where that is a matter of taste, which counts for and against nobody.
    is_right: Option<bool>,
    /// The words of each tool that says it; for clawtidy, the rule's id.
    by: BTreeMap<String, Vec<String>>,
}

/// Runs the tools and prints a Markdown table of what each finds, misses and gets wrong.
pub(crate) fn run(root: &Path, options: &Options) -> Result<String, String> {
    let folder = root.join("xtask/peers");
    let judged = judgements(&folder.join("judged.jsonl"))?;
    let programs = tools::install(&root.join("target/xtask")).map_err(|why| {
        format!(
            "the tools cannot be had, so nothing was compared: {why}\n\
             This needs python3 and, the first time, a network."
        )
    })?;
    let mut said = Said::new();
    let mut quiet = Vec::new();
    let configs = configs(&folder.join("configs"))?;
    for (name, text) in &configs {
        let (rules, by_default) = ours(name, text)?;
        said.insert((OURS, name.clone()), rules);
        if name.starts_with("clean") && !by_default.is_empty() {
            quiet.push(format!("{name}: {}", by_default.join(", ")));
        }
        for tool in &TOOLS {
            said.insert((tool.name, name.clone()), tool.ask(&programs, text)?);
        }
    }
    if !quiet.is_empty() {
        return Err(format!("clawtidy reports by default what is clean: {}", quiet.join("; ")));
    }
    if options.raw {
        let line = |((tool, config), what): (&(&str, String), &Vec<String>)| {
            format!("{tool} on {config}: {}\n", what.join(" · "))
        };
        return Ok(said.iter().map(line).collect());
    }
    report(&judged, &said, &configs)
}

/// The configs by name, in order.
fn configs(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let cannot = |error| format!("{}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let name = path.file_stem().unwrap_or_default().display().to_string();
        found.push((name, fs::read_to_string(&path).map_err(cannot)?));
    }
    found.sort();
    Ok(found)
}

fn judgements(file: &Path) -> Result<Vec<Judgement>, String> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let read = |line: &str| {
        let value: Value = serde_json::from_str(line).map_err(|e| format!("{line}: {e}"))?;
        let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let by = value["by"].as_object().into_iter().flatten().map(|(tool, words)| {
            let words = words.as_array().into_iter().flatten();
            (tool.clone(), words.filter_map(Value::as_str).map(str::to_owned).collect())
        });
        let is_right = value["right"].as_bool();
        Ok(Judgement { config: word("config"), what: word("what"), is_right, by: by.collect() })
    };
    text.split('\n').filter(|line| !line.is_empty()).map(read).collect()
}

/// The rules that find something in any profile, and those that do by default.
fn ours(name: &str, text: &str) -> Result<(Vec<String>, Vec<String>), String> {
    let source = Source::new(name, text.to_owned());
    let world = World::new(Release::LATEST, Environment::Unknown);
    let report = clawtidy::check(&source, &world);
    let ids = |selection: &Selection| -> Vec<String> {
        let chosen = report.findings().iter().filter(|finding| selection.contains(finding));
        chosen.map(|finding| finding.rule.to_owned()).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let all = Selection::new(vec!["all".to_owned()], Vec::new()).map_err(|it| it.to_string())?;
    Ok((ids(&all), ids(&Selection::default())))
}

impl Judgement {
    /// Whether it is about that config.
    fn is_about(&self, config: &str) -> bool {
        self.config == "*" || self.config == config
    }

    /// Whether a sentence of a tool says it.
    fn is_said(&self, tool: &str, sentence: &str) -> bool {
        let words = self.by.get(tool).into_iter().flatten();
        words.into_iter().any(|word| match tool {
            OURS => sentence == word,
            _ => sentence.contains(word.as_str()),
        })
    }
}

fn report(
    judged: &[Judgement],
    said: &Said,
    configs: &[(String, String)],
) -> Result<String, String> {
    let names: Vec<&'static str> =
        std::iter::once(OURS).chain(TOOLS.iter().map(|tool: &Tool| tool.name)).collect();
    let says = |it: &Judgement, tool: &'static str, config: &str| {
        let sentences = said.get(&(tool, config.to_owned())).into_iter().flatten();
        sentences.into_iter().any(|sentence| it.is_said(tool, sentence))
    };
    let mut text = format!("| config | to be found | {} |\n", names.join(" | "));
    text.extend(["| --- | --- |", &" :-: |".repeat(names.len()), "\n"]);
    let mut found = vec![0; names.len()];
    let right: Vec<_> = judged.iter().filter(|it| it.is_right == Some(true)).collect();
    let mut missed = Vec::new();
    for it in &right {
        text.extend(["| ", &it.config, " | ", &it.what, " |"]);
        for (at, tool) in names.iter().enumerate() {
            let has = says(it, tool, &it.config);
            found[at] += usize::from(has);
            text.push_str(if has { " ✓ |" } else { " – |" });
            if at == 0 && !has {
                missed.push(format!("{}: {}", it.config, it.what));
            }
        }
        text.push('\n');
    }
    let row = |label: String, numbers: &[usize]| {
        let cells: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        format!("| | {label} | {} |\n", cells.join(" | "))
    };
    text.push_str(&row(format!("**found, of {}**", right.len()), &found));
    // What is right of one config is not wrong for being wrong of others.
    let is_wrong = |it: &Judgement, tool: &'static str, config: &str| {
        let is_right =
            |said: &&String| right.iter().any(|it| it.is_about(config) && it.is_said(tool, said));
        let sentences = said.get(&(tool, config.to_owned())).into_iter().flatten();
        sentences.filter(|said| !is_right(said)).any(|said| it.is_said(tool, said))
    };
    let mut wrong = vec![0; names.len()];
    let mut times = BTreeMap::<_, usize>::new();
    for it in judged.iter().filter(|it| it.is_right == Some(false)) {
        for (at, tool) in names.iter().enumerate() {
            let about = configs.iter().filter(|(config, _)| it.is_about(config));
            let count = about.filter(|(config, _)| is_wrong(it, tool, config)).count();
            wrong[at] += count;
            if count > 0 {
                *times.entry((*tool, it.what.as_str())).or_default() += count;
            }
        }
    }
    let fault = |((tool, what), times): (&(&str, &str), &usize)| {
        format!("- {tool}, of {times} configs: {what}\n")
    };
    let faults: String = times.iter().map(fault).collect();
    text.push_str(&row("**said and not so**".to_owned(), &wrong));
    text.extend(["\nNot so:\n\n", &faults]);
    let open =
        said.iter().filter(|((tool, _), _)| *tool != OURS).flat_map(|((tool, config), all)| {
            let is_open = |sentence: &&String| {
                !judged.iter().any(|it| it.is_about(config) && it.is_said(tool, sentence))
            };
            all.iter().filter(is_open).map(move |it| format!("- {tool} on {config}: {it}\n"))
        });
    let open: String = open.collect();
    if !open.is_empty() {
        text.extend(["\nNot judged yet:\n\n", &open]);
    }
    if missed.is_empty() { Ok(text) } else { Err(format!("{text}\nMissed: {}", missed.join("; "))) }
}
