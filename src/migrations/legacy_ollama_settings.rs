//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value};

rule! {
    /// Ollama is set up as older releases did it.
    ///
    /// Ollama's cloud is at `https://ollama.com`, and no longer at `https://ai.ollama.com`. And a local Ollama
    /// needs no key: older releases wrote the word `OLLAMA_API_KEY` and an auth profile that said nothing
    /// more, newer ones the word `ollama-local`. `openclaw doctor --fix` writes the new ones, and so
    /// does the fix.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       "ollama-cloud": { baseUrl: "https://ai.ollama.com/" },
    /// //                               ^^^^^^^^^^^^^^^^^^^^^^^^
    ///       ollama: { api: "ollama", apiKey: "OLLAMA_API_KEY" },
    /// //                                     ^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    ///   auth: { profiles: { "ollama:default": { provider: "ollama", mode: "api_key" } } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       "ollama-cloud": { baseUrl: "https://ollama.com" },
    ///       ollama: { api: "ollama", apiKey: "ollama-local" },
    ///     },
    ///   },
    ///   // a local Ollama needs no profile
    ///   // auth: { profiles: { "ollama:default": { provider: "ollama", mode: "api_key" } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       "ollama-cloud": { baseUrl: "https://ollama.com" },
    ///       ollama: { api: "ollama", apiKey: "OLLAMA_API_KEY" },
    ///     },
    ///   },
    /// }
    /// ```
    "legacy-ollama-settings" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The first release in which this was seen.
const SINCE: &str = "2026.8.1";

const CLOUD: &str = "https://ollama.com";
const RETIRED_HOST: &str = "ai.ollama.com";
const PROFILE: &str = "ollama:default";
const OLD_WORD: &str = "OLLAMA_API_KEY";
const NEW_WORD: &str = "ollama-local";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if !context.world.target.is_since(SINCE) {
        return;
    }
    let providers = root.at(&["models", "providers"]);
    let cloud = providers.and_then(|it| it.get("ollama-cloud")).and_then(Value::as_object);
    if let Some(cloud) = cloud {
        look_at_cloud(context, cloud, findings);
    }
    let Some(local) = providers.and_then(|it| it.get("ollama")) else { return };
    let (Some(key), Some(profile)) = (local.get("apiKey"), profile(root)) else { return };
    let is_marked =
        local.get("api").is_some_and(|api| api.is_text("ollama")) && key.is_text(OLD_WORD);
    if !is_marked {
        return;
    }
    let edits = context.edits(|plan| {
        plan.replace(key, NEW_WORD);
        plan.retire(emptied_by(profile), "a local Ollama needs no profile")
    });
    findings
        .add(Place::value(key), "a local Ollama needs no key, and this word stood for none")
        .help(format!(
            "OpenClaw's `doctor --fix` would write \"{NEW_WORD}\" and remove the profile"
        ))
        .related(profile.name_span(), "this profile says nothing more")
        .fix(Safety::Safe, format!("write \"{NEW_WORD}\" and take the profile out"), edits);
}

fn look_at_cloud(context: &Context<'_>, cloud: Object<'_>, findings: &mut Findings<'_>) {
    let retired = |name: &&&str| {
        let value = cloud.get(name).and_then(Member::value);
        value.and_then(Value::as_text).is_some_and(|url| host(&url.to_lossy()) == RETIRED_HOST)
    };
    let Some(name) = ["baseUrl", "baseURL"].iter().find(retired) else { return };
    let Some(member) = cloud.get(name) else { return };
    let Some(url) = member.value() else { return };
    let is_other = *name != "baseUrl";
    let has_new = is_other && cloud.get("baseUrl").is_some_and(|it| it.value().is_some_and(is_set));
    let edits = context.edits(|plan| {
        if has_new {
            return plan.retire(member, "`baseUrl` is set");
        }
        plan.replace(url, CLOUD);
        if is_other { plan.rename(member, "baseUrl") } else { Ok(()) }
    });
    findings
        .add(Place::value(url), "Ollama's cloud has another address now")
        .help(format!("write \"{CLOUD}\""))
        .fix(Safety::Safe, format!("write \"{CLOUD}\""), edits);
}

fn is_set(value: Value<'_>) -> bool {
    value.as_text().is_some_and(|text| !trim(&text.to_lossy()).is_empty())
}

/// The host of an address, in small letters.
fn host(url: &str) -> String {
    let Some((_, rest)) = trim(url).split_once("://") else { return String::new() };
    let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit('@').next().unwrap_or_default();
    rest.split(':').next().unwrap_or_default().to_lowercase()
}

/// The profile that older releases wrote, if it says nothing more.
fn profile(root: Value<'_>) -> Option<Member<'_>> {
    let profiles = root.at(&["auth", "profiles"])?.as_object()?;
    let member = profiles.get(PROFILE)?;
    let object = member.value()?.as_object()?;
    let says = |name: &str, text: &str| object.value().get(name).is_some_and(|it| it.is_text(text));
    let is_it = says("provider", "ollama") && says("mode", "api_key");
    (is_it && object.effective().len() == 2).then_some(member)
}

/// The outermost object that has nothing else.
fn emptied_by(member: Member<'_>) -> Member<'_> {
    let mut member = member;
    loop {
        let object = member.object();
        match object.value().member() {
            Some(outer) if object.members().count() == 1 => member = outer,
            _ => return member,
        }
    }
}
