//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, nearest, quote, trim};
use crate::syntax::{JsText, Member, Object, Value};

rule! {
    /// The chosen voice provider is not among those configured, or none is chosen.
    ///
    /// `talk.provider` and `talk.realtime.provider` choose one of the `providers` beside them. OpenClaw
    /// puts the choice into lower case and takes the names as they are written, so a name with a capital
    /// letter is never found. One provider alone need not be chosen; with two or more it must be.
    ///
    /// The fix is safe where only case differs: it writes the name in lower case. A name that is near is
    /// offered as an unsafe fix.
    ///
    /// ```json5 bad
    /// {
    ///   talk: {
    ///     provider: "OpenAI",
    /// //            ^^^^^^^^
    ///     providers: { OpenAI: { voice: "alloy" } },
    ///     realtime: {
    ///       provider: "gogle",
    /// //              ^^^^^^^
    ///       providers: { google: {} },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   talk: {
    ///     provider: "OpenAI",
    ///     providers: { openai: { voice: "alloy" } },
    ///     realtime: {
    ///       provider: "google",
    ///       providers: { google: {} },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// { talk: { providers: { openai: {}, elevenlabs: {} } } }
    /// //        ^^^^^^^^^
    /// ```
    ///
    /// ```json5 good
    /// { talk: { provider: "OpenAI", providers: { openai: {}, elevenlabs: {} } } }
    /// ```
    ///
    /// ```json5 good
    /// { talk: { providers: { openai: {} }, realtime: { provider: "openai" } } }
    /// ```
    "unknown-talk-provider" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.3.8");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(talk) = context.tree.root().and_then(|root| root.get("talk")) else { return };
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for section in [Some(talk), talk.get("realtime")].into_iter().flatten() {
        look(context, findings, section);
    }
}

fn look(context: &Context<'_>, findings: &mut Findings<'_>, section: Value<'_>) {
    let included = |value: Value<'_>| value.get("$include").is_some();
    let Some(providers) = section.get("providers").and_then(Value::as_object) else { return };
    if included(section) || included(providers.value()) {
        return;
    }
    let mut names = providers.effective();
    names.retain(|(name, _)| *name != "__proto__");
    let choice = section.get("provider");
    let text = match choice {
        None => String::new(),
        // What is not known, or no text, is left alone.
        Some(value) => match context.text(value) {
            Some(text) => trim(&text).to_lowercase(),
            None => return,
        },
    };
    let key = section.key().child("provider");
    if text.is_empty() {
        let written = choice.map(Value::span);
        let holder = providers.value().member().map(Member::name_span);
        let (2.., Some(span)) = (names.len(), written.or(holder)) else { return };
        let message = format!("there are {} providers, and none is chosen", names.len());
        findings.add(Place { key, span }, message).help("name one of them in `provider`");
    } else if let Some(value) = choice.filter(|_| !names.is_empty())
        && !names.iter().any(|(name, _)| *name == *text)
    {
        missing(context, findings, providers, &names, value, &text);
    }
}

/// A choice that is not there.
fn missing(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    providers: Object<'_>,
    names: &[(JsText<'_>, Member<'_>)],
    choice: Value<'_>,
    text: &str,
) {
    let place = Place::value(choice);
    let message = format!("there is no provider {} in `providers`", quote(&place.key, choice));
    let finding = findings.add(place, message);
    let same = |name: &JsText<'_>| trim(&name.to_lossy()).to_lowercase() == text;
    let alike: Vec<_> = names.iter().filter(|(name, _)| same(name)).collect();
    if let [(_, member)] = alike.as_slice()
        && providers.get(text).is_none()
    {
        finding.related(member.name_span(), "this name is not in lower case");
        finding.help("write the name in lower case");
        let edits = context.edits(|plan| plan.rename(*member, text));
        finding.fix(Safety::Safe, format!("rename it to `{text}`"), edits);
        return;
    }
    finding.help("configure it in `providers`, or choose one that is there");
    let known: Vec<_> = names.iter().filter_map(|(name, _)| name.as_str()).collect();
    let known = known.into_iter().filter(|name| name.to_lowercase() == *name);
    if let [near] = nearest(text, known).as_slice() {
        let edits = context.edits(|plan| {
            plan.replace(choice, *near);
            Ok(())
        });
        finding.fix(Safety::Unsafe, format!("write `{near}`"), edits);
    }
}
