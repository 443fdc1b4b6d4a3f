//! See the rule's documentation.

mod table;

use table::ROUTES;

use crate::effective::{Found, places};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Segment, Tree, Value, parse};

rule! {
    /// A config says of a model what OpenClaw knows by itself.
    ///
    /// `compat` in a provider's list says what a model can do. Of the models that its plugins bring,
    /// OpenClaw 2026.8.1 and later know that by themselves, and newer releases may know better:
    /// `openclaw doctor --fix` removes what is the same. It also removes `nativeWebSearchTool` and
    /// `requiresMistralToolIds`, which nothing reads any more. What differs stays, and so does what is
    /// said of a model behind another address.
    ///
    /// The fix comments out what is the same. What OpenClaw knows is that of 2026.9.6.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: {
    ///         models: [
    ///           {
    ///             id: "gpt-5.6-sol",
    ///             name: "GPT-5.6",
    ///             compat: {
    ///               supportsReasoningEffort: true,
    /// //            ^^^^^^^^^^^^^^^^^^^^^^^
    ///               supportsTemperature: true,
    ///             },
    ///           },
    ///           { id: "mine", name: "Mine", compat: { nativeWebSearchTool: true } },
    /// //                                              ^^^^^^^^^^^^^^^^^^^
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: {
    ///         models: [
    ///           {
    ///             id: "gpt-5.6-sol",
    ///             name: "GPT-5.6",
    ///             compat: {
    ///               // OpenClaw knows this of the model
    ///               // supportsReasoningEffort: true,
    ///               supportsTemperature: true,
    ///             },
    ///           },
    ///           { id: "mine", name: "Mine" /* nothing reads it any more: compat: { nativeWebSearchTool: true } */ },
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: {
    ///         baseUrl: "http://127.0.0.1:4000/v1",
    ///         models: [
    ///           { id: "gpt-5.6-sol", name: "GPT-5.6", compat: { supportsReasoningEffort: true } },
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "provider-owned-compat" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release that brought OpenClaw's own migration.
const SINCE: &str = "2026.8.1";
/// The release whose knowledge the table has.
const KNOWN_SINCE: &str = "2026.9.6";

/// Nothing reads them any more.
const UNREAD: [&str; 2] = ["nativeWebSearchTool", "requiresMistralToolIds"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since(SINCE) {
        return;
    }
    for provider in places(context.tree, "models.providers.*") {
        let Some(rows) = provider.get("models").and_then(Value::as_array) else { continue };
        for (index, row) in rows.items().enumerate() {
            let Some(compat) = row.get("compat").filter(|_| is_named(row)) else { continue };
            if let Some(compat) = compat.as_object() {
                look_at(context, &provider, (index, row), compat, findings);
            }
        }
    }
}

fn is_named(row: Value<'_>) -> bool {
    row.get("id").and_then(Value::as_text).is_some()
}

fn look_at(
    context: &Context<'_>,
    provider: &Found<'_>,
    (index, row): (usize, Value<'_>),
    compat: Object<'_>,
    findings: &mut Findings<'_>,
) {
    let known = known(provider, row).filter(|_| context.world.target.is_since(KNOWN_SINCE));
    let members = compat.effective();
    let superfluous = |member: &Member<'_>| -> Option<&'static str> {
        if UNREAD.iter().any(|name| member.is_named(name)) {
            return Some("nothing reads it any more");
        }
        let there = known.as_ref()?.root()?.get(&member.name().to_lossy())?;
        member.value()?.same_as(there).then_some("OpenClaw knows this of the model")
    };
    let goes: Vec<(Member<'_>, &str)> =
        members.iter().filter_map(|(_, it)| Some((*it, superfluous(it)?))).collect();
    // Without them nothing is left.
    let whole = compat.value().member().filter(|_| goes.len() == members.len());
    for (position, (member, reason)) in goes.iter().enumerate() {
        let edits = context.edits(|plan| match whole {
            Some(whole) if position == 0 => plan.retire(whole, reason),
            Some(_) => Ok(()),
            None => plan.retire(*member, reason),
        });
        let key = provider.key.clone().child("models").child(index.to_string()).child("compat");
        let place = Place { key: key.child(member.name().to_lossy()), span: member.name_span() };
        findings
            .add(place, format!("`{}` says nothing new: {reason}", member.name()))
            .help("OpenClaw's `doctor --fix` would remove it")
            .fix(Safety::Safe, "comment it out", edits);
    }
}

/// What OpenClaw knows of a model by itself, where it speaks to it in its own way.
fn known(provider: &Found<'_>, row: Value<'_>) -> Option<Tree> {
    let name = provider.key.segments().last().map_or("", Segment::as_str);
    let name = trim(name).to_lowercase();
    let id = row.get("id")?.as_text()?;
    let id = trim(&id.to_lossy()).to_lowercase();
    let id = id.strip_prefix(&format!("{name}/")).unwrap_or(&id);
    let text = |key: &str| {
        let value = row.get(key).filter(|it| !it.is_null()).or_else(|| provider.get(key));
        value.and_then(Value::as_text).map(|text| text.to_lossy().into_owned()).unwrap_or_default()
    };
    let (api, base_url) = (trim(&text("api")).to_lowercase(), address(&text("baseUrl")));
    let mut routes = ROUTES.iter().filter(|route| {
        route.provider == name
            && (api.is_empty() || route.api == api)
            && (base_url.is_empty() || address(route.base_url) == base_url)
    });
    let compat = routes.find_map(|route| {
        let found = route.known.iter().find(|(_, ids)| ids.contains(&id));
        found.map(|(compat, _)| *compat)
    });
    compat.map(|compat| parse(compat.to_owned()))
}

/// An address in one way of writing it: the host in small letters, no slash at the end.
fn address(url: &str) -> String {
    let url = trim(url).trim_end_matches('/');
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    format!("{}://{}{path}", scheme.to_lowercase(), host.to_lowercase())
}
