//! See the rule's documentation.

use crate::effective::Config;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Groups share the agent's main session.
    ///
    /// With `session.groupScope: "main"`, for all groups or in a binding that leads one to an agent,
    /// whoever is in a group reads and writes in the session that is also yours: what you told the
    /// agent in private is known there. OpenClaw's audit warns. Among people who trust each other that
    /// may be what you want: it is reported from `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   session: { groupScope: "main" },
    /// //                       ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { session: { groupScope: "per-group" } }
    /// ```
    "security-trust-model-group-scope-main" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("security.trust_model.group_scope_main"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let of_all = main_scope(&config, config.root);
    let of_groups = config.group_bindings().into_iter();
    let of_groups = of_groups.filter_map(|binding| main_scope(&config, binding));
    let mut shared = of_all.into_iter().chain(of_groups);
    let Some(first) = shared.next() else { return };
    let finding = findings
        .add(Place::value(first), "everyone in these groups reads and writes in your main session");
    for other in shared {
        finding.related(other.span(), "so does everyone here");
    }
    finding.help("choose \"per-group\", unless all of them may know what you know");
}

/// The `groupScope` of a binding, or of the whole config, if it is "main".
fn main_scope<'t>(config: &Config<'_, 't>, of: Value<'t>) -> Option<Value<'t>> {
    let scope = of.at(&["session", "groupScope"])?;
    (config.text(scope).as_deref() == Some("main")).then_some(scope)
}
