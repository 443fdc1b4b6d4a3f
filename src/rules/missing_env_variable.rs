//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::JsText;
use crate::world::{Variable, placeholders, variable_fault};

rule! {
    /// A placeholder names a variable that is not set.
    ///
    /// OpenClaw warns and keeps the text `${VAR}` as it is: as a token it then authenticates whoever
    /// sends just that, as a choice among words it makes the config invalid. An empty variable counts
    /// as not set. Variables come from the environment and from `env.vars`.
    ///
    /// What is set is known only with `--env-file`; without it every placeholder counts as set, and
    /// this rule is silent. `$${VAR}` is the text `${VAR}` itself, and no placeholder.
    ///
    /// With an empty environment file:
    ///
    /// ```json5 bad env
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// What `env.vars` sets is set:
    ///
    /// ```json5 good env
    /// {
    ///   gateway: { mode: "local", auth: { token: "${MY_TOKEN}" } },
    ///   env: { vars: { MY_TOKEN: "swordfish" } },
    ///   logging: { file: "/tmp/$${LITERALLY}.log" },
    /// }
    /// ```
    "missing-env-variable" {
        severity: Severity::Warning,
        effect: Effect::Warned,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw only warns of it; before, it rejected the config.
const WARNS_SINCE: Since = Since::known("2026.3.7");

/// Whether the target takes a text that is this placeholder, `${NAME}`: one of old rejects what it knows
/// nothing for.
pub(super) fn takes_placeholder(context: &Context<'_>, placeholder: &str) -> bool {
    let is_unset = |name: &str| {
        context.variables().is_some_and(|variables| variables.get(name) == Variable::Unset)
    };
    WARNS_SINCE.holds_in(context.world.target)
        || !placeholders(placeholder).any(|found| is_unset(found.name))
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(variables) = context.variables().filter(|_| context.tree.may_say("${")) else {
        return;
    };
    for value in context.strings() {
        let Some(text) = value.as_text().map(JsText::into_lossy) else { continue };
        let found = placeholders(&*text).filter(|found| !found.escaped).map(|found| found.name);
        for name in found.collect::<BTreeSet<_>>() {
            if variables.get(name) == Variable::Unset {
                let message = format!("the variable `{name}` is not set");
                let finding = findings.add(Place::value(value), message);
                if !WARNS_SINCE.holds_in(context.world.target) {
                    finding.effect(Effect::Rejected).severity(Severity::Error).help(
                        "set it where the gateway runs, or in `env.vars`; OpenClaw rejects the \
                         config without it",
                    );
                    continue;
                }
                // What a config may not set helps nobody in `env.vars`.
                finding.help(if variable_fault(name).is_some() {
                    "set it where the gateway runs; until then the text stands there as it is"
                } else {
                    "set it where the gateway runs, or in `env.vars`; until then the text stands \
                     there as it is"
                });
            }
        }
    }
}
