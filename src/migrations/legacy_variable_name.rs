//! See the rule's documentation.

use std::collections::BTreeMap;

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Variables;
use crate::syntax::Value;
use crate::world::placeholders;

rule! {
    /// A variable has the name of an old product in front.
    ///
    /// OpenClaw was called Clawdbot and then Moltbot, and its variables `CLAWDBOT_…` and `MOLTBOT_…`.
    /// It reads none of these itself any more. A config may still name them, as it may name any
    /// variable, and gets what they are set to; but whoever sets up a host by today's documentation
    /// sets `OPENCLAW_…`, and the config then finds nothing.
    ///
    /// The fix writes the new name, which is unsafe: where the variable is set (`.env`, the service,
    /// the secrets of CI) it must be renamed as well. A variable that the config sets itself under the
    /// old name stays.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { auth: { token: "${CLAWDBOT_GATEWAY_TOKEN}" } }, // shared with the phone
    /// //                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   channels: {
    ///     slack: {
    ///       botToken: { source: "env", provider: "default", id: "MOLTBOT_SLACK_TOKEN" },
    /// //                                                        ^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } }, // shared with the phone
    ///   channels: {
    ///     slack: {
    ///       botToken: { source: "env", provider: "default", id: "OPENCLAW_SLACK_TOKEN" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "env": { "vars": { "HOME_URL": "http://${MOLTBOT_HOST}:${PORT}/" } } }
    /// //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "env": { "vars": { "HOME_URL": "http://${OPENCLAW_HOST}:${PORT}/" } } }
    /// ```
    ///
    /// A literal, and a variable that the config sets itself:
    ///
    /// ```json5 good
    /// {
    ///   env: { vars: { CLAWDBOT_NAME: "Ann" } },
    ///   ui: { assistant: { name: "${CLAWDBOT_NAME} of $${CLAWDBOT_HOME}" } },
    /// }
    /// ```
    ///
    /// ```json5 good 2026.1.24
    /// { gateway: { auth: { token: "${CLAWDBOT_GATEWAY_TOKEN}" } } }
    /// ```
    "legacy-variable-name" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when the product and its variables have the name of today.
const RENAMED: &str = "2026.1.29";
const OLD: [&str; 2] = ["CLAWDBOT_", "MOLTBOT_"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), Some(variables)) = (context.tree.root(), context.variables()) else { return };
    let may_be =
        context.world.target.is_since(RENAMED) && OLD.iter().any(|old| context.tree.may_say(old));
    if !may_be {
        return;
    }
    for id in ids(root) {
        reference(context, id, variables, findings);
    }
    for value in context.strings() {
        placeholders_in(context, value, variables, findings);
    }
}

/// The ids of references to the environment.
fn ids(root: Value<'_>) -> Vec<Value<'_>> {
    let references = root.counting().filter(|value| {
        let source = value.get("source");
        source.is_some_and(|source| source.is_text("env"))
    });
    references.filter_map(|value| value.get("id")).collect()
}

/// The name of today, if a variable has one of old and the config does not set it itself.
fn successor(name: &str, variables: &Variables<'_>) -> Option<String> {
    let rest = OLD.iter().find_map(|old| name.strip_prefix(old))?;
    (!rest.is_empty() && !variables.sets(name)).then(|| format!("OPENCLAW_{rest}"))
}

/// The id of a reference to the environment.
fn reference<'a>(
    context: &Context<'a>,
    id: Value<'a>,
    variables: &Variables<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(name) = id.as_text().map(|text| text.to_lossy().into_owned()) else { return };
    if let Some(new) = successor(&name, variables) {
        report(context, id, new.clone(), &BTreeMap::from([(name, new)]), findings);
    }
}

fn placeholders_in<'a>(
    context: &Context<'a>,
    value: Value<'a>,
    variables: &Variables<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(text) = value.as_text() else { return };
    // Half a surrogate pair cannot be written back.
    let Ok(text) = std::str::from_utf8(text.as_bytes()) else { return };
    let (mut new, mut at, mut names) = (String::new(), 0, BTreeMap::new());
    for found in placeholders(text).filter(|found| !found.escaped) {
        if let Some(name) = successor(found.name, variables) {
            new += &text[at..found.range.start];
            new.extend(["${", &name, "}"]);
            at = found.range.end;
            names.insert(found.name.to_owned(), name);
        }
    }
    if !names.is_empty() {
        new += &text[at..];
        report(context, value, new, &names, findings);
    }
}

/// Reports names of old in a value; `new` is the value with those of today.
fn report<'a>(
    context: &Context<'a>,
    value: Value<'a>,
    new: String,
    names: &BTreeMap<String, String>,
    findings: &mut Findings<'_>,
) {
    let quoted = |names: Vec<&String>| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let old = quoted(names.keys().collect());
    let message = format!("{old} is from when OpenClaw had another name");
    let finding = findings.add(Place::value(value), message);
    let lines: Vec<String> =
        names.iter().map(|(old, new)| format!("`{old}=` is `{new}=` now")).collect();
    finding.help(format!("rename it where it is set as well; in `.env`, {}", lines.join(", ")));
    let title = format!("write {}", quoted(names.values().collect()));
    let edits = context.edits(|plan| {
        plan.replace(value, new);
        Ok(())
    });
    finding.fix(Safety::Unsafe, title, edits);
}
