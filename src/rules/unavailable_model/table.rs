//! The models that OpenClaw refuses wherever a config names them, and since when it does.

use crate::schema::{Release, Since};

/// Since when each of the lists below is refused, all of their entries asked.
const GOOGLE_SINCE: Since = Since::known("2026.5.12");
const GOOGLE_LATER_SINCE: Since = Since::known("2026.8.1");
const XAI_SINCE: Since = Since::known("2026.6.11");
const AZURE_SINCE: Since = Since::known("2026.5.2");

/// What became of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Its maker shut it down; this one of the same provider stands in its place.
    ReplacedBy(&'static str),
    /// OpenClaw cannot run it.
    Unsupported,
    /// It is reached through another provider only.
    ThroughAnother(&'static str),
}

/// What became of the model of that provider; both in lower case. `None` while `release` lets it be
/// used.
pub(super) fn fate(provider: &str, model: &str, release: Release) -> Option<Fate> {
    let (fate, since) = match provider {
        "google" | "google-gemini-cli" | "google-vertex" => {
            let at = GOOGLE.binary_search_by(|(own, _)| (*own).cmp(model)).ok()?;
            let later = GOOGLE_LATER.contains(&model);
            let since = if later { GOOGLE_LATER_SINCE } else { GOOGLE_SINCE };
            (Fate::ReplacedBy(GOOGLE[at].1), since)
        }
        "xai" => (XAI.binary_search(&model).is_ok().then_some(Fate::Unsupported)?, XAI_SINCE),
        "azure-openai-responses" if model == "gpt-5.3-codex-spark" => {
            (Fate::ThroughAnother("openai/gpt-5.3-codex-spark"), AZURE_SINCE)
        }
        _ => return None,
    };
    since.holds_in(release).then_some(fate)
}

/// Models of Google that were shut down later than the others.
const GOOGLE_LATER: [&str; 4] = [
    "gemini-2.0-flash",
    "gemini-2.0-flash-001",
    "gemini-2.0-flash-lite",
    "gemini-2.0-flash-lite-001",
];

/// Models of Google's three providers that are gone, and what stands in their place, sorted.
static GOOGLE: [(&str, &str); 37] = [
    ("gemini-1.5-flash", "gemini-2.5-flash"),
    ("gemini-1.5-flash-8b", "gemini-2.5-flash-lite"),
    ("gemini-1.5-pro", "gemini-3.1-pro-preview"),
    ("gemini-2.0-flash", "gemini-2.5-flash"),
    ("gemini-2.0-flash-001", "gemini-2.5-flash"),
    ("gemini-2.0-flash-exp", "gemini-2.5-flash"),
    ("gemini-2.0-flash-exp-image-generation", "gemini-2.5-flash-image"),
    ("gemini-2.0-flash-lite", "gemini-2.5-flash-lite"),
    ("gemini-2.0-flash-lite-001", "gemini-2.5-flash-lite"),
    ("gemini-2.0-flash-lite-preview", "gemini-2.5-flash-lite"),
    ("gemini-2.0-flash-lite-preview-02-05", "gemini-2.5-flash-lite"),
    ("gemini-2.0-flash-live-001", "gemini-3.1-flash-live-preview"),
    ("gemini-2.0-flash-preview-image-generation", "gemini-2.5-flash-image"),
    ("gemini-2.0-flash-thinking-exp", "gemini-2.5-flash"),
    ("gemini-2.0-flash-thinking-exp-01-21", "gemini-2.5-flash"),
    ("gemini-2.0-flash-thinking-exp-1219", "gemini-2.5-flash"),
    ("gemini-2.0-pro-exp", "gemini-3.1-pro-preview"),
    ("gemini-2.0-pro-exp-02-05", "gemini-3.1-pro-preview"),
    ("gemini-2.5-flash-exp-native-audio-thinking-dialog", "gemini-3.1-flash-live-preview"),
    ("gemini-2.5-flash-image-preview", "gemini-2.5-flash-image"),
    ("gemini-2.5-flash-lite-preview-06-17", "gemini-2.5-flash-lite"),
    ("gemini-2.5-flash-lite-preview-09-2025", "gemini-3.1-flash-lite"),
    ("gemini-2.5-flash-lite-preview-09-25", "gemini-3.1-flash-lite"),
    ("gemini-2.5-flash-preview-04-17", "gemini-2.5-flash"),
    ("gemini-2.5-flash-preview-05-20", "gemini-2.5-flash"),
    ("gemini-2.5-flash-preview-09-2025", "gemini-3-flash-preview"),
    ("gemini-2.5-flash-preview-09-25", "gemini-3-flash-preview"),
    ("gemini-2.5-flash-preview-native-audio-dialog", "gemini-3.1-flash-live-preview"),
    ("gemini-2.5-pro-exp-03-25", "gemini-3.1-pro-preview"),
    ("gemini-2.5-pro-preview-03-25", "gemini-3.1-pro-preview"),
    ("gemini-2.5-pro-preview-05-06", "gemini-3.1-pro-preview"),
    ("gemini-2.5-pro-preview-06-05", "gemini-3.1-pro-preview"),
    ("gemini-3-pro-preview", "gemini-3.1-pro-preview"),
    ("gemini-3.1-pro-preview-customtools", "gemini-3.1-pro-preview"),
    ("gemini-live-2.5-flash", "gemini-3.1-flash-live-preview"),
    ("gemini-live-2.5-flash-preview", "gemini-3.1-flash-live-preview"),
    ("gemini-live-2.5-flash-preview-native-audio", "gemini-3.1-flash-live-preview"),
];

/// Models of xAI that OpenClaw cannot run, sorted.
static XAI: [&str; 7] = [
    "grok-4.20-multi-agent",
    "grok-4.20-multi-agent-0309",
    "grok-4.20-multi-agent-beta-0309",
    "grok-4.20-multi-agent-beta-latest",
    "grok-4.20-multi-agent-experimental-beta-0304",
    "grok-4.20-multi-agent-experimental-beta-latest",
    "grok-4.20-multi-agent-latest",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_lead_to_models_that_are_there() {
        assert!(GOOGLE.is_sorted_by(|a, b| a.0 < b.0));
        assert!(XAI.is_sorted());
        for (model, instead) in GOOGLE {
            assert_eq!(fate("google", instead, Release::LATEST), None, "{model} → {instead}");
        }
    }
}
