//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Segment, Value};

rule! {
    /// A model is said to read more or less at once than it does.
    ///
    /// Older releases of OpenClaw wrote sizes of contexts into configs that were wrong: for
    /// `deepseek-v4-flash` and eight forms of Grok 4.20. Since 2026.5.28, `openclaw doctor --fix` writes the right
    /// ones where a config still has the old number, and so does the fix.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       deepseek: {
    ///         models: [{ id: "deepseek-v4-flash", name: "V4 Flash", contextWindow: 200000 }],
    /// //                                                                           ^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       deepseek: {
    ///         models: [{ id: "deepseek-v4-flash", name: "V4 Flash", contextWindow: 1000000 }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       deepseek: {
    ///         models: [{ id: "deepseek-v4-flash", name: "V4 Flash", contextWindow: 128000 }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "stale-context-window" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release that brought OpenClaw's own migration.
const SINCE: &str = "2026.5.28";

/// The size of all of them, in tokens.
const RIGHT: f64 = 1_000_000.0;

/// Models as `provider/model`, and the wrong size, in tokens.
const WRONG: [(&str, f64); 9] = [
    ("deepseek/deepseek-v4-flash", 200_000.0),
    ("xai/grok-4.20-0309-non-reasoning", 2_000_000.0),
    ("xai/grok-4.20-0309-reasoning", 2_000_000.0),
    ("xai/grok-4.20-beta-latest-non-reasoning", 2_000_000.0),
    ("xai/grok-4.20-beta-latest-reasoning", 2_000_000.0),
    ("xai/grok-4.20-experimental-beta-0304-non-reasoning", 2_000_000.0),
    ("xai/grok-4.20-experimental-beta-0304-reasoning", 2_000_000.0),
    ("xai/grok-4.20-non-reasoning", 2_000_000.0),
    ("xai/grok-4.20-reasoning", 2_000_000.0),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since(SINCE) {
        return;
    }
    for model in places(context.tree, "models.providers.*.models.*") {
        let (Some(size), Some(id)) = (model.get("contextWindow"), model.get("id")) else {
            continue;
        };
        let (Some(own), Some(id)) = (size.as_number(), id.as_text()) else { continue };
        let provider = model.key.segments().get(2).map_or("", Segment::as_str);
        let provider = trim(provider).to_lowercase();
        let id = trim(&id.to_lossy()).to_lowercase();
        let name =
            format!("{provider}/{}", id.strip_prefix(&format!("{provider}/")).unwrap_or(&id));
        if !is_wrong(&name, own) {
            continue;
        }
        report(context, &model.member_value("contextWindow", size), size, &name, findings);
    }
}

fn is_wrong(name: &str, size: f64) -> bool {
    WRONG.iter().any(|(model, wrong)| *model == name && wrong.to_bits() == size.to_bits())
}

fn report(
    context: &Context<'_>,
    place: &Place,
    size: Value<'_>,
    name: &str,
    findings: &mut Findings<'_>,
) {
    let edits = context.edits(|plan| {
        plan.replace(size, RIGHT);
        Ok(())
    });
    findings
        .add(place.clone(), format!("`{name}` reads {RIGHT} tokens at once"))
        .help(format!("OpenClaw's `doctor --fix` would write {RIGHT}"))
        .fix(Safety::Safe, format!("write {RIGHT}"), edits);
}
