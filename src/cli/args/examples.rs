//! Examples at the end of each command's help; a test runs them through the parser.

use std::concat;

/// A heading as clap prints its own, and the lines under it.
macro_rules! examples {
    ($($line:literal),+ $(,)?) => {
        concat!("\x1b[1m\x1b[4mExamples:\x1b[0m" $(, "\n  ", $line)+)
    };
}

/// Of the program.
pub(in crate::cli) const ALL: &str = examples![
    "clawtidy                             check every config below this directory",
    "clawtidy check openclaw.json --fix   apply what is safe",
    "clawtidy migrate openclaw.json       show what carries it to the newest OpenClaw",
    "clawtidy explain unknown-key         what a rule is about",
];

/// Of `check`.
pub(in crate::cli) const CHECK: &str = examples![
    "clawtidy check                         every config below this directory",
    "clawtidy check openclaw.json --diff    what --fix would change; changes nothing",
    "clawtidy check openclaw.json --fix     apply what is safe",
    "clawtidy check --target 2026.7         judge by an older release",
    "clawtidy check --output-file sarif=clawtidy.sarif   print, and write a file for code scanning",
    "clawtidy check --against origin/main   as well: would OpenClaw refuse this edit?",
];

/// Of `migrate`.
pub(in crate::cli) const MIGRATE: &str = examples![
    "clawtidy migrate openclaw.json           show what would change",
    "clawtidy migrate openclaw.json --write   change it; keeps openclaw.json.bak",
    "clawtidy migrate --to 2026.7 --check     for CI: is there anything to do?",
    "clawtidy migrate openclaw.config.yaml    print a YAML config as JSON5",
];

/// Of `diff`.
pub(in crate::cli) const DIFF: &str = examples![
    "clawtidy diff openclaw.json openclaw.json.bak   what is set differently, with the places",
    "clawtidy diff old.json new.json --output-format concise   one line a difference",
    "clawtidy diff old.json new.json --unified       both in one layout",
];

/// Of `compat`.
pub(in crate::cli) const COMPAT: &str = examples![
    "clawtidy compat openclaw.json          which releases accept it, and why the others do not",
    "clawtidy compat --output-format json   for programs",
];

/// Of `rejected`.
pub(in crate::cli) const REJECTED: &str = examples![
    "clawtidy rejected           what became of the config here",
    "clawtidy rejected --diff    what the newest lost edit sets otherwise",
    "clawtidy rejected --merge   put it back on the config; --write writes it",
];

/// Of `explain`.
pub(in crate::cli) const EXPLAIN: &str = examples![
    "clawtidy explain misspelled-key         a rule",
    "clawtidy explain gateway.bind_no_auth   a check of `openclaw security audit`",
    "clawtidy explain gateway.bind           a key: its values, since when, or what became of it",
];

/// Of `rules`.
pub(in crate::cli) const RULES: &str = examples![
    "clawtidy rules                        all rules, in a table",
    "clawtidy rules --output-format json   for programs",
];

/// Of `schema`.
pub(in crate::cli) const SCHEMA: &str = examples![
    "clawtidy schema                   of the newest release",
    "clawtidy schema --target 2026.7   of an older one",
];

/// Of `config`.
pub(in crate::cli) const CONFIG: &str = examples![
    "clawtidy config                              the settings here, and who says so",
    "clawtidy config hosts/public/openclaw.json   as they hold for a config",
    "clawtidy config --schema                     a JSON Schema of clawtidy.toml",
];

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use crate::cli::args::Arguments;

    #[test]
    fn every_command_has_examples_that_are_understood() {
        let mut command = Arguments::command();
        command.build();
        let all = command.get_subcommands().chain([&command]);
        let helps = all.map(|it| (it.get_name(), it.get_after_help().map(ToString::to_string)));
        for (name, help) in helps {
            let help = help.unwrap_or_else(|| panic!("{name} has no examples"));
            let examples: Vec<&str> = help.split('\n').skip(1).collect();
            assert!(!examples.is_empty(), "{name}");
            for example in examples {
                let (line, says) = example.trim().split_once("   ").expect("words after it");
                assert!(!says.trim().is_empty(), "{example}");
                let parsed = Arguments::try_parse_from(line.split(' '));
                assert!(parsed.is_ok(), "{line}\n{}", parsed.expect_err("it is not"));
                let of = line.split(' ').nth(1);
                assert!(name == "clawtidy" || of == Some(name), "{line} is no example of {name}");
            }
        }
    }
}
