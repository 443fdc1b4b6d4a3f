//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Variables stand in `env` itself, where OpenClaw no longer reads them.
    ///
    /// Since 2026.8.1 they have a map of their own, `env.vars`. The fix moves all of them there, as
    /// OpenClaw's own migration does; where the map has one of the same name, that one holds.
    ///
    /// ```json5 bad
    /// {
    ///   env: {
    ///     shellEnv: { enabled: true },
    ///     EDITOR: "vim", // for the agents
    /// //  ^^^^^^
    ///     PAGER: "cat",
    /// //  ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   env: {
    ///     shellEnv: { enabled: true },
    ///     vars: {
    ///       EDITOR: "vim", // for the agents
    ///       PAGER: "cat",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "env": {
    ///     "EDITOR": "vim",
    /// //  ^^^^^^^^
    ///     "PAGER": "cat",
    /// //  ^^^^^^^
    ///     "vars": { "EDITOR": "nano" }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "env": {
    ///     "vars": { "EDITOR": "nano", "PAGER": "cat" }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { env: { vars: { EDITOR: "vim" }, shellEnv: { enabled: true } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { env: { EDITOR: "vim" } }
    /// ```
    "loose-env-variables" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let takes_map = release.lookup(&["env", "vars", "X"]).is_some();
    // Any name that is none of OpenClaw's will do.
    if !takes_map || release.lookup(&["env", "X"]).is_some() {
        return;
    }
    let env = context.tree.root().and_then(|root| root.get("env")).and_then(Value::as_object);
    let is_loose = |member: &Member<'_>| {
        let own = ["vars", "shellEnv", "$include"].iter().any(|name| member.is_named(name));
        !own && member.value().is_some_and(|value| value.as_text().is_some())
    };
    let effective = env.map(Object::effective).unwrap_or_default();
    let mut loose: Vec<_> = effective.into_iter().filter(|(_, it)| is_loose(it)).collect();
    loose.sort_by_key(|(_, member)| member.span().start);
    for (index, (name, member)) in loose.iter().enumerate() {
        let name = name.to_lossy();
        let finding = findings.add(
            Place::name(*member),
            format!("OpenClaw no longer reads variables here; the place is `env.vars.{name}`"),
        );
        finding.help("put all variables into `env.vars`");
        // They go together, or a hundred variables would take a hundred passes.
        if index == 0 {
            let edits = context.edits(|plan| {
                let mut loose = loose.iter();
                loose.try_for_each(|(name, member)| {
                    plan.carry_over(*member, &["env", "vars", &name.to_lossy()])
                })
            });
            finding.fix(Safety::Safe, "move all of them to `env.vars`", edits);
        }
    }
}
