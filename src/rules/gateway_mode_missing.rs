//! See the rule's documentation.

use crate::edit::Where;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Value};
use crate::text::Span;

rule! {
    /// The config does not say that a gateway may run here.
    ///
    /// Without `gateway.mode: "local"` the config is valid, and yet `openclaw gateway run` refuses to
    /// start (exit 78) unless it is told `--allow-unconfigured`. A lost mode is OpenClaw's sign that a
    /// config was overwritten by accident, so it also refuses to write a config that loses it.
    ///
    /// `"remote"` is for a machine whose commands talk to a gateway elsewhere
    /// (`gateway.remote.url`): no gateway starts there, which this rule only notes.
    ///
    /// The fix writes `mode: "local"`. It is unsafe: only you know whether a gateway is meant to run
    /// from this file.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    /// //^^^^^^^
    ///     port: 18789,
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     port: 18789,
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "remote", remote: { url: "wss://gateway.example.net" } },
    /// //                 ^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" } }
    /// ```
    ///
    /// The mode may come from the included file:
    ///
    /// ```json5 good
    /// { gateway: { $include: "./gateway.json5" } }
    /// ```
    "gateway-mode-missing" {
        severity: Severity::Warning,
        effect: Effect::BlocksStart,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    if let Some(mode) = gateway.at(&["mode"]) {
        if mode.is_text("remote") {
            let finding = findings.add(
                Place::value(mode),
                "with this mode no gateway starts here; this machine is a client of one elsewhere",
            );
            finding
                .severity(Severity::Info)
                .help("write `mode: \"local\"` if a gateway is meant to run from this file");
        }
        return;
    }
    let Some(root) = context.tree.root().and_then(Value::as_object) else { return };
    if gateway.has_includes {
        return;
    }
    let section = root.get("gateway");
    let span = match section {
        Some(member) => member.name_span(),
        // The brace that opens the config.
        None => Span::new(root.value().span().start, root.value().span().start + 1),
    };
    let place = Place { key: Key::from_iter(["gateway", "mode"]), span };
    let finding =
        findings.add(place, "`gateway.mode` is missing, and without it the gateway does not start");
    finding.help("write `mode: \"local\"` if a gateway is meant to run from this file");

    let edits =
        context.edits(|plan| match section.and_then(|member| member.value()?.as_object()) {
            Some(object) => plan.insert(object, Where::First, "mode", "local"),
            None => plan.set(&["gateway", "mode"], "local"),
        });
    finding.fix(Safety::Unsafe, "write `mode: \"local\"`", edits);
}
