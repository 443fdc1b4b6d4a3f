//! See the rule's documentation.

use std::borrow::Cow;

use crate::edit::{New, Plan, Refusal, Where};
use crate::effective::{allows_tool, expanded_tools, is_tool, profile_tools, tool_name};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Key, Member, Object, TokenId, Value};

rule! {
    /// Tools that are allowed and set up are filtered out by the profile.
    ///
    /// With a `profile` only what it has as well is left of `allow`. `exec` in `allow` with a section
    /// `exec` that sets it up does nothing beside `profile: "messaging"`, and OpenClaw says nothing of
    /// it. Its `doctor --fix` writes out what was left, adds what the sections set up (`exec`: `exec`
    /// and `process`; `fs`: `read`, `write` and `edit`) and makes the profile `"full"`, so that the
    /// list alone counts.
    ///
    /// The fix does the same. It is unsafe: these tools are then really allowed.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     profile: "messaging",
    ///     allow: ["exec", "message"],
    /// //  ^^^^^
    ///     exec: { mode: "ask" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     profile: "full",
    ///     allow: ["message", "exec"],
    ///     exec: { mode: "ask" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "tools": { "profile": "minimal" },
    ///   "agents": {
    ///     "entries": {
    ///       "main": { "tools": { "allow": ["group:fs", "my_tool"], "fs": { "workspaceOnly": true } } }
    /// //                         ^^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "tools": { "profile": "minimal" },
    ///   "agents": {
    ///     "entries": {
    ///       "main": { "tools": { "profile": "full", "allow": ["my_tool", "read", "write", "edit"], "fs": { "workspaceOnly": true } } }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { profile: "coding", allow: ["exec"], exec: { mode: "ask" } } }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { profile: "messaging", allow: ["exec"] } }
    /// ```
    "tools-filtered-by-profile" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release whose `doctor --fix` began to mend it.
const SINCE: &str = "2026.5.28";

/// Sections that set tools up, and those tools.
const SECTIONS: [(&str, &[&str]); 2] =
    [("exec", &["exec", "process"]), ("fs", &["read", "write", "edit"])];

/// What a policy takes from the one above it.
#[derive(Default)]
struct Inherited {
    profile: Option<String>,
    also: Option<Vec<String>>,
    /// The tools that sections set up, its own included.
    set_up: Vec<&'static str>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| context.world.target.is_since(SINCE)) else {
        return;
    };
    let general = root.get("tools").and_then(Value::as_object);
    let set_up = general.map(set_up_in).unwrap_or_default();
    let profile = general.and_then(|tools| profile_of(context, tools));
    let also = general.and_then(|tools| texts(context, tools, "alsoAllow"));
    if let Some(tools) = general {
        let inherited = Inherited { set_up: set_up.clone(), ..Inherited::default() };
        look_at_all(context, findings, tools, &Key::from_iter(["tools"]), &inherited);
    }
    let entries = root.at(&["agents", "entries"]).and_then(Value::as_object);
    for agent in entries.into_iter().flat_map(Object::members) {
        let tools = agent.value().and_then(|agent| agent.get("tools"));
        let Some(tools) = tools.and_then(Value::as_object) else { continue };
        let mut own = set_up_in(tools);
        // A profile of its own speaks for what the agent itself sets up.
        if profile_of(context, tools).is_none() {
            own.extend(set_up.iter().filter(|tool| !own.contains(tool)).collect::<Vec<_>>());
        }
        let inherited = Inherited { profile: profile.clone(), also: also.clone(), set_up: own };
        let name = agent.name().to_lossy().into_owned();
        let key = Key::from_iter(["agents", "entries", &name, "tools"]);
        look_at_all(context, findings, tools, &key, &inherited);
    }
}

/// A policy, and those in it for providers that have a profile of their own.
fn look_at_all<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    tools: Object<'t>,
    key: &Key,
    inherited: &Inherited,
) {
    look_at(context, findings, tools, key, inherited);
    let providers = tools.get("byProvider").and_then(Member::value).and_then(Value::as_object);
    for provider in providers.into_iter().flat_map(Object::members) {
        let policy = provider.value().and_then(Value::as_object);
        let Some(policy) = policy.filter(|policy| profile_of(context, *policy).is_some()) else {
            continue;
        };
        let key = key.clone().child("byProvider").child(provider.name().to_lossy());
        let own = Inherited { set_up: inherited.set_up.clone(), ..Inherited::default() };
        look_at(context, findings, policy, &key, &own);
    }
}

fn look_at<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    tools: Object<'t>,
    key: &Key,
    inherited: &Inherited,
) {
    let profile = profile_of(context, tools).or_else(|| inherited.profile.clone());
    let Some(profile) = profile.filter(|profile| profile != "full") else { return };
    let (Some(member), Some(allow)) = (tools.get("allow"), texts(context, tools, "allow")) else {
        return;
    };
    let Some(list) = member.value().and_then(Value::as_array).filter(|_| !allow.is_empty()) else {
        return;
    };
    let also = texts(context, tools, "alsoAllow");
    let Some(granted) = granted(&profile, &allow, also.as_deref(), inherited) else { return };
    let place = Place { key: key.clone().child("allow"), span: member.name_span() };
    let message =
        format!("the profile `{profile}` filters out tools that are allowed and set up here");
    let finding = findings.add(place, message);
    finding.help(
        "list what is really wanted and write `profile: \"full\"`, as OpenClaw's `doctor --fix` would",
    );
    let edits = context.edits(|plan| write(plan, tools, list, &granted));
    finding.fix(Safety::Unsafe, "let the list alone count", edits);
}

/// What a list comes to with what sections set up, if its profile filters any of that out.
fn granted(
    profile: &str,
    allow: &[String],
    also: Option<&[String]>,
    inherited: &Inherited,
) -> Option<Vec<String>> {
    let explicit: Vec<String> = allow.iter().chain(also.unwrap_or_default()).cloned().collect();
    let more = also.or(inherited.also.as_deref()).unwrap_or_default();
    let of_profile: Option<Vec<String>> =
        profile_tools(profile).map(|tools| tools.iter().chain(more).cloned().collect());
    let has = |tool: &str| of_profile.as_ref().is_none_or(|tools| allows_tool(tools, tool));
    let set_up: Vec<&str> = inherited
        .set_up
        .iter()
        .copied()
        .filter(|tool| allows_tool(&explicit, tool))
        .filter(|tool| !has(tool) || also.is_some_and(|also| allows_tool(also, tool)))
        .collect();
    if set_up.is_empty() {
        return None;
    }
    let base = expanded_tools(&of_profile.unwrap_or_default());
    let listed = expanded_tools(&explicit);
    let mut granted = if base.iter().any(|tool| tool == "*") {
        listed.clone()
    } else {
        base.iter().filter(|tool| allows_tool(&explicit, tool)).cloned().collect()
    };
    // What plugins bring is in no profile.
    let is_foreign = |entry: &&String| {
        let alone = std::slice::from_ref(*entry);
        *entry != "*" && !is_tool(entry) && !base.iter().any(|tool| allows_tool(alone, tool))
    };
    granted.extend(listed.iter().filter(is_foreign).cloned());
    granted.extend(set_up.into_iter().map(str::to_owned));
    Some(expanded_tools(&granted))
}

fn write<'t>(
    plan: &mut Plan<'t>,
    tools: Object<'t>,
    list: Array<'t>,
    granted: &[String],
) -> Result<(), Refusal> {
    if has_comments(list.value()) {
        let kept = |item: &Value<'_>| {
            let name = item.as_text().map(|text| tool_name(&text.to_lossy()).into_owned());
            name.filter(|name| granted.contains(name))
        };
        for item in list.items().filter(|item| kept(item).is_none()) {
            plan.retire_item(item, "the profile leaves it out")?;
        }
        let there: Vec<String> = list.items().filter_map(|item| kept(&item)).collect();
        for tool in granted.iter().filter(|tool| !there.contains(tool)) {
            plan.push(list, tool.as_str());
        }
    } else {
        plan.replace(list.value(), New::list(granted.iter().map(String::as_str)));
    }
    if let Some(also) = tools.get("alsoAllow").filter(|it| it.value().is_some_and(is_list)) {
        plan.dissolve(also, "part of `allow` now")?;
    }
    match tools.get("profile").and_then(Member::value) {
        Some(profile) => {
            plan.replace(profile, "full");
            Ok(())
        }
        None => plan.insert(tools, Where::First, "profile", "full"),
    }
}

fn is_list(value: Value<'_>) -> bool {
    value.as_array().is_some()
}

fn has_comments(value: Value<'_>) -> bool {
    let tree = value.tree();
    let node = tree.node(value.id());
    (node.first..node.last).any(|token| tree.token_kind(TokenId(token)).is_comment())
}

/// The tools that sections of a policy set up.
fn set_up_in(tools: Object<'_>) -> Vec<&'static str> {
    let has = |name: &str| {
        let section = tools.get(name).and_then(Member::value);
        section.is_some_and(|section| section.as_object().is_some())
    };
    let sections = SECTIONS.iter().filter(|(name, _)| has(name));
    sections.flat_map(|(_, tools)| tools.iter().copied()).collect()
}

fn profile_of(context: &Context<'_>, tools: Object<'_>) -> Option<String> {
    context.text(tools.get("profile")?.value()?).map(Cow::into_owned)
}

/// The texts of a list; `None` if there is no list.
fn texts(context: &Context<'_>, tools: Object<'_>, name: &str) -> Option<Vec<String>> {
    let list = tools.get(name)?.value()?.as_array()?;
    Some(list.items().filter_map(|item| context.text(item).map(Cow::into_owned)).collect())
}
