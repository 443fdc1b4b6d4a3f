//! The sessions that hooks may open.

use std::collections::BTreeSet;

use crate::finding::Place;
use crate::rules::{Context, Findings};
use crate::syntax::{Array, Value};

/// What a session's key looks like when a hook sets none.
const EXAMPLE: &str = "hook:example";

pub(super) fn check(context: &Context<'_>, hooks: Value<'_>, findings: &mut Findings<'_>) {
    let list = hooks.get("allowedSessionKeyPrefixes");
    let items = || list.and_then(Value::as_array).into_iter().flat_map(Array::items);
    let texts: Vec<_> = items().map(|item| context.text(item)).collect();
    // A variable of which nothing is known may hold any prefix.
    if texts.iter().any(Option::is_none) {
        return;
    }
    let prefixes = texts.into_iter().flatten().map(|text| text.trim().to_lowercase());
    let prefixes: Vec<String> = prefixes.filter(|prefix| !prefix.is_empty()).collect();
    let Some(list) = list.filter(|_| !prefixes.is_empty()) else {
        check_templates(context, hooks, findings);
        return;
    };
    let default = hooks.get("defaultSessionKey");
    let text = match default.map(|default| context.text(default)) {
        Some(None) => return,
        Some(Some(text)) => text.trim().to_lowercase(),
        None => String::new(),
    };
    let begins = |key: &str| prefixes.iter().any(|prefix| key.starts_with(prefix));
    match default.filter(|_| !text.is_empty()) {
        Some(default) if !begins(&text) => {
            let message = "the default begins with none of the allowed prefixes";
            let finding = findings.add(Place::value(default), message);
            finding.help("allow a prefix of it, or choose another").related(list.span(), "allowed");
        }
        None if !begins(EXAMPLE) => {
            let message = "without `hooks.defaultSessionKey` the prefix `hook:` must be allowed";
            findings.add(Place::value(list), message).help("add \"hook:\", or set a default");
        }
        _ => {}
    }
}

/// The item that switches the preset for Gmail on.
pub(super) fn gmail(hooks: Value<'_>) -> Option<Value<'_>> {
    let presets = hooks.get("presets").and_then(Value::as_array)?;
    presets.items().find(|preset| preset.is_text("gmail"))
}

/// Finds mappings that build the key from the request while nothing bounds it.
fn check_templates(context: &Context<'_>, hooks: Value<'_>, findings: &mut Findings<'_>) {
    let mut earlier = Earlier::default();
    let mut report = |place| {
        let message = "a session's key is built from the request, and nothing bounds it";
        let finding = findings.add(place, message);
        finding.help("allow prefixes: `hooks.allowedSessionKeyPrefixes: [\"hook:\"]`");
    };
    let mappings = hooks.get("mappings").and_then(Value::as_array);
    for mapping in mappings.into_iter().flat_map(Array::items) {
        let text = |path: &[&str]| mapping.at(path).and_then(|value| context.text(value));
        let path = text(&["match", "path"]).map(|path| path.trim().trim_matches('/').to_owned());
        let source = text(&["match", "source"]).map(|source| source.trim().to_owned());
        let source = source.filter(|source| !source.is_empty());
        if earlier.shadows(path.clone().filter(|path| !path.is_empty()), source) {
            continue;
        }
        let key = mapping.get("sessionKey");
        if let Some(key) = key.filter(|key| context.text(*key).is_some_and(|key| is_template(&key)))
        {
            report(Place::value(key));
        }
    }
    if let Some(preset) = gmail(hooks)
        && !earlier.shadows(Some("gmail".to_owned()), None)
    {
        report(Place::value(preset));
    }
}

/// What the mappings so far catch. Those that match anything at a place leave it empty.
#[derive(Default)]
struct Earlier {
    matches: BTreeSet<(Option<String>, Option<String>)>,
}

impl Earlier {
    /// Whether an earlier mapping catches all that this one does. If none does, it is one of them.
    fn shadows(&mut self, path: Option<String>, source: Option<String>) -> bool {
        let candidates = [
            (None, None),
            (path.clone(), None),
            (None, source.clone()),
            (path.clone(), source.clone()),
        ];
        let shadowed = candidates.iter().any(|candidate| self.matches.contains(candidate));
        self.matches.insert((path, source));
        shadowed
    }
}

/// Whether a text holds `{{…}}`.
fn is_template(text: &str) -> bool {
    let parts: Vec<&str> = text.split('}').collect();
    parts.windows(3).any(|parts| {
        let opens = parts[0].find("{{").is_some_and(|at| at + 2 < parts[0].len());
        opens && parts[1].is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::is_template;

    #[test]
    fn templates_are_told_from_text() {
        for text in ["{{id}}", "hook:{{ a[0].b }}:x", "{{ }}", "{{{}}", "{{a}{{b}}"] {
            assert!(is_template(text), "{text}");
        }
        for text in ["", "{{}}", "{id}", "{{id}", "{{a} }", "}}{{"] {
            assert!(!is_template(text), "{text}");
        }
    }
}
