//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, trim};
use crate::syntax::{Member, Value};
use crate::world::{VariableFault, variable_fault};

rule! {
    /// The config sets a variable that OpenClaw leaves out without a word.
    ///
    /// A config may not set what changes how programs are found, loaded or authenticated: `NODE_OPTIONS`,
    /// `HOME`, `SHELL`, `HTTP_PROXY`, `GITHUB_TOKEN`, `AWS_SECRET_ACCESS_KEY`, `LD_…` and some 250 more. Of
    /// such a name nothing arrives, neither in `${NAME}` nor in what OpenClaw starts; the validation says
    /// nothing. The same goes for names that no shell knows, which have other signs than letters, digits and
    /// `_`, or begin with a digit. What the environment of the gateway itself sets is not touched by that.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   env: {
    ///     vars: {
    ///       HTTPS_PROXY: "http://proxy.example.com:3128",
    /// //    ^^^^^^^^^^^
    ///       "my-key": "1",
    /// //    ^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   env: { shellEnv: { enabled: true }, vars: { MY_KEY: "1", node_env: "production" } },
    /// }
    /// ```
    "refused-env-variable" {
        severity: Severity::Warning,
        effect: Effect::Dropped,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw is known to leave them out.
const SINCE: Since = Since::assumed("2026.9.6");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| SINCE.holds_in(context.world.target)) else {
        return;
    };
    let unknown: Vec<_> = context.unknown_keys().iter().map(|key| key.place.span).collect();
    for path in [&["env"][..], &["env", "vars"]] {
        let Some(table) = root.at(path).and_then(Value::as_object) else { continue };
        for (_, member) in table.effective() {
            // What the target does not take at all is a matter of other rules.
            if member.value().is_some_and(|value| value.as_text().is_some())
                && !unknown.contains(&member.name_span())
            {
                report(member, findings);
            }
        }
    }
}

fn report(member: Member<'_>, findings: &mut Findings<'_>) {
    let name = member.name().to_lossy().into_owned();
    let Some(fault) = variable_fault(trim(&name)) else { return };
    let (message, help) = match fault {
        VariableFault::Refused => (
            format!("a config may not set `{name}`, and OpenClaw leaves it out without a word"),
            "set it where the gateway runs, such as in its service file",
        ),
        VariableFault::NoName => (
            format!("`{name}` is no name of a variable, and OpenClaw leaves it out without a word"),
            "use letters, digits and `_`, and no digit first",
        ),
    };
    findings.add(Place::name(member), message).help(help);
}
