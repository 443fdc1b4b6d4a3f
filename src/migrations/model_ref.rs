//! Names of models as OpenClaw's own migrations rewrite them (2026.9.6).

mod claude;
mod table;

pub(super) use crate::effective::ModelName;
use crate::schema::trim;

/// What OpenClaw writes instead of a model's name; `None` where it keeps it.
pub(super) fn canonical(name: &str) -> Option<String> {
    let own = ModelName::of(name);
    let provider = own.provider_id();
    // The spelling of Google and Together is mended first, then what is retired.
    let now = if own.provider.is_some() && table::is_respelt(&provider, own.model) {
        let model = table::respelt(&provider, own.model);
        own.with(Some(&provider), model.as_deref().unwrap_or(own.model))
    } else {
        trim(name).to_owned()
    };
    successor(&now).or_else(|| (now != name).then_some(now))
}

/// What OpenClaw writes instead of the `id` of a model in a provider's list.
pub(super) fn canonical_id(provider: &str, id: &str) -> Option<String> {
    let own = trim(id);
    let spelt = table::respelt(&provider.trim().to_lowercase(), own);
    let now = spelt.as_deref().unwrap_or(own);
    let renamed = successor(&format!("{provider}/{now}"));
    let same_provider = renamed.as_deref().and_then(|name| {
        let (other, model) = name.split_once('/')?;
        other.eq_ignore_ascii_case(provider.trim()).then_some(model)
    });
    let now = same_provider.unwrap_or(now);
    (now != id).then(|| now.to_owned())
}

/// What took the place of a retired model.
fn successor(name: &str) -> Option<String> {
    let own = ModelName::of(name);
    let (provider, model) = (own.provider_id(), own.model.to_lowercase());
    if let Some(model) = table::successor(&provider, &model) {
        return Some(own.with(own.provider, model));
    }
    if !claude::is_sold_by(&provider) {
        return None;
    }
    let model = claude::successor(&provider, own.model).filter(|model| model != own.model)?;
    Some(own.with(own.provider, &model))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retired_models_have_successors() {
        let cases = [
            ("openai/gpt-4o", Some("openai/gpt-5.5")),
            ("OpenAI/GPT-4o@work", Some("OpenAI/gpt-5.5@work")),
            ("openai/gpt-5.6", Some("openai/gpt-5.6-sol")),
            ("openai-codex/gpt-5.2-codex", Some("openai-codex/gpt-5.5")),
            ("github-copilot/gpt-5-mini", Some("github-copilot/gpt-5.4-mini")),
            ("copilot-proxy/grok-code-fast-1", Some("copilot-proxy/gpt-5.4-mini")),
            ("groq/moonshotai/kimi-k2-instruct", Some("groq/openai/gpt-oss-120b")),
            ("xai/grok-4-0709", Some("xai/grok-4.3")),
            ("anthropic/claude-opus-4-5", Some("anthropic/claude-opus-4-7")),
            ("anthropic/claude-sonnet-4-20250514", Some("anthropic/claude-sonnet-4-6")),
            ("github-copilot/claude-sonnet-4.5", Some("github-copilot/claude-sonnet-4.6")),
            (
                "vercel-ai-gateway/anthropic/claude-3-opus",
                Some("vercel-ai-gateway/anthropic/claude-opus-4-6"),
            ),
            ("opus-4.5", Some("claude-opus-4-7")),
            ("anthropic/claude-haiku-4-5", None),
            ("amazon-bedrock/anthropic.claude-opus-4-1", None),
            ("openrouter/anthropic/claude-opus-4-5", None),
            ("google/gemini-3-pro", Some("google/gemini-3.1-pro-preview")),
            ("Google/gemini-2.5-pro", Some("google/gemini-2.5-pro")),
            ("openrouter/google/gemini-3-flash", Some("openrouter/google/gemini-3-flash-preview")),
            ("together/moonshotai/Kimi-K2.5", Some("together/moonshotai/Kimi-K2.6")),
            (" openai/gpt-5.4", Some("openai/gpt-5.4")),
            ("openai/gpt-5.4", None),
            ("", None),
        ];
        for (name, instead) in cases {
            assert_eq!(canonical(name).as_deref(), instead, "{name}");
        }
        assert_eq!(canonical_id("openai", "gpt-4o").as_deref(), Some("gpt-5.5"));
        assert_eq!(
            canonical_id("google", "gemini-3-pro").as_deref(),
            Some("gemini-3.1-pro-preview")
        );
        assert_eq!(canonical_id("mine", "gpt-4o"), None);
    }

    /// Asked of OpenClaw 2026.9.6.
    #[test]
    fn of_claudes_names_the_line_and_the_generation_count() {
        let opus = [
            "claude-3-opus-20240229",
            "CLAUDE-3-OPUS",
            "claude-opus-4",
            "claude-opus-4-0",
            "claude-opus-4-1-20250805",
            "claude-opus-4-20250514",
            "claude-opus-4.5:thinking",
            "opus-4",
        ];
        let sonnet = [
            "claude-3-5-sonnet",
            "claude-3-haiku-20240307",
            "claude-sonnet-4",
            "claude-sonnet-4-5@20250929",
            "sonnet-3.7",
            "haiku-3.5",
        ];
        let kept = [
            "claude-3",
            "claude-3-foo",
            "claude-opus-4-2",
            "claude-opus-4-2025051",
            "claude-opus-4-2025051x",
            "claude-opus-4-5x",
            "claude-opus-4-6",
            "claude-opus-4-65",
            "claude-opus-41",
            "claude-haiku-4",
            "opus-5",
            "haiku-4",
            "anthropic.claude-opus-4-7",
            "anthropic.claude-sonnet-4-6-v1",
            "anthropic.claude-3-sonnet",
            "anthropic.claude-x-4",
        ];
        for (names, instead) in [
            (opus.as_slice(), Some("claude-opus-4-7")),
            (&sonnet, Some("claude-sonnet-4-6")),
            (&["anthropic.claude-opus-4-1-v1:0"], Some("anthropic.claude-opus-4-7")),
            (
                &["anthropic.claude-haiku-4-5", "anthropic.claude-sonnet-4-5"],
                Some("anthropic.claude-sonnet-4-6"),
            ),
            (&["anthropic/claude-opus-4.5"], Some("anthropic/claude-opus-4-7")),
            (&kept, None),
        ] {
            for name in names {
                let instead = instead.map(|model| format!("anthropic/{model}"));
                assert_eq!(canonical(&format!("anthropic/{name}")), instead, "{name}");
            }
        }
        for provider in ["amazon-bedrock", "openrouter", "x"] {
            assert_eq!(canonical(&format!("{provider}/claude-3-opus")), None, "{provider}");
        }
    }
}
