//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::edit::{New, Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, JsText, Member, Object, Value};

rule! {
    /// The memory store QMD is set up, which OpenClaw no longer has.
    ///
    /// Since 2026.8.1 there is one memory store. What `memory.qmd`, and `qmd` in a `memory.search`,
    /// said of folders stands in `extraPaths` of that `memory.search` now, and whether sessions are
    /// indexed in its `experimental.sessionMemory` and `sources`. Nothing stands in the place of the
    /// rest.
    ///
    /// The fix carries over what has a place, as `openclaw doctor --fix` does, and retires the section.
    ///
    /// ```json5 bad
    /// {
    ///   memory: {
    ///     qmd: {
    /// //  ^^^
    ///       command: "qmd",
    ///       paths: [{ name: "notes", path: "~/notes", pattern: "**/*.md" }, { path: "~/wiki" }],
    ///       sessions: { enabled: true },
    ///     },
    ///     search: { extraPaths: ["~/wiki"], sources: ["memory"] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   memory: {
    ///     // what has a place stands in `memory.search`
    ///     // qmd: {
    ///     //   command: "qmd",
    ///     //   paths: [{ name: "notes", path: "~/notes", pattern: "**/*.md" }, { path: "~/wiki" }],
    ///     //   sessions: { enabled: true },
    ///     // },
    ///     search: { extraPaths: ["~/wiki", { path: "~/notes", pattern: "**/*.md" }], sources: ["memory", "sessions"], experimental: { sessionMemory: true } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "agents": {
    ///     "entries": {
    ///       "main": {
    ///         "memory": { "search": { "qmd": { "extraCollections": [{ "path": "~/notes" }] } } }
    /// //                              ^^^^^
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "agents": {
    ///     "entries": {
    ///       "main": {
    ///         "memory": { "search": { "extraPaths": ["~/notes"] } }
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { memory: { search: { extraPaths: ["~/notes"] } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { memory: { qmd: { paths: [{ path: "~/notes" }] } } }
    /// ```
    "retired-qmd-memory" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), target) = (context.tree.root(), context.world.target) else { return };
    let knows = |key: &[&str]| target.lookup(key).is_some();
    if !knows(&["memory", "search"]) || knows(&["memory", "qmd"]) {
        return;
    }
    let memory = root.get("memory");
    let search = memory.and_then(|memory| memory.get("search"));
    let holders = [memory, search].into_iter().flatten();
    let sections: Vec<_> = holders.filter_map(|holder| member_of(holder, "qmd")).collect();
    look_at(context, findings, &sections, search, &["memory", "search"]);
    let entries = root.at(&["agents", "entries"]).and_then(Value::as_object);
    for agent in entries.into_iter().flat_map(Object::members) {
        let search = agent.value().and_then(|agent| agent.at(&["memory", "search"]));
        if let Some(section) = search.and_then(|search| member_of(search, "qmd")) {
            let name = agent.name().to_lossy().into_owned();
            let path = ["agents", "entries", &name, "memory", "search"];
            look_at(context, findings, &[section], search, &path);
        }
    }
}

/// The sections of one `memory.search`, which stands at `path`.
fn look_at<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    sections: &[Member<'t>],
    search: Option<Value<'t>>,
    path: &[&str],
) {
    let Some((first, others)) = sections.split_first() else { return };
    let finding = findings.add(Place::name(*first), "the memory store QMD is gone");
    for other in others {
        finding.related(other.name_span(), "this is of QMD as well");
    }
    finding.help("its folders belong in `memory.search.extraPaths`");
    let edits = context.edits(|plan| {
        let values = || sections.iter().filter_map(|section| section.value());
        if values().any(|it| it.at(&["sessions", "enabled"]).and_then(Value::as_bool) == Some(true))
        {
            index_sessions(plan, search, path)?;
        }
        let lists = values().flat_map(|it| [it.get("paths"), it.get("extraCollections")]);
        let folders = lists.flatten().filter_map(Value::as_array).flat_map(Array::items);
        add_folders(context, plan, folders, search, path)?;
        let reason = "what has a place stands in `memory.search`";
        sections.iter().try_for_each(|section| plan.retire(*section, reason))
    });
    finding.fix(Safety::Safe, "carry over what has a place", edits);
}

fn below<'p>(path: &[&'p str], names: &[&'p str]) -> Vec<&'p str> {
    path.iter().chain(names).copied().collect()
}

fn index_sessions<'t>(
    plan: &mut Plan<'t>,
    search: Option<Value<'t>>,
    path: &[&str],
) -> Result<(), Refusal> {
    let at = |name: &str| search.and_then(|search| search.get(name));
    let experimental = at("experimental");
    let is_free = experimental
        .is_none_or(|it| it.as_object().is_some_and(|it| it.get("sessionMemory").is_none()));
    if is_free {
        plan.set(&below(path, &["experimental", "sessionMemory"]), true)?;
    }
    let sources = at("sources");
    let Some(list) = sources.and_then(Value::as_array) else {
        return match sources {
            None => plan.set(&below(path, &["sources"]), New::list(["memory", "sessions"])),
            Some(_) => Ok(()),
        };
    };
    if list.items().next().is_none() {
        plan.push(list, "memory");
    }
    if !list.items().any(|source| source.is_text("sessions")) {
        plan.push(list, "sessions");
    }
    Ok(())
}

/// Adds the folders that are not there yet, each with its pattern.
fn add_folders<'t>(
    context: &Context<'t>,
    plan: &mut Plan<'t>,
    folders: impl Iterator<Item = Value<'t>>,
    search: Option<Value<'t>>,
    path: &[&str],
) -> Result<(), Refusal> {
    let text = |value: Option<Value<'_>>| {
        let text = value.filter(|it| it.as_text().is_some())?;
        // A variable stays as it is written.
        let own = || text.as_text().map(JsText::into_lossy);
        let text = trim(&context.text(text).filter(|it| text.is_text(it)).or_else(own)?).to_owned();
        (!text.is_empty()).then_some(text)
    };
    let known = search.and_then(|search| search.get("extraPaths"));
    let list = known.and_then(Value::as_array);
    let mut seen: BTreeSet<(String, Option<String>)> = list
        .into_iter()
        .flat_map(Array::items)
        .filter_map(|it| match it.as_object() {
            Some(_) => Some((text(it.get("path"))?, text(it.get("pattern")))),
            None => Some((text(Some(it))?, None)),
        })
        .collect();
    let mut new = Vec::new();
    for folder in folders {
        let Some(at) = text(folder.get("path")) else { continue };
        let pattern = text(folder.get("pattern"));
        if seen.insert((at.clone(), pattern.clone())) {
            new.push(match pattern {
                Some(pattern) => New::object([("path", at), ("pattern", pattern)]),
                None => New::from(at),
            });
        }
    }
    match list {
        _ if new.is_empty() => {}
        Some(list) => new.into_iter().for_each(|folder| plan.push(list, folder)),
        None => plan.set(&below(path, &["extraPaths"]), New::list(new))?,
    }
    Ok(())
}
