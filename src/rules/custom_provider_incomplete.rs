//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::edit::{New, Where};
use crate::effective::{BUNDLED_PROVIDERS, Found, is_bundled_provider, places};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::{Key, Segment, ValueKind};

rule! {
    /// A model provider that OpenClaw does not know lacks its address or its models.
    ///
    /// Of some eighty providers OpenClaw knows both, and a config need only add what differs. Of any
    /// other it has to be told `baseUrl` and `models`, and it rejects a config without them. An empty
    /// `baseUrl` is as good as none; an empty list of models is a list.
    ///
    /// Where the name is only near to one that OpenClaw knows and that is not in use, the fix renames
    /// the provider. Otherwise, where the address is missing, it comments the provider out; where only
    /// the models are, it lists none. It is unsafe: models are named after their provider elsewhere,
    /// and it is for you to say where it is.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       workshop: { apiKey: "${WORKSHOP_KEY}" },
    /// //    ^^^^^^^^
    ///       open_router: { apiKey: "${OPENROUTER_API_KEY}" },
    /// //    ^^^^^^^^^^^
    ///       attic: { baseUrl: "", models: [] },
    /// //                      ^^
    ///       cellar: { baseUrl: "http://127.0.0.1:1234/v1" },
    /// //    ^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       // OpenClaw does not know the address of this provider
    ///       // workshop: { apiKey: "${WORKSHOP_KEY}" },
    ///       openrouter: { apiKey: "${OPENROUTER_API_KEY}" },
    ///       attic: { baseUrl: "", models: [] },
    ///       cellar: { baseUrl: "http://127.0.0.1:1234/v1", models: [] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       OpenRouter: { apiKey: "${OPENROUTER_API_KEY}" },
    ///       workshop: {
    ///         baseUrl: "http://127.0.0.1:1234/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "custom-provider-incomplete" {
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
const SINCE: Since = Since::known("2026.5.22");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let providers = places(context.tree, "models.providers.*");
    let mut names: BTreeSet<String> =
        providers.iter().map(|provider| folded(name(provider))).collect();
    for provider in &providers {
        if provider.value.kind() == ValueKind::Object && !is_bundled_provider(name(provider)) {
            look_at(context, provider, &mut names, findings);
        }
    }
}

fn name<'f>(provider: &'f Found<'_>) -> &'f str {
    provider.key.segments().last().map_or("", Segment::as_str)
}

/// A name as OpenClaw compares it.
fn folded(name: &str) -> String {
    schema::trim(name).to_lowercase()
}

fn look_at(
    context: &Context<'_>,
    provider: &Found<'_>,
    names: &mut BTreeSet<String>,
    findings: &mut Findings<'_>,
) {
    let name = name(provider);
    let address = provider.get("baseUrl");
    let empty = address.filter(|url| context.text(*url).is_some_and(|text| text.is_empty()));
    if let Some(url) = empty {
        let place = provider.member_value("baseUrl", url);
        let message = format!("the address of the provider `{name}` is empty");
        findings.add(place, message).help(ADDRESS);
    }
    let lacks_address = address.is_none() && !provider.is_partial;
    let lacks_models = provider.get("models").is_none() && !provider.is_partial;
    let (key, lacking, help) = match (lacks_address, lacks_models) {
        (true, true) => (None, "lacks `baseUrl` and `models`", ""),
        (true, false) => (Some("baseUrl"), "lacks `baseUrl`", ADDRESS),
        (false, true) => (Some("models"), "lacks `models`", MODELS),
        (false, false) => return,
    };
    let span = provider.name_place().span;
    let own: Key = provider.key.clone();
    let place = Place { key: key.into_iter().fold(own, Key::child), span };
    let message = format!("OpenClaw does not know the provider `{name}`, and it {lacking}");
    let finding = findings.add(place, message);
    finding.help(if help.is_empty() { format!("{ADDRESS}; {MODELS}") } else { help.to_owned() });

    let Some(member) = provider.value.member() else { return };
    if !lacks_address {
        let edits = context.edits(|plan| match provider.value.as_object() {
            Some(object) => plan.insert(object, Where::Last, "models", New::List(Vec::new())),
            None => Ok(()),
        });
        finding.fix(Safety::Unsafe, "list no models", edits);
        return;
    }
    let near = schema::nearest(name, BUNDLED_PROVIDERS);
    if let [known, ..] = near.as_slice()
        && lacks_models
        && names.insert((*known).to_owned())
    {
        finding.help(format!("did you mean `{known}`? Of others, OpenClaw must be told both"));
        let edits = context.edits(|plan| plan.rename(member, known));
        finding.fix(Safety::Unsafe, format!("rename it to `{known}`"), edits);
        return;
    }
    let reason = "OpenClaw does not know the address of this provider";
    let edits = context.edits(|plan| plan.retire(member, reason));
    finding.fix(Safety::Unsafe, "take it out", edits);
}

const ADDRESS: &str = "write its address: `baseUrl: \"http://127.0.0.1:1234/v1\"`";
const MODELS: &str = "list its models: `models: [{ id: \"…\", name: \"…\" }]`";
