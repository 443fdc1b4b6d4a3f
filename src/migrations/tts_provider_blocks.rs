//! See the migration's documentation.

use super::speech;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// A provider of speech stands beside `providers`, or is called Edge.
    ///
    /// Since 2026.3.28 OpenClaw has all providers of speech under `providers`, and Edge is called
    /// `microsoft`. Its migration moves the old ones there; the fix does the same, and what is set there
    /// already holds.
    ///
    /// ```json5 bad
    /// {
    ///   tts: {
    ///     provider: "edge",
    /// //            ^^^^^^
    ///     edge: { lang: "en-GB" }, // free
    /// //  ^^^^
    ///     openai: { model: "gpt-4o-mini-tts" },
    /// //  ^^^^^^
    ///     providers: {
    ///       openai: { speed: 1.1 },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tts: {
    ///     provider: "microsoft",
    ///     providers: {
    ///       openai: { speed: 1.1, model: "gpt-4o-mini-tts" },
    ///       microsoft: { lang: "en-GB" }, // free
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "plugins": {
    ///     "entries": {
    ///       "voice-call": { "config": { "tts": { "providers": { "edge": { "lang": "en-GB" } } } } }
    /// //                                                        ^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "plugins": {
    ///     "entries": {
    ///       "voice-call": { "config": { "tts": { "providers": { "microsoft": { "lang": "en-GB" } } } } }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tts: { provider: "microsoft", providers: { microsoft: { lang: "en-GB" } } } }
    /// ```
    "tts-provider-blocks" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.3.28";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let Some(root) = context.tree.root().filter(|_| release.is_since(SINCE)) else { return };
    for (path, object) in speech::shared(root) {
        if release.lookup(path).is_none() {
            continue;
        }
        let provider = object.value().get("provider");
        let is_edge = |name: &str| name.trim().eq_ignore_ascii_case("edge");
        if let Some(provider) =
            provider.filter(|it| it.as_text().is_some_and(|text| is_edge(&text.to_lossy())))
        {
            let edits = context.edits(|plan| {
                plan.replace(provider, "microsoft");
                Ok(())
            });
            findings
                .add(Place::value(provider), "the provider Edge is called \"microsoft\" now")
                .help("OpenClaw's `doctor --fix` would write \"microsoft\"")
                .fix(Safety::Safe, "write \"microsoft\"", edits);
        }
        let beside =
            speech::BESIDE_PROVIDERS.iter().filter_map(|name| Some((object.get(name)?, *name)));
        let among = object.value().get("providers").and_then(Value::as_object);
        let edge = among.and_then(|among| Some((among.get("edge")?, "edge")));
        for (member, name) in beside.chain(edge) {
            report(context, findings, path, member, name);
        }
    }
}

fn report(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    path: &[&str],
    member: Member<'_>,
    name: &str,
) {
    if member.value().and_then(Value::as_object).is_none() {
        return;
    }
    let provider = if name == "edge" { "microsoft" } else { name };
    let to = [path, &["providers", provider]].concat();
    let finding = findings.add(
        Place::name(member),
        format!("the settings of this provider of speech stand in `{}`", to.join(".")),
    );
    let edits = context.edits(|plan| plan.carry_over(member, &to));
    finding.help("OpenClaw's `doctor --fix` would move them there").fix(
        Safety::Safe,
        format!("move them to `{}`", to.join(".")),
        edits,
    );
}
