//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::text::Span;

rule! {
    /// A config is written in YAML, which OpenClaw never reads.
    ///
    /// Guides tell people to write `openclaw.config.yaml`. OpenClaw looks for `openclaw.json` in its
    /// state directory, or for the file that `OPENCLAW_CONFIG_PATH` names, and reads it as JSON5; a YAML
    /// file beside it changes nothing and is not complained about. Nothing else is said about such a
    /// file, since nothing in it has an effect.
    ///
    /// `clawtidy migrate openclaw.config.yaml` prints the JSON5 that says the same, with the comments,
    /// and with its settings where OpenClaw has them; with `--write` it becomes the `openclaw.json`
    /// beside it, unless there is one.
    ///
    /// ```yaml bad
    /// gateway:
    /// ^^^^^^^^
    ///   mode: local
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" } }
    /// ```
    "yaml-config" {
        severity: Severity::Error,
        effect: Effect::Dropped,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Text,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.is_yaml {
        return;
    }
    let text = context.tree.text();
    let first = text.split('\n').next().unwrap_or_default();
    let place = Place::text(Span::new(0, crate::text::offset(first.trim_end().len())));
    findings.add(place, "OpenClaw reads JSON5 from `openclaw.json`, and no YAML").help(
        "`clawtidy migrate` with this file prints the JSON5 that says the same; \
         with --write it writes openclaw.json",
    );
}
