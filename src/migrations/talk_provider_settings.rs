//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value};

rule! {
    /// Settings of a provider of speech stand in `talk` itself.
    ///
    /// `voiceId`, `voiceAliases`, `modelId`, `outputFormat` and `apiKey` belong to a provider: the one
    /// that `talk.provider` names, else the only one that is set up, else `elevenlabs`. The fix moves
    /// them there, as OpenClaw's own migration does; what the provider has already holds. With several
    /// providers and none named, only you know which one they are for; commenting them out needs your
    /// word.
    ///
    /// ```json5 bad
    /// {
    ///   talk: {
    ///     provider: "acme",
    ///     voiceId: "abc",
    /// //  ^^^^^^^
    ///     providers: { acme: { apiKey: "${ACME_KEY}" } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   talk: {
    ///     provider: "acme",
    ///     providers: { acme: { apiKey: "${ACME_KEY}", voiceId: "abc" } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "talk": { "voiceId": "abc", "modelId": "eleven_v3" }
    /// //          ^^^^^^^^^         ^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "talk": { "providers": { "elevenlabs": { "voiceId": "abc", "modelId": "eleven_v3" } } }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { talk: { providers: { elevenlabs: { voiceId: "abc" } } } }
    /// ```
    ///
    /// ```json5 good 2026.3.2
    /// { talk: { voiceId: "abc", providers: { elevenlabs: { apiKey: "${ELEVENLABS_KEY}" } } } }
    /// ```
    "talk-provider-settings" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const NAMES: [&str; 5] = ["voiceId", "voiceAliases", "modelId", "outputFormat", "apiKey"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let talk = context.tree.root().and_then(|root| root.get("talk")).and_then(Value::as_object);
    let Some(talk) = talk else { return };
    for name in NAMES {
        let is_old = release.lookup(&["talk", name]).is_none()
            && release.lookup(&["talk", "providers", "elevenlabs", name]).is_some();
        if let Some(member) = talk.get(name).filter(|_| is_old) {
            report(context, findings, talk, member, name);
        }
    }
}

fn report(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    talk: Object<'_>,
    member: Member<'_>,
    name: &str,
) {
    let finding =
        findings.add(Place::name(member), format!("`{name}` belongs to a provider of speech"));
    if let Some(provider) = provider_of(context, talk) {
        let to = ["talk", "providers", &provider, name];
        let edits = context.edits(|plan| plan.carry_over(member, &to));
        let place = to.join(".");
        finding.help(format!("its place is `{place}`"));
        finding.fix(Safety::Safe, format!("move it to `{place}`"), edits);
    } else {
        finding.help("move it to the provider it is for, under `talk.providers`");
        let reason = "which provider it is for is not said";
        let edits = context.edits(|plan| plan.retire(member, reason));
        finding.fix(Safety::Unsafe, "take it out", edits);
    }
}

/// The provider that the settings are for, if that can be known.
fn provider_of(context: &Context<'_>, talk: Object<'_>) -> Option<String> {
    let named = talk.value().get("provider").filter(|it| it.as_text().is_some());
    if let Some(named) = named {
        let name = context.text(named)?;
        let name = trim(&name);
        if !name.is_empty() {
            return Some(name.to_owned());
        }
    }
    let providers = talk.value().get("providers").and_then(Value::as_object);
    let providers = providers.map(Object::effective).unwrap_or_default();
    match providers.as_slice() {
        [] => Some("elevenlabs".to_owned()),
        [(name, _)] => Some(trim(&name.to_lossy()).to_owned()),
        _ => None,
    }
}
