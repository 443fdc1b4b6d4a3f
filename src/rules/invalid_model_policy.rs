//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{Found, allows_models, places};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, trim};
use crate::syntax::{Array, Value};

rule! {
    /// A model policy allows something that names no models.
    ///
    /// `modelPolicy.allow` takes models (`openai/gpt-5.4`), all models of a provider or below a path
    /// (`openai/*`, `openrouter/meta/*`), and aliases which the `models` of the same agent or of
    /// `agents.defaults` give. OpenClaw rejects a config with anything else there: `*` alone, a pattern
    /// that ends inside a name (`openai/gpt*`), a word that is no alias.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       models: { "anthropic/claude-opus-4-6": { alias: "opus" } },
    ///       modelPolicy: { allow: ["Opus", "*", "openai/gpt*", "sonnet"] },
    /// //                                   ^^^  ^^^^^^^^^^^^^  ^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: {
    ///       models: { "anthropic/claude-opus-4-6": { alias: "opus" } },
    ///       modelPolicy: { allow: ["opus", "openai/*", "openrouter/meta/*", "xai/grok-4@work"] },
    ///     },
    ///   },
    /// }
    /// ```
    "invalid-model-policy" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    let shared = root.at(&["agents", "defaults", "models"]);
    let hidden = [Some(root), root.get("agents"), root.at(&["agents", "defaults"])];
    let hidden = hidden.into_iter().flatten().any(|value| value.get("$include").is_some());
    for pattern in ["agents.defaults", "agents.entries.*"] {
        for agent in places(context.tree, pattern) {
            let Some(allow) = agent.value.at(&["modelPolicy", "allow"]) else { continue };
            let mut aliases = Aliases { known: BTreeSet::new(), has_others: hidden };
            aliases.has_others |= agent.is_partial;
            aliases.add(context, shared);
            aliases.add(context, agent.get("models"));
            check_list(context, &agent, allow, &aliases, findings);
        }
    }
}

fn check_list(
    context: &Context<'_>,
    agent: &Found<'_>,
    allow: Value<'_>,
    aliases: &Aliases,
    findings: &mut Findings<'_>,
) {
    for (index, item) in allow.as_array().into_iter().flat_map(Array::items).enumerate() {
        let Some(text) = context.text(item) else { continue };
        let text = trim(&text);
        let folded = text.to_lowercase();
        let is_word = !text.contains(['/', '*']);
        if aliases.known.contains(&folded)
            || allows_models(text)
            || (aliases.has_others && !text.is_empty() && !text.contains('*'))
        {
            continue;
        }
        let mut place = agent.place();
        place.key = place.key.child("modelPolicy").child("allow").child(index.to_string());
        place.span = item.span();
        let message = if text.contains('*') {
            "this pattern allows no models: `*` stands alone, as the last part"
        } else if is_word && !text.is_empty() {
            "this is no alias of a model that the config gives"
        } else {
            "this names no models"
        };
        let help = "write a model (\"openai/gpt-5.4\"), a provider's models (\"openai/*\") or an \
                    alias from `models`; leave `allow` out to allow all";
        findings.add(place, message).help(help);
    }
}

/// Names that the config gives to models, folded.
struct Aliases {
    known: BTreeSet<String>,
    /// Whether there may be more.
    has_others: bool,
}

impl Aliases {
    fn add(&mut self, context: &Context<'_>, models: Option<Value<'_>>) {
        let Some(models) = models.and_then(Value::as_object) else { return };
        self.has_others |= models.get("$include").is_some();
        for (_, member) in models.effective() {
            let Some(entry) = member.value() else { continue };
            self.has_others |= entry.get("$include").is_some();
            let Some(alias) = entry.get("alias") else { continue };
            match context.text(alias) {
                Some(alias) => drop(self.known.insert(trim(&alias).to_lowercase())),
                None => self.has_others |= alias.as_text().is_some(),
            }
        }
    }
}
