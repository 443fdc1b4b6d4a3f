//! What to type next, for people at a terminal.

use super::args::Check;
use crate::report::Tally;
use crate::rules;

/// The command line that goes on from `check`: what mends, or shows what would be mended, or explains
/// the gravest of what was found. In a log, where no one types, the figures say the same.
pub(super) fn next(args: &Check, tally: &Tally) -> Option<String> {
    let typed = args.typed.iter().map(|word| quoted(&word.to_string_lossy()));
    let typed = ["clawtidy".to_owned()].into_iter().chain(typed.skip(1)).collect::<Vec<_>>();
    let more = |options: &str| format!("{} {options}", typed.join(" "));
    let summary = tally.summary();
    let reads_files = !args.paths.iter().any(|path| path.as_os_str() == "-");
    let gravest = || {
        let rules = tally.rules().keys().filter_map(|id| rules::find(id)).rev();
        rules.max_by_key(|rule| rule.severity)
    };
    let (what, line) = if !args.fix && reads_files && summary.fixable > 0 {
        ("To apply what is safe", more("--fix"))
    } else if !args.fix && reads_files && summary.unsafe_fixable > 0 {
        let agreed = if args.unsafe_fixes { "--diff" } else { "--unsafe-fixes --diff" };
        ("To see what --unsafe-fixes would change", more(agreed))
    } else {
        ("To read why", format!("clawtidy explain {}", gravest()?.id))
    };
    Some(format!("{what}: {line}"))
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=,:+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_reads_back_what_was_typed() {
        assert_eq!(quoted("--select=a,b"), "--select=a,b");
        assert_eq!(quoted("my claw's.json"), "'my claw'\\''s.json'");
        assert_eq!(quoted(""), "''");
    }
}
