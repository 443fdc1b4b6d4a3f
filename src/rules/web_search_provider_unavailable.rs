//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::plugins::{self, Configured};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, nearest};

rule! {
    /// The web search provider is not one that OpenClaw brings along.
    ///
    /// Of the providers only `gemini`, `grok`, `minimax` and `ollama` ship with OpenClaw. The others
    /// come with plugins that are installed separately, and OpenClaw rejects a config that chooses one
    /// whose plugin is neither installed nor named in `plugins.entries` or `plugins.allow`. Where the
    /// config does name it, OpenClaw only warns, and searches without the provider until the plugin is
    /// there.
    ///
    /// The fix names the plugin in `plugins.entries`. It is unsafe: the plugin still has to be
    /// installed on every machine that runs this config.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   tools: { web: { search: { provider: "brave" } } },
    /// //                                    ^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   tools: { web: { search: { provider: "brave" } } },
    ///   plugins: {
    ///     entries: {
    ///       brave: { enabled: true },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   tools: { web: { search: { provider: "Gemini" } } },
    /// //                                    ^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   tools: { web: { search: { provider: "gemini" } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   tools: { web: { search: { provider: "grok" } } },
    /// }
    /// ```
    "web-search-provider-unavailable" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.5.2");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| SINCE.holds_in(context.world.target)) else {
        return;
    };
    let Some(value) = root.at(&["tools", "web", "search", "provider"]) else { return };
    let Some(text) = context.text(value) else { return };
    let (provider, place) = (text.trim(), Place::value(value));
    let plugin = plugins::plugin_of_web_search(provider);
    let installed = &context.world.plugins;
    let bundled = |plugin: &str| context.world.target.bundles(plugin);
    if plugin.is_some_and(bundled) || installed.searches(provider) {
        return;
    }
    if provider.is_empty() {
        let finding = findings.add(place, "the web search provider is blank");
        finding.help("name one, or leave the key out and OpenClaw chooses");
        return;
    }
    let configured = Configured::of(root);
    let Some(plugin) = plugin else {
        let id = plugins::normal_id(provider);
        let ours = bundled(&id) || installed.get(&id).is_some();
        if !ours && configured.names(provider) {
            let message = "only a plugin that is not known here brings this web search provider";
            let finding = findings.add(place, message);
            finding
                .effect(Effect::Warned)
                .severity(Severity::Info)
                .help("OpenClaw searches without it until the plugin is installed");
            return;
        }
        let finding = findings.add(place, "OpenClaw knows no such web search provider");
        let near = nearest(provider, plugins::web_search_providers());
        if let Some(name) = near.first() {
            finding.help(format!("did you mean {name:?}?"));
            let edits = context.edits(|plan| {
                plan.replace(value, *name);
                Ok(())
            });
            finding.fix(Safety::Unsafe, format!("write {name:?}"), edits);
        } else {
            finding.help("`gemini`, `grok`, `minimax` and `ollama` need no plugin");
        }
        return;
    };
    let package = plugins::official(plugin).map_or(plugin, |plugin| plugin.package);
    let install = format!("install it with `openclaw plugins install {package}`");
    if configured.names(provider) || configured.names(plugin) {
        let message = format!("this web search provider needs the plugin `{plugin}`");
        let finding = findings.add(place, message);
        let help = format!("{install}, unless it is; until then OpenClaw searches without it");
        finding.effect(Effect::Warned).severity(Severity::Info).help(help);
        return;
    }
    let message =
        format!("this web search provider needs the plugin `{plugin}`, which is not here");
    let finding = findings.add(place, message);
    finding.help(format!("{install} and name it in `plugins.entries`"));
    let edits = context.edits(|plan| plan.set(&["plugins", "entries", plugin, "enabled"], true));
    finding.fix(Safety::Unsafe, format!("name the plugin `{plugin}` in `plugins.entries`"), edits);
}
