//! What the rules about the gateway's token and those about its password share.

use super::missing_env_variable::takes_placeholder;
use super::{Context, Findings};
use crate::effective::{Credential, Secret};
use crate::finding::{Effect, Place, Safety};

/// What scripts leave behind for nothing.
const NOTHING: [&str; 2] = ["undefined", "null"];

/// The least characters that OpenClaw's audit asks for (2026.9.6).
pub(super) const LEAST: usize = 24;

/// Whether a secret is too short for OpenClaw's audit, which counts UTF-16 units.
pub(super) fn is_short(secret: &str) -> bool {
    secret.encode_utf16().count() < LEAST
}

/// Whether a credential is there and stands for nothing.
pub(super) fn is_nothing(credential: &Credential<'_>) -> bool {
    match credential {
        Credential::Blank(_) => true,
        other => other.text().is_some_and(|text| NOTHING.contains(&text)),
    }
}

/// Reports the secret that counts if it stands for nothing.
pub(super) fn check_nothing(context: &Context<'_>, secret: Secret, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some((_, credential)) = gateway.audited_secret().filter(|(it, _)| *it == secret) else {
        return;
    };
    if gateway.has_includes || !is_nothing(&credential) {
        return;
    }
    let (word, placeholder) = (secret.word(), secret.placeholder());
    let place = credential.value().map(Place::value);
    let path = ["gateway", "auth", word];
    let Some(place) = place.or_else(|| context.absence(&path)) else { return };
    let finding = findings.add(place, format!("this {word} is blank, or a word for nothing"));
    if gateway.is_remote() {
        finding.effect(Effect::Audited);
    }
    finding
        .help(format!("set a long random {word}, best as a placeholder such as `{placeholder}`"));
    if credential.value().is_some() && takes_placeholder(context, placeholder) {
        let edits = context.edits(|plan| plan.set(&path, placeholder));
        finding.fix(Safety::Unsafe, format!("read it from `{placeholder}`"), edits);
    }
}

/// Reports the secret that counts if it is short.
pub(super) fn check_length(context: &Context<'_>, secret: Secret, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some((_, credential)) = gateway.audited_secret().filter(|(it, _)| *it == secret) else {
        return;
    };
    let is_short = credential.text().is_some_and(is_short);
    if gateway.has_includes || is_nothing(&credential) || !is_short {
        return;
    }
    let word = secret.word();
    let place = credential.value().map(Place::value);
    let Some(place) = place.or_else(|| context.absence(&["gateway", "auth", word])) else { return };
    let finding = findings.add(place, format!("this {word} has fewer than {LEAST} characters"));
    finding.help(match credential {
        Credential::Variable(_) => {
            format!("set `{}` to a long random text: `openssl rand -hex 32`", secret.variable())
        }
        _ => "take a long random one: `openssl rand -hex 32`".to_owned(),
    });
}
