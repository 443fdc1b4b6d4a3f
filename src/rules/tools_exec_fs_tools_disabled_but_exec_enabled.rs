//! See the rule's documentation.

use crate::effective::{ExecHost, SandboxMode, Scope};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// An agent that may change no files may run commands, which may.
    ///
    /// The tools `write`, `edit` and `apply_patch` are all taken from the agent while `exec` is left: a
    /// command writes wherever the user it runs as may. It cannot where all sessions run in a sandbox
    /// (`sandbox.mode: "all"`) that may not write to the workspace and commands are not sent out of it.
    ///
    /// OpenClaw's documentation itself shows agents of this kind: this is reported from
    /// `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     deny: ["write", "edit", "apply_patch"],
    /// //  ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { deny: ["write", "edit", "apply_patch", "group:runtime"] } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { sandbox: { mode: "all", workspaceAccess: "ro" } } },
    ///   tools: { deny: ["write", "edit", "apply_patch"] },
    /// }
    /// ```
    "tools-exec-fs-tools-disabled-but-exec-enabled" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.fs_tools_disabled_but_exec_enabled"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The tools that change files.
const CHANGING: [&str; 3] = ["write", "edit", "apply_patch"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let scopes = config.scopes();
    let mut places: Vec<_> =
        scopes.iter().filter(|s| is_half_way(s)).filter_map(what_takes).collect();
    places.dedup_by_key(|place| place.span);
    let Some((first, others)) = places.split_first() else { return };
    let message = "this takes away the tools that change files, but commands may change them still";
    let finding = findings.add(first.clone(), message);
    for other in others {
        finding.related(other.span, "so does this");
    }
    finding.help(
        "deny \"group:runtime\" as well, or keep commands in a sandbox with `mode: \"all\"` and \
         `workspaceAccess: \"ro\"` or \"none\"",
    );
}

fn is_half_way(scope: &Scope<'_, '_, '_>) -> bool {
    let is_confined = scope.sandbox_mode().value == SandboxMode::All
        && !matches!(scope.exec_host().value, ExecHost::Gateway | ExecHost::Node)
        && !scope.sandbox_writes_workspace();
    let layers = scope.tool_layers();
    !is_confined && layers.allow("exec") && layers.allowed(&CHANGING).is_empty()
}

/// Where the tools that change files are taken away: the list or the profile, as near as can be.
fn what_takes(scope: &Scope<'_, '_, '_>) -> Option<Place> {
    let layers = scope.tool_layers();
    let place = layers.first_without(&CHANGING)?;
    let names = ["deny", "allow", "alsoAllow"];
    let list = place.as_object().and_then(|_| names.iter().find_map(|name| place.get(name)));
    list.unwrap_or(place).member().map(Place::name)
}
