//! Names of models, such as `openai/gpt-5.4@work`.

use crate::schema::trim;

/// A name such as `openai/gpt-5.4@work`, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelName<'n> {
    /// As it is written; `None` for a name without one.
    pub provider: Option<&'n str>,
    /// What stands behind the first slash.
    pub model: &'n str,
    /// The auth profile behind the last `@`.
    pub profile: Option<&'n str>,
}

impl<'n> ModelName<'n> {
    /// Takes a name apart.
    pub fn of(name: &'n str) -> Self {
        let (name, profile) = without_profile(name);
        match name.split_once('/') {
            Some((provider, model)) if !provider.is_empty() => {
                Self { provider: Some(trim(provider)), model: trim(model), profile }
            }
            _ => Self { provider: None, model: name, profile },
        }
    }

    /// The provider as OpenClaw compares it; empty for a name without one.
    pub fn provider_id(&self) -> String {
        self.provider.unwrap_or_default().to_lowercase()
    }

    /// The name of another model, with the same profile.
    pub fn with(&self, provider: Option<&str>, model: &str) -> String {
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
}
