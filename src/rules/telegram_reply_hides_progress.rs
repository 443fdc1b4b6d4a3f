//! See the rule's documentation.

use crate::effective::{Config, Entrance};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Telegram is to show which tools run, and to answer with quotes, which do not show it.
    ///
    /// While an agent works, a message of `streaming` tells what it does. An answer that quotes what someone
    /// marked must be sent as a whole: with `replyToMode` on, such turns show nothing until they are done.
    /// OpenClaw's `doctor` warns of it (`core/doctor/channel-preview-warnings`).
    ///
    /// ```json5 bad
    /// {
    ///   channels: { telegram: { replyToMode: "first", streaming: { mode: "partial" } } },
    /// //                                     ^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     telegram: {
    ///       replyToMode: "first",
    ///       streaming: { mode: "partial", preview: { toolProgress: false } },
    ///       accounts: { default: { botToken: "${BOT}" }, still: { streaming: { mode: "progress" } } },
    ///     },
    ///   },
    /// }
    /// ```
    "telegram-reply-hides-progress" from Shared {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let mut places = Vec::new();
    for entrance in config.telegram().into_iter().filter(|entrance| !entrance.is_shared()) {
        let mode = entrance.get("replyToMode");
        let quotes = |mode: Value<'_>| config.text(mode).is_some_and(|mode| mode != "off");
        if let Some(mode) = mode.filter(|mode| quotes(*mode) && shows_tools(&config, &entrance)) {
            places.push(mode);
        }
    }
    places.sort_by_key(|place| place.span());
    places.dedup();
    for place in places {
        let message = "answers that quote show nothing of the tools that run meanwhile";
        findings.add(Place::value(place), message).help(
            "set it to `off`, or say that this is meant: \
             `streaming: { preview: { toolProgress: false } }`",
        );
    }
}

/// Whether an account shows which tools run.
fn shows_tools(config: &Config<'_, '_>, entrance: &Entrance<'_>) -> bool {
    let at = |path: &[&str]| entrance.get("streaming").and_then(|it| it.at(path));
    let switch = |path: &[&str]| at(path).and_then(Value::as_bool);
    let mode = at(&["mode"]).map(|mode| config.text(mode));
    let sends_blocks = switch(&["block", "enabled"]).unwrap_or_else(|| {
        let by_default = config.at(&["agents", "defaults", "blockStreamingDefault"]);
        mode.is_none() && by_default.is_some_and(|word| word.is_text("on"))
    });
    let of_preview = switch(&["preview", "toolProgress"]);
    let shows = match mode.as_ref().map(Option::as_deref) {
        None | Some(Some("progress")) => {
            switch(&["progress", "toolProgress"]).or(of_preview).unwrap_or(false)
        }
        Some(Some("partial" | "block")) => of_preview.unwrap_or(true),
        Some(_) => false,
    };
    shows && !sends_blocks
}
