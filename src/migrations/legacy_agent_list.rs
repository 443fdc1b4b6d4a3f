//! See the rule's documentation.

mod named;

use crate::edit::{Plan, Refusal};
use crate::effective::{Ownership, Roster, RosterForm};
use crate::finding::{Effect, Finding, Mending, Place, Safety, Severity};
use crate::migrations::ownership::{Owner, has_settled_channels};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{ListFault, list_faults};
use crate::syntax::{Array, Key, Member, Value};
use crate::text::Span;
use named::{Named, named};

rule! {
    /// The agents stand in a list; now each stands under its id.
    ///
    /// Until 2026.8.1 agents stood in `agents.list`, each with an `id`; now each stands in
    /// `agents.entries`, under its id as the name. OpenClaw still turns a list into entries each time
    /// it reads the config, and warns of it, if every agent is an object with an id of its own in its
    /// normal form (lower-case letters, digits, `_` and `-`). Any other list it rejects.
    ///
    /// The fix makes a map of the list where it stands, and says nothing new: it is safe. Ids get
    /// their normal form, and a second agent of the same id another one (`work-2`), as `openclaw
    /// doctor --fix` does it; what is no agent is retired. That is unsafe: the ids may be known
    /// elsewhere by how they were written.
    ///
    /// Where several agents are listed and nothing says who speaks for them, older releases took the
    /// first, and 2026.9.6 rejects the config. The fix then makes ownership explicit and the first
    /// agent the owner of what no agent is named for, as it was; `legacy-default-agent` says what
    /// belongs to it.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     list: [
    /// //  ^^^^
    ///       // answers everyone
    ///       { id: "main", default: true, workspace: "~/claw" },
    ///
    ///       {
    ///         id: "work", // after hours
    ///         workspace: "~/work",
    ///       },
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     entries: {
    ///       // answers everyone
    ///       main: { default: true, workspace: "~/claw" },
    ///
    ///       work: {
    ///         // after hours
    ///         workspace: "~/work",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "agents": {
    ///     "list": [{ "id": "main" }]
    /// //  ^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "agents": {
    ///     "entries": { "main": {} }
    ///   }
    /// }
    /// ```
    ///
    /// Ids that OpenClaw does not take as they are:
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     list: [
    /// //  ^^^^
    ///       { id: "work" },
    ///       { id: "Doc Writer" },
    ///       { id: "work", name: "After hours" },
    ///       "main",
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       work: {},
    ///       "doc-writer": { /* the id is `doc-writer` now: id: "Doc Writer" */ },
    ///       "work-2": { /* the id is `work-2` now: id: "work" */ name: "After hours" },
    ///       // this is no agent
    ///       // "main",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Several agents, and none is the default one:
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     list: [{ id: "main" }, { id: "work" }],
    /// //  ^^^^
    ///   },
    ///   channels: { signal: { account: "+15555550123" } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: { main: { workspace: "~/.openclaw/workspace" }, work: {} },
    ///     defaults: {
    ///       heartbeat: { agentId: "main" },
    ///       systemAgent: { agentId: "main" },
    ///     },
    ///   },
    ///   channels: { signal: { account: "+15555550123" } },
    ///   bindings: [
    ///     {
    ///       agentId: "main",
    ///       match: {
    ///         channel: "signal",
    ///         accountId: "*",
    ///       },
    ///     },
    ///   ],
    ///   talk: { agentId: "main" },
    /// }
    /// ```
    ///
    /// Where there are entries too, they count:
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     list: [{ id: "old" }],
    /// //  ^^^^
    ///     entries: { main: {} },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     // `agents.entries` is set already
    ///     // list: [{ id: "old" }],
    ///     entries: { main: {} },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { entries: { main: {} } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { agents: { list: [{ id: "main" }, { id: "work" }] } }
    /// ```
    "legacy-agent-list" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The first release that warns of a list, and rejects one that it cannot read; assumed.
const SINCE: &str = "2026.8.1";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    let target = context.world.target;
    let section = root.get("agents").and_then(Value::as_object);
    let Some((section, holder)) = section.and_then(|it| Some((it, it.get("list")?))) else {
        return;
    };
    if target.lookup(&["agents", "entries"]).is_none() {
        return;
    }
    if section.get("entries").is_some() {
        let finding =
            findings.add(Place::name(holder), "`agents.entries` is there too, and only it counts");
        finding.help("move what you need to `agents.entries`");
        let edits = context.edits(|plan| plan.retire(holder, "`agents.entries` is set already"));
        finding.fix(Safety::Unsafe, "retire the list", edits);
        return;
    }
    let list = holder.value().and_then(Value::as_array);
    let agents = list.and_then(|list| named(context, list));
    // The default agent of early releases is named elsewhere.
    let is_named = root.at(&["routing", "agents"]).or(root.at(&["routing", "defaultAgentId"]));
    let is_unclear =
        roster.ownership == Ownership::Unsaid && !roster.is_partial && is_named.is_none();
    let owner = agents.as_deref().filter(|_| is_unclear).and_then(owner);
    let finding = report(context, findings, holder, roster);
    let Some(list) = list else {
        finding.fix(
            Safety::Unsafe,
            "take it for entries, or out of force",
            no_list(context, holder),
        );
        return;
    };
    let Some(agents) = agents.filter(|_| owner.is_none() || has_settled_channels(root)) else {
        return;
    };
    let edits = context.edits(|plan| {
        key(plan, holder, list, &agents)?;
        let values: Vec<Value<'_>> = agents.iter().map(|it| it.agent.value()).collect();
        owner.as_ref().map_or(Ok(()), |owner| owner.take_over(context, plan, root, &values))
    });
    let is_certain = roster.form != RosterForm::Unreadable && !roster.is_partial;
    // That the first one spoke for them is what such a list always meant.
    let safety = if is_certain { Safety::Safe } else { Safety::Unsafe };
    let title = match &owner {
        Some(owner) => format!("list them in `agents.entries`, and let `{}` speak", owner.id),
        None => "list them in `agents.entries`".to_owned(),
    };
    finding.fix(safety, title, edits);
}

/// Says what OpenClaw makes of the list.
fn report<'f>(
    context: &Context<'_>,
    findings: &'f mut Findings<'_>,
    holder: Member<'_>,
    roster: &Roster<'_>,
) -> &'f mut Finding {
    let span = holder.name_span();
    let at = |name: &str| Place { key: Key::from_iter(["agents", name]), span };
    let has_no_owner = roster.ownership == Ownership::Unsaid
        && roster.agents.len() > 1
        && !roster.is_partial
        && roster.marks().is_empty();
    let (finding, effect) = if roster.form == RosterForm::Unreadable && !roster.is_partial {
        let faults = context
            .variables()
            .zip(holder.value())
            .map(|(variables, list)| list_faults(list, variables))
            .unwrap_or_default();
        let finding =
            findings.add(at("entries"), "OpenClaw cannot turn this list into `agents.entries`");
        for fault in &faults {
            let (span, why) = shown(fault);
            finding.related(span, why);
        }
        finding.help("mend what is shown, and list the agents in `agents.entries` by their ids");
        (finding, Effect::Rejected)
    } else if has_no_owner {
        let count = roster.agents.len();
        let message =
            format!("there are {count} agents, and nothing says who speaks when none is named");
        let finding = findings.add(at("ownership"), message);
        finding.help(
            "older releases took the first; write `agents.ownership: \"explicit\"`, list the agents \
             in `agents.entries` by their ids, and let `bindings` name them",
        );
        (finding, Effect::Rejected)
    } else {
        let finding = findings.add(at("entries"), "OpenClaw reads this list as `agents.entries`");
        finding.help("move each agent to `agents.entries`, under its id as the name");
        (finding, Effect::Warned)
    };
    if context.world.target.is_since(SINCE) {
        let is_rejected = effect == Effect::Rejected;
        let severity = if is_rejected { Severity::Error } else { Severity::Warning };
        finding.effect(effect).severity(severity);
    }
    finding
}

/// Where a fault is to be seen, and what it is.
fn shown(fault: &ListFault<'_>) -> (Span, String) {
    match fault {
        ListFault::NoList(value) => (value.span(), "this is no list".to_owned()),
        ListFault::NoObject(value) => (value.span(), "this is no object".to_owned()),
        ListFault::NoId(value) => {
            let start = value.span().start;
            (Span::new(start, start + 1), "this agent has no `id`".to_owned())
        }
        ListFault::OddId(value, normal) => {
            (value.span(), format!("this id is not in its normal form, `{normal}`"))
        }
        ListFault::Repeated(value) => (value.span(), "this id is there already".to_owned()),
        ListFault::OddMark(value) => {
            (value.span(), "this is neither `true` nor `false`".to_owned())
        }
    }
}

/// The agent that owned what no agent was named for: the first of several, if none is marked.
fn owner<'t>(agents: &[Named<'t>]) -> Option<Owner<'t>> {
    let is_unmarked = |it: &Named<'_>| {
        let mark = it.agent.get("default").and_then(Member::value);
        mark.is_none_or(|mark| mark.as_bool() == Some(false))
    };
    let (first, others) = agents.split_first()?;
    let is_one = !others.is_empty() && agents.iter().all(is_unmarked);
    is_one.then(|| Owner { id: first.name.clone(), agent: first.agent })
}

/// Makes entries of the list.
fn key<'t>(
    plan: &mut Plan<'t>,
    holder: Member<'t>,
    list: Array<'t>,
    agents: &[Named<'t>],
) -> Result<(), Refusal> {
    plan.rename(holder, "entries")?;
    for item in list.items().filter(|item| item.as_object().is_none()) {
        plan.retire_item(item, "this is no agent")?;
    }
    for Named { agent, name } in agents {
        for id in agent.members().filter(|member| member.is_named("id")) {
            let reason = format!("the id is `{name}` now");
            if id.value().is_some_and(|id| id.is_text(name)) {
                plan.dissolve_into_name(id, &reason)?;
            } else {
                plan.retire(id, &reason)?;
            }
        }
    }
    plan.key_items(list, agents.iter().map(|it| (it.agent.value(), it.name.clone())))
}

/// What becomes of a list that is none: an object of objects is taken for entries.
fn no_list<'t>(context: &Context<'t>, holder: Member<'t>) -> Mending {
    let agents = holder.value().and_then(Value::as_object);
    let is_object = |agent: Member<'_>| agent.value().is_some_and(|it| it.as_object().is_some());
    let are_entries = agents.is_some_and(|agents| agents.members().all(is_object));
    context.edits(|plan| {
        if are_entries {
            plan.rename(holder, "entries")
        } else {
            plan.retire(holder, "this is no list of agents")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::schema::Release;
    use crate::syntax::parse;
    use crate::world::{Environment, World};

    /// What is said of the list of a config.
    fn said(text: &str, release: &str) -> Finding {
        let target = Release::find(release).expect("a release of the catalog");
        let world = World::new(target, Environment::Unknown);
        let findings = rules::run(&parse(text.to_owned()), &world);
        let mut own = findings.into_iter().filter(|it| it.rule == RULE.id);
        own.next().unwrap_or_else(|| panic!("nothing is said of {text}"))
    }

    #[test]
    fn what_is_said_of_a_list_is_what_openclaw_makes_of_it() {
        use Effect::{Rejected, Warned};
        let cases = [
            ("list: [{id: 'a'}]", Warned, "agents.entries"),
            ("list: [{id: 'a'}, {id: 'b'}]", Rejected, "agents.ownership"),
            ("list: [{id: 'a', default: true}, {id: 'b'}]", Warned, "agents.entries"),
            ("ownership: 'explicit', list: [{id: 'a'}, {id: 'b'}]", Warned, "agents.entries"),
            ("$include: './more.json5', list: [{id: 'a'}, {id: 'b'}]", Warned, "agents.entries"),
            ("list: [{id: 'a'}, 1]", Rejected, "agents.entries"),
            ("$include: './more.json5', list: [{id: 'a'}, 1]", Warned, "agents.entries"),
            ("list: {a: {}, b: {}}", Rejected, "agents.entries"),
        ];
        for (agents, effect, key) in cases {
            let text = format!("{{agents: {{{agents}}}}}");
            let finding = said(&text, "2026.9.6");
            assert_eq!(
                (finding.effect, finding.place.key.to_string()),
                (effect, key.into()),
                "{text}"
            );
            let severity = if effect == Rejected { Severity::Error } else { Severity::Warning };
            assert_eq!(finding.severity, severity, "{text}");
        }
    }

    #[test]
    fn what_openclaw_cannot_read_is_shown() {
        let text =
            "{agents: {list: [{}, {id: 'a'}, {id: 'a'}, {id: 'B c'}, {id: 'd', default: 1}, 1]}}";
        let shown = said(text, "2026.9.6").related.into_iter();
        let shown: Vec<_> = shown.map(|it| (&text[it.span.range()], it.message)).collect();
        let shown: Vec<_> = shown.iter().map(|(what, why)| (*what, why.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("{", "this agent has no `id`"),
                ("'a'", "this id is there already"),
                ("'B c'", "this id is not in its normal form, `b-c`"),
                ("1", "this is neither `true` nor `false`"),
                ("1", "this is no object"),
            ]
        );
    }

    #[test]
    fn an_object_of_agents_becomes_the_entries() {
        let fixed = |text: &str| said(text, "2026.9.6").fix.expect("a fix").edits;
        let edits = fixed("{agents: {list: {a: {}, b: {}}}}");
        assert_eq!(edits.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["entries"]);
        let edits = fixed("{agents: {list: {a: 1}}}");
        assert!(edits.iter().any(|it| it.text.contains("this is no list of agents")), "{edits:?}");
    }
}
