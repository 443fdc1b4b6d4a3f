//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal, Where};
use crate::effective::{Found, places};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Object, Value};
use crate::text::Span;

rule! {
    /// The models of a provider are not listed as OpenClaw wants them.
    ///
    /// `models.providers.<id>.models` is a list, and each model in it an object with `id`, by which the
    /// provider knows it, and `name`, by which people do. OpenClaw rejects a list of plain names, a map by
    /// name, and a model without one of the two.
    ///
    /// The fix makes it such a list; what is missing of `id` and `name` it takes from the other. It is
    /// unsafe: only you know whether that is what the provider calls the model.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { models: ["gpt-5.5", { id: "gpt-5.4" }, { name: "gpt-5.4-mini" }] },
    /// //                       ^^^^^^^^^  ^                  ^
    ///       anthropic: {
    ///         models: { "claude-opus-4-7": { maxTokens: 64000 }, "claude-sonnet-4-6": "Sonnet" },
    /// //              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
    ///       openai: { models: [{ id: "gpt-5.5", name: "gpt-5.5" }, { id: "gpt-5.4", name: "gpt-5.4" }, { id: "gpt-5.4-mini", name: "gpt-5.4-mini" }] },
    ///       anthropic: {
    ///         models: [
    ///           { id: "claude-opus-4-7", name: "claude-opus-4-7", maxTokens: 64000 },
    ///           { id: "claude-sonnet-4-6", name: "Sonnet" },
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   models: { providers: { openai: { models: [{ id: "gpt-5.5", name: "GPT-5.5" }] } } },
    ///   agents: { defaults: { models: { "openai/gpt-5.5": {} } } },
    /// }
    /// ```
    ///
    /// A single name becomes a list; what names nothing is left to you:
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { models: "gpt-5.5" },
    /// //                      ^^^^^^^^^
    ///       google: { models: 5 },
    /// //                      ^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { models: [{ id: "gpt-5.5", name: "gpt-5.5" }] },
    ///       google: { models: 5 },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// A list has no place for a comment between the models:
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       anthropic: {
    ///         models: { "claude-opus-4-7": { maxTokens: 64000 } /* for long texts */ },
    /// //              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
    ///       anthropic: {
    ///         // a list now
    ///         // models: { "claude-opus-4-7": { id: "claude-opus-4-7", name: "claude-opus-4-7", maxTokens: 64000 } /* for long texts */ },
    ///         models: [
    ///           { id: "claude-opus-4-7", name: "claude-opus-4-7", maxTokens: 64000 },
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "misshapen-provider-models" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

const HELP: &str = "list each model as an object: `models: [{ id: \"…\", name: \"…\" }]`";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for provider in places(context.tree, "models.providers.*") {
        if let Some(member) =
            provider.value.member().filter(|_| provider.value.as_object().is_none())
        {
            let edits =
                context.edits(|plan| plan.retire(member, "settings of a provider were meant"));
            let finding =
                findings.add(provider.place(), "the settings of a provider are an object");
            finding.help("write `{ baseUrl: \"…\", models: [] }`");
            finding.fix(Safety::Unsafe, "take it out", edits);
        }
        let Some(models) = provider.get("models") else { continue };
        if let Some(rows) = models.as_array() {
            look_at_rows(context, &provider, rows, findings);
        } else if models.get("$include").is_none() {
            let finding = findings.add(
                provider.member_value("models", models),
                "the models of a provider stand in a list",
            );
            finding.help(HELP);
            let edits = context.edits(|plan| match models.as_object() {
                Some(map) => make_list(plan, map),
                None if models.as_text().is_some() => {
                    plan.replace(models, New::list([New::Existing(models)]));
                    Ok(())
                }
                None => Ok(()),
            });
            finding.fix(Safety::Unsafe, "make it a list", edits);
        }
    }
}

fn look_at_rows(
    context: &Context<'_>,
    provider: &Found<'_>,
    rows: Array<'_>,
    findings: &mut Findings<'_>,
) {
    for (index, row) in rows.items().enumerate() {
        let place = |span: Span, name: Option<&str>| {
            let key = provider.key.clone().child("models").child(index.to_string());
            Place { key: name.into_iter().fold(key, crate::syntax::Key::child), span }
        };
        if let Some(name) = row.as_text() {
            let name = name.to_lossy();
            let edits = context.edits(|plan| {
                plan.replace(row, described(&name, &name));
                Ok(())
            });
            findings
                .add(place(row.span(), None), "a model in a provider's list is an object")
                .help(HELP)
                .fix(Safety::Unsafe, "make it an object", edits);
            continue;
        }
        let Some(object) = row.as_object().filter(|row| row.get("$include").is_none()) else {
            continue;
        };
        let (id, name) = (text_of(object, "id"), text_of(object, "name"));
        let start = row.span().start;
        let opening = Span { start, end: start + 1 };
        let (missing, edits) = match (id, name) {
            (Some((member, id)), None) if object.get("name").is_none() => {
                let edits = context
                    .edits(|plan| plan.insert(object, Where::After(member), "name", id.as_str()));
                ("name", edits)
            }
            (None, Some((member, name))) if object.get("id").is_none() => {
                let edits = context
                    .edits(|plan| plan.insert(object, Where::Before(member), "id", name.as_str()));
                ("id", edits)
            }
            _ => continue,
        };
        findings
            .add(
                place(opening, Some(missing)),
                format!("a model in a provider's list lacks `{missing}`"),
            )
            .help(HELP)
            .fix(Safety::Unsafe, format!("take `{missing}` from the other"), edits);
    }
}

/// A model of that id and name.
fn described(id: &str, name: &str) -> New<'static> {
    New::object([("id", id), ("name", name)])
}

/// A member that holds a text.
fn text_of<'t>(object: Object<'t>, name: &str) -> Option<(Member<'t>, String)> {
    let member = object.get(name)?;
    Some((member, member.value()?.as_text()?.to_lossy().into_owned()))
}

/// Makes a map by id a list, in two steps: each model gets its id, and then they are listed.
fn make_list<'t>(plan: &mut Plan<'t>, map: Object<'t>) -> Result<(), Refusal> {
    let mut is_ready = true;
    for member in map.members() {
        let id = member.name().to_lossy().into_owned();
        let Some(value) = member.value() else { return Ok(()) };
        match value.as_object() {
            Some(model) if text_of(model, "id").is_some() => {}
            Some(model) if model.get("id").is_none() => {
                plan.insert(model, Where::First, "id", id.as_str())?;
                if model.get("name").is_none() {
                    plan.insert(model, Where::First, "name", id.as_str())?;
                }
                is_ready = false;
            }
            Some(_) => return Ok(()),
            None => {
                let name = match value.as_text() {
                    Some(name) => name.to_lossy().into_owned(),
                    None if value.is_null() => id.clone(),
                    // What is meant by it only its author knows.
                    None => return Ok(()),
                };
                plan.replace(value, described(&id, &name));
                is_ready = false;
            }
        }
    }
    if !is_ready {
        return Ok(());
    }
    let rows: Vec<_> = map.members().filter_map(Member::value).collect();
    let inside: usize = rows.iter().copied().map(comments_in).sum();
    let rows = New::list(rows);
    match map.value().member() {
        // Comments between the models have no place in the list.
        Some(member) if inside < comments_in(map.value()) => {
            plan.retire(member, "a list now")?;
            plan.insert(member.object(), Where::Last, "models", rows)
        }
        _ => {
            plan.replace(map.value(), rows);
            Ok(())
        }
    }
}

fn comments_in(value: Value<'_>) -> usize {
    let (tree, span) = (value.tree(), value.span());
    let inside = |at: &Span| span.start <= at.start && at.end <= span.end;
    tree.tokens().filter(|(_, kind, at)| kind.is_comment() && inside(at)).count()
}
