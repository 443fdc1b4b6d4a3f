//! The models that OpenClaw lists by itself (2026.9.6).

use std::borrow::Cow;

/// The names, each `provider/model`, in the order of the alphabet, below a head of comments.
const LISTED: &str = include_str!("listed_models.txt");

/// The models of a provider that OpenClaw lists by itself, whatever a provider is called; none for one
/// whose models it learns as it runs.
pub fn listed_models(provider: &str) -> impl Iterator<Item = &'static str> {
    // Models of OpenAI that Microsoft hosts are listed with OpenAI's own.
    let provider: Cow<'_, str> = match provider.to_lowercase() {
        azure if azure == "azure-openai-responses" => "openai".into(),
        other => other.into(),
    };
    let lines = LISTED.split_terminator('\n').filter(|line| !line.starts_with('#'));
    lines.filter_map(move |line| {
        let (of, model) = line.split_once('/')?;
        (of == provider).then_some(model)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_have_their_models() {
        assert!(listed_models("OpenAI").any(|model| model == "gpt-5.4"));
        assert!(listed_models("azure-openai-responses").any(|model| model == "gpt-5.4"));
        assert!(listed_models("huggingface").any(|model| model == "openai/gpt-oss-120b"));
        assert_eq!(listed_models("openrouter").next(), None);
    }
}
