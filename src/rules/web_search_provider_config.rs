//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Finding, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::{Member, Value};

rule! {
    /// A provider of web search is set up under `tools.web.search`, which OpenClaw no longer reads.
    ///
    /// Each provider is a plugin now, and its key and settings are under
    /// `plugins.entries.<plugin>.config.webSearch`. OpenClaw rejects a config with
    /// `tools.web.search.apiKey`, which was the key for Brave, or with settings under the name of a
    /// provider: `gemini` is in the plugin `google` now, `grok` in `xai`, `kimi` in `moonshot`, and
    /// the others in plugins of their own name.
    ///
    /// The fix moves them there and turns the plugin on, which is what `openclaw doctor --fix` does.
    /// It is safe, except where `tools.web.search.provider` names another provider than Brave, since
    /// the key may be for that one; then it goes to that one's plugin, and needs your word. What is set
    /// there already holds.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     web: {
    ///       search: {
    ///         enabled: true,
    ///         apiKey: "${BRAVE_API_KEY}", // the free plan
    /// //      ^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     web: {
    ///       search: {
    ///         enabled: true,
    ///       },
    ///     },
    ///   },
    ///   plugins: {
    ///     entries: {
    ///       brave: {
    ///         enabled: true,
    ///         config: {
    ///           webSearch: {
    ///             apiKey: "${BRAVE_API_KEY}", // the free plan
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   tools: { web: { search: { provider: "gemini", gemini: { apiKey: "${GEMINI_API_KEY}" } } } },
    /// //                                              ^^^^^^
    ///   plugins: { entries: { google: { enabled: true } } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: { web: { search: { provider: "gemini" } } },
    ///   plugins: { entries: { google: { enabled: true, config: { webSearch: { apiKey: "${GEMINI_API_KEY}" } } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   tools: { web: { search: { enabled: true, provider: "gemini", maxResults: 5 } } },
    ///   plugins: { entries: { google: { config: { webSearch: { apiKey: "${GEMINI_API_KEY}" } } } } },
    /// }
    /// ```
    ///
    /// The key goes to the provider that is chosen:
    ///
    /// ```json5 bad
    /// {
    ///   tools: { web: { search: { provider: "gemini", apiKey: "${GEMINI_API_KEY}" } } },
    /// //                                              ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: { web: { search: { provider: "gemini" } } },
    ///   plugins: {
    ///     entries: {
    ///       google: {
    ///         enabled: true,
    ///         config: {
    ///           webSearch: { apiKey: "${GEMINI_API_KEY}" },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "web-search-provider-config" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw refuses settings under the name of a provider, which came as the object was
/// opened to unknown names.
const SETTINGS_SINCE: Since = Since::known("2026.5.22");
/// Since when it no longer takes the key.
const KEY_SINCE: Since = Since::known("2026.8.1");

/// Providers that once had settings here, and the plugins that have them now; sorted.
const PROVIDERS: [(&str, &str); 12] = [
    ("brave", "brave"),
    ("duckduckgo", "duckduckgo"),
    ("exa", "exa"),
    ("firecrawl", "firecrawl"),
    ("gemini", "google"),
    ("grok", "xai"),
    ("kimi", "moonshot"),
    ("minimax", "minimax"),
    ("ollama", "ollama"),
    ("perplexity", "perplexity"),
    ("searxng", "searxng"),
    ("tavily", "tavily"),
];

fn plugin_of(provider: &str) -> Option<&'static str> {
    let found = PROVIDERS.binary_search_by(|(name, _)| (*name).cmp(provider)).ok()?;
    PROVIDERS.get(found).map(|(_, plugin)| *plugin)
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    for search in places(context.tree, "tools.web.search") {
        if let Some(member) = search.member("apiKey").filter(|_| KEY_SINCE.holds_in(release)) {
            report_key(context, &search, member, findings);
        }
        for (provider, plugin) in PROVIDERS {
            let member = search.member(provider).filter(|_| SETTINGS_SINCE.holds_in(release));
            let is_record =
                |member: &Member<'_>| member.value().and_then(Value::as_object).is_some();
            let Some(member) = member.filter(is_record) else { continue };
            let finding = findings.add(
                search.member_name(member),
                "OpenClaw no longer reads the settings of a search provider here",
            );
            let path = ["plugins", "entries", plugin, "config", "webSearch"];
            mend(context, member, &path, Safety::Safe, finding);
        }
    }
}

fn report_key(
    context: &Context<'_>,
    search: &Found<'_>,
    member: Member<'_>,
    findings: &mut Findings<'_>,
) {
    let finding = findings.add(
        search.member_name(member),
        "OpenClaw no longer reads the key of a search provider here",
    );
    let provider = search.get("provider").map(|provider| context.text(provider));
    let (plugin, safety) = match provider {
        None if !search.is_partial => ("brave", Safety::Safe),
        Some(Some(provider)) if provider == "brave" => ("brave", Safety::Safe),
        Some(Some(provider)) => (plugin_of(&provider).unwrap_or("brave"), Safety::Unsafe),
        _ => ("brave", Safety::Unsafe),
    };
    let path = ["plugins", "entries", plugin, "config", "webSearch", "apiKey"];
    mend(context, member, &path, safety, finding);
}

/// Offers to move the member to `path` in a plugin's settings.
fn mend(
    context: &Context<'_>,
    member: Member<'_>,
    path: &[&str],
    safety: Safety,
    finding: &mut Finding,
) {
    finding.help(format!("its place is `{}`", path.join(".")));
    let (Some(value), Some(plugin)) = (member.value(), path.get(..3)) else { return };
    let taken = context.tree.root().and_then(|root| root.at(path));
    if let Some(other) = taken {
        finding.related(other.span(), "what stands here already holds");
    }
    // Settings that the plugin does not take would only be rejected there.
    let node = context.world.target.lookup(path);
    if node.is_some_and(|node| !schema::accepts(node, value, &context.world.environment)) {
        return;
    }
    let enabled: Vec<&str> = plugin.iter().copied().chain(["enabled"]).collect();
    let switch = context.tree.root().and_then(|root| root.at(&enabled));
    let edits = context.edits(|plan| {
        if switch.is_none() {
            plan.set(&enabled, true)?;
        }
        plan.carry_over(member, path)
    });
    finding.fix(safety, format!("move it to `{}`", path.join(".")), edits);
}
