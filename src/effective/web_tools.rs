//! Whether the tools that bring in what strangers wrote are switched on (OpenClaw 2026.9.6).

use super::{Config, Setting, members};
use crate::plugins::{Configured, Idle};
use crate::syntax::Value;

/// A tool that reads what strangers wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebTool {
    /// `web_search`
    Search,
    /// `web_fetch`
    Fetch,
    /// `browser`
    Browser,
}

impl WebTool {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Search, Self::Fetch, Self::Browser];

    /// The name of the tool.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Search => "web_search",
            Self::Fetch => "web_fetch",
            Self::Browser => "browser",
        }
    }
}

impl<'t> Config<'_, 't> {
    /// Whether the tool is switched on. The search is when it is configured at all, the others are
    /// unless they are switched off.
    pub fn web_tool(&self, tool: WebTool) -> Setting<'t, bool> {
        match tool {
            WebTool::Search => self.searches(),
            WebTool::Fetch => self.switch(&["tools", "web", "fetch", "enabled"]),
            WebTool::Browser => {
                let own = self.switch(&["browser", "enabled"]);
                let plugins = Configured::of(self.root);
                let entry = self.at(&["plugins", "entries", "browser"]);
                let idle = plugins.idle("browser", entry);
                match idle {
                    Some(Idle::AllOff(place) | Idle::EntryOff(place) | Idle::NotAllowed(place)) => {
                        Setting { value: false, place: Some(place) }
                    }
                    Some(Idle::Denied) => {
                        Setting { value: false, place: self.at(&["plugins", "deny"]) }
                    }
                    _ => own,
                }
            }
        }
    }

    /// On unless it is off.
    fn switch(&self, path: &[&str]) -> Setting<'t, bool> {
        let place = self.at(path);
        Setting { value: place.and_then(Value::as_bool) != Some(false), place }
    }

    fn searches(&self) -> Setting<'t, bool> {
        let search = self.at(&["tools", "web", "search"]);
        let switch = search.and_then(|search| search.get("enabled"));
        if let Some(on) = switch.and_then(Value::as_bool) {
            return Setting { value: on, place: switch };
        }
        let says_something = |section: Option<Value<'t>>| {
            let said = members(section).into_iter().filter(|(name, _)| name != "enabled");
            let mut values = said.filter_map(|(_, member)| member.value());
            values.find(|value| match value.as_text() {
                Some(text) => !text.to_lossy().trim().is_empty(),
                None => !value.is_null(),
            })
        };
        let entries = members(self.at(&["plugins", "entries"])).into_iter();
        let of_plugins = entries.map(|(_, entry)| entry.value()?.at(&["config", "webSearch"]));
        let place = std::iter::once(search).chain(of_plugins).find_map(says_something);
        Setting { value: place.is_some(), place }
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;
    use super::*;

    #[test]
    fn web_tools_are_on_or_off() {
        let cases: [(&str, [bool; 3]); 9] = [
            ("{}", [false, true, true]),
            ("{tools: {web: {search: {provider: 'brave'}}}}", [true, true, true]),
            (
                "{tools: {web: {search: {provider: ' '}, fetch: {enabled: false}}}}",
                [false, false, true],
            ),
            ("{tools: {web: {search: {enabled: false, provider: 'brave'}}}}", [false, true, true]),
            (
                "{plugins: {entries: {brave: {config: {webSearch: {apiKey: 'x'}}}}}}",
                [true, true, true],
            ),
            ("{browser: {enabled: false}}", [false, true, false]),
            ("{plugins: {enabled: false}}", [false, true, false]),
            ("{plugins: {deny: ['Browser']}}", [false, true, false]),
            ("{plugins: {allow: ['telegram']}}", [false, true, false]),
        ];
        for (text, expected) in cases {
            let found = with(text, |config| WebTool::ALL.map(|tool| config.web_tool(tool).value));
            assert_eq!(found, expected, "{text}");
        }
    }
}
