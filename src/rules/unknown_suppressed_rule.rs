//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::ignores::WORD;
use crate::rules::{self, Context, Findings, Stage, rule};

rule! {
    /// A comment that sets findings apart names a rule that does not exist.
    ///
    /// Nothing is set apart by such a name: it may be misspelled, or the rule has another name now. The
    /// names are those that stand in brackets in the report, and the ids of `openclaw security audit`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   // clawtidy-ignore[unknwon-key]: a wrapper of ours reads and removes it
    /// //                   ^^^^^^^^^^^
    ///   ourOwn: { a: 1 },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   // clawtidy-ignore[gateway.bind_no_auth]: the firewall lets only one host through
    ///   gateway: { mode: "local", bind: "lan", auth: { mode: "none" } },
    /// }
    /// ```
    "unknown-suppressed-rule" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for ignore in context.ignores() {
        if ignore.names.is_empty() {
            findings
                .add(Place::text(ignore.span), "this names no rule, so it sets nothing apart")
                .help(format!("write `{WORD}[RULE]: why`"));
        }
        for name in ignore.names.iter().filter(|name| rules::find(&name.text).is_none()) {
            let message = format!("no rule and no audit check is called `{}`", name.text);
            let help = match rules::nearest(&name.text) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "`clawtidy rules` lists them".to_owned(),
            };
            findings.add(Place::text(name.span), message).help(help);
        }
    }
}
