//! See the rule's documentation.

use crate::effective::Entrance;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// Nobody may give the commands that are for the owner.
    ///
    /// `/config`, `/diagnostics`, `/export-trajectory` and the answers to requests for approval are for
    /// those in `commands.ownerAllowFrom`: `["telegram:1234"]`. A `"*"` does not count there. Without
    /// anyone, nobody may use them from a chat. OpenClaw's `doctor --lint` mentions it
    /// (`core/doctor/command-owner`) of every config; here a channel has to be set up. As the Control UI
    /// can do all of that, it is on with `--profile public`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: { telegram: { allowFrom: ["1234"] } },
    ///   commands: { ownerAllowFrom: ["telegram:*"] },
    /// //                            ^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { allowFrom: ["1234"] } },
    ///   commands: { ownerAllowFrom: ["telegram:1234"] },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" } }
    /// ```
    "command-owner-missing" from Public {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

const OWNERS: [&str; 2] = ["commands", "ownerAllowFrom"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    if context.world.target.lookup(&OWNERS).is_none()
        || config.at(&["commands", "$include"]).is_some()
        || !config.entrances().iter().any(Entrance::is_on)
    {
        return;
    }
    let list = config.at(&OWNERS);
    let is_owner = |item: Value<'_>| match config.text(item) {
        Some(text) => !matches!(text.trim(), "" | "*") && !text.trim().ends_with(":*"),
        // A number, or a variable of which nothing is known.
        None => true,
    };
    if list.and_then(Value::as_array).into_iter().flat_map(Array::items).any(is_owner) {
        return;
    }
    let place = list.map(Place::value).or_else(|| context.absence(&OWNERS));
    if let Some(place) = place {
        findings
            .add(place, "nobody may give the commands that are for the owner")
            .help("list yourself: `commands.ownerAllowFrom: [\"telegram:1234\"]`");
    }
}
