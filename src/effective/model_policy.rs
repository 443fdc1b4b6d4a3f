//! What may stand in a list of allowed models (OpenClaw 2026.9.6).

use crate::schema::trim;

/// Words of a time before providers that are still taken.
const KEPT: [&str; 2] = ["openrouter:auto", "openrouter:free"];

/// Whether `text` names one model, or all models of a provider or below a path. Aliases, which a
/// config gives, are not known here.
pub fn allows_models(text: &str) -> bool {
    KEPT.contains(&trim(text).to_lowercase().as_str()) || names_models(trim(text))
}

fn names_models(text: &str) -> bool {
    let Some((provider, model)) = text.split_once('/') else { return false };
    let is_part = |part: &str| {
        let foreign = |letter: char| {
            letter == '*'
                || letter.is_ascii_control()
                || trim(letter.encode_utf8(&mut [0; 4])).is_empty()
        };
        !part.is_empty() && !part.contains(foreign)
    };
    let one = is_part(trim(provider)) && trim(model).split('/').all(is_part);
    let parts: Vec<&str> = text.split('/').map(trim).collect();
    let all = match parts.as_slice() {
        [before @ .., "*"] => before.iter().all(|part| is_part(part)),
        _ => false,
    };
    one || all
}
