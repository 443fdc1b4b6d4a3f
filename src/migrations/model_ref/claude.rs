//! Claude's older generations, and what took their place (OpenClaw 2026.9.6).

/// Whether OpenClaw carries the older generations of a provider over; empty for a name without one.
pub(super) fn is_sold_by(provider: &str) -> bool {
    ["", "anthropic", "github-copilot", "copilot-proxy", "venice", "vercel-ai-gateway"]
        .contains(&provider)
}

/// What took the place of a model; the part behind the last slash is looked at.
pub(super) fn successor(provider: &str, model: &str) -> Option<String> {
    let (before, last) = match model.rsplit_once('/') {
        Some((before, last)) => (Some(before), last),
        None => (None, model),
    };
    let family = Family::of(&last.to_lowercase())?;
    let instead = family.newest(provider);
    Some(before.map_or(instead.clone(), |before| format!("{before}/{instead}")))
}

/// Which line a retired model belongs to.
struct Family {
    is_opus: bool,
    /// Whether the name begins as Bedrock's do.
    is_prefixed: bool,
}

/// Generations that are still there.
const CURRENT: [&str; 8] = [
    "claude-opus-4-7",
    "claude-opus-4.7",
    "claude-opus-4-6",
    "claude-opus-4.6",
    "claude-sonnet-4-6",
    "claude-sonnet-4.6",
    "claude-haiku-4-5",
    "claude-haiku-4.5",
];

impl Family {
    /// The line of a retired model, whose name is in small letters; `None` for any other.
    fn of(name: &str) -> Option<Self> {
        if CURRENT.iter().any(|current| name.starts_with(current)) {
            return None;
        }
        if let Some(rest) = name.strip_prefix("anthropic.") {
            let is_opus = rest.starts_with("claude-opus-");
            let own =
                is_opus || rest.starts_with("claude-sonnet-") || rest.starts_with("claude-haiku-");
            let current = ["claude-opus-4-7", "claude-opus-4-6", "claude-sonnet-4-6"];
            let stays = current.iter().any(|current| rest.starts_with(current));
            return (own && !stays).then_some(Self { is_opus, is_prefixed: true });
        }
        let is_opus = if is_fourth(name, "claude-opus") {
            true
        } else if is_fourth(name, "claude-sonnet") {
            false
        } else if name.starts_with("claude-3") {
            let is_opus = name.contains("opus");
            if !is_opus && !name.contains("sonnet") && !name.contains("haiku") {
                return None;
            }
            is_opus
        } else {
            by_short_name(name)?
        };
        Some(Self { is_opus, is_prefixed: false })
    }

    /// The newest model of the line that a provider has.
    fn newest(&self, provider: &str) -> String {
        let few = ["venice", "vercel-ai-gateway"].contains(&provider);
        let minor = if self.is_opus && !few { 7 } else { 6 };
        let family = if self.is_opus { "opus" } else { "sonnet" };
        if self.is_prefixed {
            return format!("anthropic.claude-{family}-4-{minor}");
        }
        let dotted = ["github-copilot", "copilot-proxy"].contains(&provider);
        let separator = if dotted { '.' } else { '-' };
        format!("claude-{family}-4{separator}{minor}")
    }
}

/// Whether it is the fourth generation up to 4.5: `claude-opus-4`, `claude-opus-4-1-20250805`,
/// `claude-opus-4.5:thinking`, `claude-opus-4-20250514`.
fn is_fourth(name: &str, line: &str) -> bool {
    let Some(rest) = name.strip_prefix(line).and_then(|rest| rest.strip_prefix("-4")) else {
        return false;
    };
    let Some(rest) = rest.strip_prefix(['-', '.']) else { return rest.is_empty() };
    let minor = ["5", "1", "0"].iter().find_map(|minor| rest.strip_prefix(minor));
    if minor.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.', ':', '@'])) {
        return true;
    }
    let day = rest.as_bytes().get(..8);
    name.starts_with(&format!("{line}-4-20"))
        && day.is_some_and(|day| day.iter().all(u8::is_ascii_digit))
}

/// `opus-4.5`: whether it is Opus.
fn by_short_name(name: &str) -> Option<bool> {
    let opus = ["opus-4.5", "opus-4.1", "opus-4", "opus-3"];
    let sonnet = [
        "sonnet-4.5",
        "sonnet-4.1",
        "sonnet-4.0",
        "sonnet-4",
        "sonnet-3.7",
        "sonnet-3.5",
        "sonnet-3",
        "haiku-3.5",
        "haiku-3",
    ];
    opus.contains(&name).then_some(true).or_else(|| sonnet.contains(&name).then_some(false))
}
