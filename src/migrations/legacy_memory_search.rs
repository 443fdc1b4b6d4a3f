//! See the rule's documentation.

use crate::edit::Refusal;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value};

rule! {
    /// The search of memory is set up at an older place, or in an older way.
    ///
    /// `memorySearch`, first at the root and then in `agents.defaults`, is `memory.search` since
    /// 2026.8.1; an agent's own is its `memory.search`. `maxResults` stands in `query` there, chunks
    /// have the built-in size, each agent has an index of its own, so that `store.path` says nothing,
    /// and the provider `"auto"` is `"openai"`.
    ///
    /// The fix carries all of it over. What `memory.search` says already counts, then what the
    /// defaults said, then the root.
    ///
    /// ```json5 bad
    /// {
    ///   memorySearch: { enabled: true, model: "text-embedding-3-small" },
    /// //^^^^^^^^^^^^
    ///   agents: {
    ///     defaults: {
    ///       // what I wrote down
    ///       memorySearch: { enabled: false },
    /// //    ^^^^^^^^^^^^
    ///     },
    ///     entries: { main: { memorySearch: { enabled: true } } },
    /// //                     ^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // `memory.search` is set already
    ///   // memorySearch: { enabled: true },
    ///   agents: {
    ///     defaults: {},
    ///     entries: { main: { memory: { search: { enabled: true } } } },
    ///   },
    ///   memory: {
    ///     // what I wrote down
    ///     search: { enabled: false, model: "text-embedding-3-small" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "memory": {
    ///     "search": { "provider": "auto", "maxResults": 5, "chunkSize": 400, "store": { "path": "~/memory" } }
    /// //                          ^^^^^^
    /// //                                  ^^^^^^^^^^^^
    /// //                                                   ^^^^^^^^^^^
    /// //                                                                                ^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "memory": {
    ///     "search": { "provider": "openai", "query": { "maxResults": 5 }, "store": {} }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { memory: { search: { provider: "openai", query: { maxResults: 5 } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { agents: { defaults: { memorySearch: { provider: "openai" } } } }
    /// ```
    "legacy-memory-search" {
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
    let Some(root) = context.tree.root() else { return };
    if context.world.target.lookup(&["memory", "search"]).is_none() {
        return;
    }
    let defaults = root.at(&["agents", "defaults"]);
    let mut older = [
        defaults.and_then(|defaults| member_of(defaults, "memorySearch")),
        defaults
            .and_then(|defaults| member_of(defaults, "memory"))
            .filter(|memory| memory.value().and_then(search_in).is_some()),
        member_of(root, "memorySearch"),
    ]
    .into_iter()
    .flatten();
    if let Some(first) = older.next() {
        let to = if first.is_named("memory") { &["memory"][..] } else { &["memory", "search"] };
        moved(context, findings, first, to, true);
    }
    // Which of them counts is decided by the order in which they are carried over.
    for later in older {
        moved(context, findings, later, &["memory", "search"], false);
    }
    if let Some(search) = root.get("memory").and_then(search_in) {
        settings(context, findings, search, &["memory", "search"]);
    }
    let entries = root.at(&["agents", "entries"]).and_then(Value::as_object);
    for agent in entries.into_iter().flat_map(Object::members) {
        let name = agent.name().to_lossy().into_owned();
        let path = ["agents", "entries", &name, "memory", "search"];
        let Some(own) = agent.value() else { continue };
        if let Some(member) = member_of(own, "memorySearch") {
            moved(context, findings, member, &path, true);
        }
        if let Some(search) = own.get("memory").and_then(search_in) {
            settings(context, findings, search, &path);
        }
    }
}

fn search_in(memory: Value<'_>) -> Option<Object<'_>> {
    memory.get("search").and_then(Value::as_object)
}

/// A whole section at an older place.
fn moved(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    member: Member<'_>,
    to: &[&str],
    is_next: bool,
) {
    let place = Place::name(member);
    let message = format!("the search of memory is no longer set up in `{}`", place.key);
    let finding = findings.add(place, message);
    finding.help("its place is `memory.search`, of the config or of an agent");
    let is_object = member.value().is_some_and(|value| value.as_object().is_some());
    if !is_object {
        let edits = context.edits(|plan| plan.retire(member, "these are no settings"));
        finding.fix(Safety::Unsafe, "take it out of force", edits);
    } else if is_next {
        let edits = context.edits(|plan| plan.carry_over(member, to));
        finding.fix(Safety::Safe, format!("move it to `{}`", to.join(".")), edits);
    }
}

/// What is said in an older way within `memory.search`.
fn settings(context: &Context<'_>, findings: &mut Findings<'_>, search: Object<'_>, path: &[&str]) {
    let provider = search.get("provider").and_then(Member::value);
    let is_auto = |value: &Value<'_>| {
        context.text(*value).is_some_and(|text| trim(&text).eq_ignore_ascii_case("auto"))
    };
    if let Some(value) = provider.filter(is_auto) {
        let finding = findings.add(Place::value(value), "the provider \"auto\" is \"openai\" now");
        finding.help("OpenClaw's `doctor --fix` would write \"openai\"");
        let edits = context.edits(|plan| {
            plan.replace(value, "openai");
            Ok(())
        });
        finding.fix(Safety::Safe, "write \"openai\"", edits);
    }
    if let Some(most) = search.get("maxResults") {
        let finding = findings.add(Place::name(most), "`maxResults` stands in `query` now");
        finding.help("move it there");
        let to: Vec<&str> = path.iter().copied().chain(["query", "maxResults"]).collect();
        let edits = context.edits(|plan| match plan.carry_over(most, &to) {
            Err(Refusal::NotAnObject) => plan.retire(most, "`query` is no object"),
            done => done,
        });
        finding.fix(Safety::Safe, "move it to `query.maxResults`", edits);
    }
    for name in ["chunkSize", "chunkOverlap"] {
        if let Some(member) = search.get(name) {
            gone(context, findings, member, "chunks have the built-in size");
        }
    }
    let store = search.get("store").and_then(Member::value).and_then(Value::as_object);
    let is_text = |member: &Member<'_>| member.value().is_some_and(|it| it.as_text().is_some());
    if let Some(member) = store.and_then(|store| store.get("path")).filter(is_text) {
        gone(context, findings, member, "each agent has an index of its own");
    }
}

fn gone(context: &Context<'_>, findings: &mut Findings<'_>, member: Member<'_>, why: &str) {
    let message = format!("`{}` says nothing any more: {why}", member.name());
    let finding = findings.add(Place::name(member), message);
    finding.help("remove it");
    let edits = context.edits(|plan| plan.retire(member, why));
    finding.fix(Safety::Safe, "take it out of force", edits);
}
