//! Names of models as OpenClaw's own migrations rewrite them (2026.9.6).

mod claude;
mod table;

use crate::schema::trim;

/// A name such as `openai/gpt-5.4@work`, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ModelName<'n> {
    /// As it is written; `None` for a name without one.
    pub(super) provider: Option<&'n str>,
    /// What stands behind the first slash.
    pub(super) model: &'n str,
    /// The auth profile behind the last `@`.
    pub(super) profile: Option<&'n str>,
}

impl<'n> ModelName<'n> {
    /// Takes a name apart.
    pub(super) fn of(name: &'n str) -> Self {
        let (name, profile) = without_profile(name);
        match name.split_once('/') {
            Some((provider, model)) if !provider.is_empty() => {
                Self { provider: Some(trim(provider)), model: trim(model), profile }
            }
            _ => Self { provider: None, model: name, profile },
        }
    }

    /// The provider as OpenClaw compares it; empty for a name without one.
    pub(super) fn provider_id(&self) -> String {
        self.provider.unwrap_or_default().to_lowercase()
    }

    /// The name of another model, with the same profile.
    pub(super) fn with(&self, provider: Option<&str>, model: &str) -> String {
        let provider = provider.map_or(String::new(), |provider| format!("{provider}/"));
        let profile = self.profile.map_or(String::new(), |profile| format!("@{profile}"));
        format!("{provider}{model}{profile}")
    }
}

/// Parts a name from its auth profile. `@20250514` (the day of a version) and `@q4_k_m` (a way of
/// rounding) belong to the model.
fn without_profile(name: &str) -> (&str, Option<&str>) {
    let name = trim(name);
    let after_slash = name.rfind('/').map_or(0, |at| at + 1);
    let next = |from: usize| name.get(from..)?.find('@').map(|at| from + at);
    let Some(mut at) = next(after_slash).filter(|&at| at > 0) else { return (name, None) };
    for belongs in [is_day, is_rounding] {
        let part = name[at + 1..].split('@').next().unwrap_or_default();
        if belongs(part) {
            match next(at + 1) {
                Some(behind) => at = behind,
                None => return (name, None),
            }
        }
    }
    let (model, profile) = (trim(&name[..at]), trim(&name[at + 1..]));
    if model.is_empty() || profile.is_empty() { (name, None) } else { (model, Some(profile)) }
}

fn is_day(part: &str) -> bool {
    part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// `q4`, `iq3_xs`, `q5_k_m`, `4bit`.
fn is_rounding(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if part.strip_suffix("bit").is_some_and(is_number) {
        return true;
    }
    let part = part.strip_prefix('i').filter(|rest| rest.starts_with('q')).unwrap_or(&part);
    let Some(rest) = part.strip_prefix('q') else { return false };
    let mut parts = rest.split('_');
    let is_word =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_number) && parts.all(is_word)
}

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
    fn names_come_apart() {
        let cases = [
            ("openai/gpt-5.4", Some("openai"), "gpt-5.4", None),
            (" gpt-5.4@work ", None, "gpt-5.4", Some("work")),
            ("vertex/claude@20250514", Some("vertex"), "claude@20250514", None),
            ("vertex/claude@20250514@work", Some("vertex"), "claude@20250514", Some("work")),
            ("ollama/qwen@q4_k_m", Some("ollama"), "qwen@q4_k_m", None),
            ("ollama/qwen@iq3_xs@a:b", Some("ollama"), "qwen@iq3_xs", Some("a:b")),
            ("lmstudio/qwen@4bit", Some("lmstudio"), "qwen@4bit", None),
            ("@work", None, "@work", None),
            ("a/b@", Some("a"), "b@", None),
            ("openrouter/meta/llama@x", Some("openrouter"), "meta/llama", Some("x")),
        ];
        for (name, provider, model, profile) in cases {
            assert_eq!(ModelName::of(name), ModelName { provider, model, profile }, "{name}");
        }
    }

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
}
