//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{is_same_word, nearest};
use crate::world::{is_known_variable, known_variables};

rule! {
    /// A file of environment variables sets one that nothing reads.
    ///
    /// OpenClaw loads the `.env` beside its config. A name in it that is slightly wrong sets nothing: the
    /// placeholder that was meant stays as it stands, or the provider has no key. Looked at are the `.env`
    /// in the folder of a config and the files given with `--env-file`, with all configs of the run that
    /// use them. Read are names only; values are shown nowhere.
    ///
    /// A variable is used if the config or what it includes names it in any way, or if OpenClaw, one of
    /// its plugins or skills, or the system that it runs on knows it. Any other one is reported where it
    /// is nearly the name of one that the config asks for or that OpenClaw knows. With `--profile shared`
    /// the rest is reported too; commands and skills of your own may read them, and then all is well.
    ///
    /// With this config:
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { token: "${CELLAR_TOKEN}" } },
    ///   env: { vars: { LANGUAGE: "${CELLAR_LANGUAGE}" } },
    /// }
    /// ```
    ///
    /// and this `.env` beside it:
    ///
    /// ```env bad
    /// CELAR_TOKEN=swordfish
    /// ^^^^^^^^^^^
    /// OPENAI_APIKEY=
    /// ^^^^^^^^^^^^^
    /// ANTHROPC_API_KEY=
    /// ^^^^^^^^^^^^^^^^
    /// export CELLAR_DOOR=ajar
    ///        ^^^^^^^^^^^
    /// CELLAR_LANGUAGE=en
    /// ```
    ///
    /// With this config:
    ///
    /// ```json5 good
    /// { hooks: { enabled: true, token: { source: "env", provider: "default", id: "HOOKS_TOKEN" } } }
    /// ```
    ///
    /// and this `.env` beside it:
    ///
    /// ```env good
    /// HOOKS_TOKEN=swordfish
    /// OPENAI_API_KEY_2=
    /// TZ=Europe/Lisbon
    /// ```
    "unused-env-variable" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Text,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(file) = &context.world.env_file else { return };
    let set: BTreeSet<&str> = file.sets.iter().map(|(name, _)| name.as_str()).collect();
    let missing: Vec<&str> = file.said.asked().filter(|name| !set.contains(name)).collect();
    for (name, span) in &file.sets {
        if file.said.names(name) || is_known_variable(name) {
            continue;
        }
        let meant = nearest(name, missing.iter().copied()).first().copied();
        let message = format!("nothing reads the variable `{name}`");
        if let Some(meant) = meant {
            findings.add(Place::text(*span), message).help(format!(
                "did you mean `{meant}`? The config asks for it, and it is not set here"
            ));
        } else if let Some(meant) = known_variables().find(|known| is_slip(name, known)) {
            findings
                .add(Place::text(*span), message)
                .help(format!("did you mean `{meant}`? OpenClaw knows that one"));
        } else if !name.starts_with("OPENCLAW_") {
            findings.add(Place::text(*span), message).profile(Profile::Shared).help(format!(
                "remove it, or write `${{{name}}}` in the config where it is meant; a command or skill \
                 of your own may read it all the same"
            ));
        }
    }
}

/// Whether a name is another one with a letter or two amiss. Names that differ by a word or a number are
/// names of their own, and so are short ones: many providers are called alike.
fn is_slip(name: &str, known: &str) -> bool {
    if is_same_word(name, known) {
        return true;
    }
    let without_digits = |name: &str| name.replace(|letter: char| letter.is_ascii_digit(), "");
    let (own, other) = (without_digits(name), without_digits(known));
    let is_numbered = own.trim_end_matches('_') == other.trim_end_matches('_');
    let has_a_word_more = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_'))
            || long.strip_suffix(short).is_some_and(|rest| rest.ends_with('_'))
    };
    if is_numbered || has_a_word_more(name, known) || has_a_word_more(known, name) {
        return false;
    }
    let (own, other) = without_common_words(name, known);
    // The lengths rule most out, at a fraction of the cost.
    let bound = if own.len().min(other.len()) >= 10 { 2 } else { 1 };
    own.len().min(other.len()) >= 5
        && own.len().abs_diff(other.len()) <= bound
        && strsim::damerau_levenshtein(own, other) <= bound
}

/// Two names without the words that both end with.
fn without_common_words<'n>(a: &'n str, b: &'n str) -> (&'n str, &'n str) {
    let (mut a, mut b) = (a, b);
    while let (Some((a_rest, a_last)), Some((b_rest, b_last))) =
        (a.rsplit_once('_'), b.rsplit_once('_'))
        && a_last == b_last
    {
        (a, b) = (a_rest, b_rest);
    }
    (a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_other_names() {
        for (name, known) in [
            ("OPENAI_APIKEY", "OPENAI_API_KEY"),
            ("openai_api_key", "OPENAI_API_KEY"),
            ("ANTRHOPIC_API_KEY", "ANTHROPIC_API_KEY"),
            ("TELEGRAM_BOT_TOKN", "TELEGRAM_BOT_TOKEN"),
            ("OPENCLAW_GATEWAY_TOKN", "OPENCLAW_GATEWAY_TOKEN"),
        ] {
            assert!(is_slip(name, known), "{name}");
        }
        for (name, known) in [
            ("OPENAI_API_KEY_B", "OPENAI_API_KEY"),
            ("MY_OPENAI_API_KEY", "OPENAI_API_KEY"),
            ("SLACK_TOKEN2", "SLACK_TOKEN_1"),
            ("NLM_API_KEY", "GLM_API_KEY"),
            ("MIMO_API_KEY", "KIMI_API_KEY"),
        ] {
            assert!(!is_slip(name, known), "{name}");
        }
    }
}
