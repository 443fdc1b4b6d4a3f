//! The tools of OpenClaw 2026.9.6, their groups and the profiles that have them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::work::{self, Work};

/// Tools by group, each with its profiles: `m`inimal, me`s`saging, `c`oding.
const GROUPS: [(&str, &[(&str, &str)]); 11] = [
    (
        "group:fs",
        &[("ls", "c"), ("read", "c"), ("write", "c"), ("edit", "c"), ("apply_patch", "c")],
    ),
    (
        "group:runtime",
        &[("exec", "c"), ("process", "c"), ("code_execution", "c"), ("secrets", "cs")],
    ),
    ("group:web", &[("web_search", "c"), ("web_fetch", "c"), ("x_search", "c")]),
    ("group:memory", &[("memory_search", "c"), ("memory_get", "c")]),
    (
        "group:sessions",
        &[
            ("sessions", "cs"),
            ("sessions_list", "cs"),
            ("sessions_history", "cs"),
            ("sessions_search", "cs"),
            ("conversations_list", "cs"),
            ("conversations_send", "cs"),
            ("conversations_turn", "cs"),
            ("sessions_send", "cs"),
            ("sessions_spawn", "cs"),
            ("github_identity_status", "c"),
            ("github_publish", "c"),
            ("agents_wait", "c"),
            ("sessions_yield", "cs"),
            ("subagents", "cs"),
            ("session_status", "csm"),
            ("suggest_task", "c"),
            ("dismiss_task", "c"),
        ],
    ),
    (
        "group:ui",
        &[
            ("browser", ""),
            ("screen", "c"),
            ("theme", "cs"),
            ("dashboard", "c"),
            ("terminal", "c"),
            ("portal", "c"),
            ("canvas", ""),
            ("show_widget", ""),
        ],
    ),
    ("group:messaging", &[("message", "s")]),
    (
        "group:automation",
        &[
            ("heartbeat_respond", ""),
            ("automations", "c"),
            ("gateway", "csm"),
            ("plugins", "c"),
            ("openclaw", ""),
        ],
    ),
    ("group:nodes", &[("nodes", ""), ("computer", ""), ("mobile_ui", "")]),
    (
        "group:agents",
        &[
            ("agents_list", ""),
            ("get_goal", "c"),
            ("create_goal", "c"),
            ("update_goal", "c"),
            ("progress_card", "c"),
            ("ask_user", "cs"),
            ("skill_workshop", "c"),
        ],
    ),
    (
        "group:media",
        &[
            ("view_image", "c"),
            ("image_generate", "c"),
            ("music_generate", "c"),
            ("video_generate", "c"),
            ("tts", ""),
            ("pdf", ""),
        ],
    ),
];

/// The profile that allows everything.
const EVERYTHING: &str = "full";

/// The group of nearly all tools, and those that it lacks.
const OPENCLAW: &str = "group:openclaw";
const NOT_IN_OPENCLAW: [&str; 8] =
    ["ls", "read", "write", "edit", "apply_patch", "exec", "process", "canvas"];

/// Other names of tools.
const ALIASES: [(&str, &str); 3] =
    [("apply-patch", "apply_patch"), ("bash", "exec"), ("cron", "automations")];

/// The tools of MCP servers, as one entry of a profile.
const MCP: &str = "bundle-mcp";

fn tools() -> impl Iterator<Item = (&'static str, &'static str)> {
    GROUPS.iter().flat_map(|(_, tools)| tools.iter().copied())
}

/// Whether a tool of exactly that name ships with OpenClaw.
pub fn is_tool(name: &str) -> bool {
    tools().any(|(tool, _)| tool == name)
}

/// The names of all tools.
pub fn tool_names() -> impl Iterator<Item = &'static str> {
    tools().map(|(tool, _)| tool)
}

/// The names of all groups of tools.
pub fn tool_groups() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().map(|(group, _)| *group).chain([OPENCLAW])
}

/// Whether a group of tools of exactly that name ships with OpenClaw.
pub fn is_tool_group(name: &str) -> bool {
    tool_groups().any(|group| group == name)
}

/// What a profile allows; `None` for what is no profile.
pub fn profile_tools(profile: &str) -> Option<Vec<String>> {
    if profile == EVERYTHING {
        return Some(vec!["*".to_owned()]);
    }
    Some(profile_entries(profile_mark(profile)?).map(str::to_owned).collect())
}

/// The mark of a profile that has some tools; `None` for any other word.
fn profile_mark(profile: &str) -> Option<char> {
    match profile {
        "minimal" => Some('m'),
        "messaging" => Some('s'),
        "coding" => Some('c'),
        _ => None,
    }
}

/// What the profile with this mark allows.
fn profile_entries(mark: char) -> impl Iterator<Item = &'static str> {
    let own = tools().filter(move |(_, profiles)| profiles.contains(mark)).map(|(tool, _)| tool);
    own.chain((mark != 'm').then_some(MCP))
}

/// The form in which tools are compared: without white space around it, in lower case, an alias
/// replaced.
pub fn tool_name(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    let is_lower = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let name = if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) };
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
    alias.map_or(name, |(_, tool)| Cow::Borrowed(tool))
}

/// The tools of a list, kept as the list says them: groups and profiles are not written out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToolSet(Vec<Entry>);

/// What an entry of a list stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    /// A tool, or a pattern with `*`.
    Named(String),
    Group(&'static [(&'static str, &'static str)]),
    OpenClaw,
    /// The tools of the profile with this mark.
    Profile(char),
}

impl ToolSet {
    /// The tools of a list of tools, patterns and groups.
    pub fn of(list: &[String]) -> Self {
        let names = list.iter().map(|name| tool_name(name)).filter(|name| !name.is_empty());
        Self(names.map(Entry::of).collect())
    }

    /// What a profile allows; `None` for what is no profile.
    pub fn of_profile(profile: &str) -> Option<Self> {
        Some(Self(vec![match profile {
            EVERYTHING => Entry::Named("*".to_owned()),
            _ => Entry::Profile(profile_mark(profile)?),
        }]))
    }

    /// These and others.
    #[must_use]
    pub fn with(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a tool, in the form in which tools are compared, is among them.
    pub fn covers(&self, tool: &str) -> bool {
        self.0.iter().any(|entry| entry.covers(tool))
    }
}

impl Entry {
    fn of(name: Cow<'_, str>) -> Self {
        if name == OPENCLAW {
            return Self::OpenClaw;
        }
        let group = GROUPS.iter().find(|(group, _)| *group == name);
        group.map_or_else(|| Self::Named(name.into_owned()), |(_, tools)| Self::Group(tools))
    }

    fn covers(&self, tool: &str) -> bool {
        match self {
            Self::Named(pattern) => pattern_covers(pattern, tool),
            Self::Group(tools) => tools.iter().any(|(own, _)| *own == tool),
            Self::OpenClaw => is_tool(tool) && !NOT_IN_OPENCLAW.contains(&tool),
            Self::Profile(mark) => profile_entries(*mark).any(|own| own == tool),
        }
    }
}

/// The tools and patterns of a list, each once, groups by what is in them.
pub fn expanded_tools(list: &[String]) -> Vec<String> {
    let (mut expanded, mut known) = (Vec::new(), BTreeSet::new());
    let mut add = |name: String| {
        if known.insert(name.clone()) {
            expanded.push(name);
        }
    };
    for name in list.iter().map(|name| tool_name(name)).filter(|name| !name.is_empty()) {
        if name == OPENCLAW {
            let own = tools().map(|(tool, _)| tool).filter(|tool| !NOT_IN_OPENCLAW.contains(tool));
            own.for_each(|tool| add(tool.to_owned()));
        } else if let Some((_, tools)) = GROUPS.iter().find(|(group, _)| *group == name) {
            tools.iter().for_each(|(tool, _)| add((*tool).to_owned()));
        } else {
            add(name.into_owned());
        }
    }
    expanded
}

/// Whether a list of allowed tools has a tool. An empty one has all; who may write may patch.
pub fn allows_tool(list: &[String], tool: &str) -> bool {
    let list = expanded_tools(list);
    let has = |tool: &str| list.iter().any(|pattern| pattern_covers(pattern, tool));
    list.is_empty() || has(&tool_name(tool)) || (tool_name(tool) == "apply_patch" && has("write"))
}

/// Whether a name, or a pattern with `*`, covers a tool.
pub fn pattern_covers(pattern: &str, tool: &str) -> bool {
    work::count(Work::Patterns, 1);
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = tool.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn patterns_cover_tools() {
        for (pattern, tool, expected) in [
            ("image", "image", true),
            ("image", "images", false),
            ("image*", "image", true),
            ("*", "image", true),
            ("*mage", "image", true),
            ("i*a*e", "image", true),
            ("i*a*x", "image", false),
            ("image*image", "image", false),
            ("", "image", false),
        ] {
            assert_eq!(pattern_covers(pattern, tool), expected, "{pattern} {tool}");
        }
    }

    #[test]
    fn lists_allow_tools() {
        assert_eq!(
            expanded_tools(&list(&["group:memory", "Bash", "exec", "memory_get"])),
            list(&["memory_search", "memory_get", "exec"])
        );
        assert_eq!(profile_tools("minimal"), Some(list(&["session_status", "gateway"])));
        assert_eq!(profile_tools("mine"), None);
        assert!(allows_tool(&list(&["group:fs"]), "write"));
        assert!(allows_tool(&list(&["write"]), "apply-patch"));
        assert!(allows_tool(&[], "exec"));
        assert!(!allows_tool(&list(&["group:openclaw"]), "exec"));
    }
}
