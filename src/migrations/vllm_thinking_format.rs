//! See the rule's documentation.

use super::model_ref::ModelName;
use super::scope::agent_scopes;
use crate::edit::{New, Plan, Refusal, Where};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// How a Qwen model on vLLM is asked to think stands among the parameters.
    ///
    /// `params.qwenThinkingFormat` (or `qwen_thinking_format`) is the `compat.thinkingFormat` of each model
    /// in `models.providers.vllm` since 2026.5.28. `openclaw doctor --fix` writes it there, for the
    /// models that the parameters were for, and lists those that are not listed yet.
    ///
    /// The fix does the same. A word that OpenClaw does not know, and one that no model is there for, is
    /// commented out.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: "vllm/qwen3",
    ///       params: { temperature: 0, qwenThinkingFormat: "chat_template" },
    /// //                              ^^^^^^^^^^^^^^^^^^
    ///       models: { "vllm/qwen3-coder": { params: { qwenThinkingFormat: "enable_thinking" } } },
    /// //                                              ^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    ///   models: {
    ///     providers: {
    ///       vllm: {
    ///         baseUrl: "http://127.0.0.1:8000/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: "vllm/qwen3",
    ///       params: { temperature: 0 },
    ///       models: { "vllm/qwen3-coder": {} },
    ///     },
    ///   },
    ///   models: {
    ///     providers: {
    ///       vllm: {
    ///         baseUrl: "http://127.0.0.1:8000/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3", reasoning: true, compat: { thinkingFormat: "qwen-chat-template" } }, { id: "qwen3-coder", name: "qwen3-coder", reasoning: true, compat: { thinkingFormat: "qwen" } }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { models: { "ollama/qwen3": { params: { qwenThinkingFormat: "qwen" } } } } } }
    /// ```
    "vllm-thinking-format" {
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
const SINCE: &str = "2026.5.28";

const VLLM: &str = "vllm";
const NAMES: [&str; 2] = ["qwenThinkingFormat", "qwen_thinking_format"];

/// The formats that may stand there already.
const FORMATS: [&str; 7] =
    ["openai", "openrouter", "deepseek", "together", "qwen", "qwen-chat-template", "zai"];

/// What parameters are for.
enum For<'t> {
    /// The models of these ids, which are listed where they are not.
    Ids(Vec<String>),
    /// This model in the provider's list.
    Row(Value<'t>),
    /// All models in the provider's list, and those of these ids.
    All(Vec<String>),
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since(SINCE) {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    // Two may be for the same model: the first writes it, and the others follow.
    let mut is_first = true;
    for (params, models) in sources(root) {
        let mut old = NAMES.iter().filter_map(|name| params.get(name));
        let Some(member) = old.next() else { continue };
        let format = member.value().and_then(|value| format(&value.as_text()?.to_lossy()));
        let edits = context.edits(|plan| {
            if is_first { carry(plan, root, params, member, format, &models) } else { Ok(()) }
        });
        is_first &= edits.edits.is_empty();
        let message = "how a model on vLLM is asked to think is a setting of the model now";
        findings
            .add(Place::name(member), message)
            .help("write it as `models.providers.vllm.models[].compat.thinkingFormat`")
            .fix(Safety::Safe, "write it to the models", edits);
    }
}

/// The parameters in which it may stand, in the order in which OpenClaw looks at them.
fn sources(root: Value<'_>) -> Vec<(Object<'_>, For<'_>)> {
    let mut sources = Vec::new();
    let defaults = root.at(&["agents", "defaults"]);
    let shared = defaults.map(ids).unwrap_or_default();
    for (name, model) in models_of(defaults) {
        if let (Some(id), Some(own)) = (vllm_id(&name), params(model)) {
            sources.push((own, For::Ids(vec![id])));
        }
    }
    let provider = provider(root).and_then(Member::value);
    for row in provider.into_iter().flat_map(rows) {
        sources.extend(params(row).map(|own| (own, For::Row(row))));
    }
    let agents: Vec<_> = agent_scopes(root)
        .into_iter()
        .map(|agent| agent.object.value())
        .filter(|agent| Some(*agent) != defaults)
        .collect();
    if let Some(own) = provider.and_then(params) {
        let all = shared.iter().cloned().chain(agents.iter().flat_map(|agent| ids(*agent)));
        sources.push((own, For::All(all.collect())));
    }
    let of = |ids: Vec<String>| if ids.is_empty() { For::All(Vec::new()) } else { For::Ids(ids) };
    if let Some(own) = defaults.and_then(params) {
        sources.push((own, of(shared.clone())));
    }
    for agent in agents {
        let Some(own) = params(agent) else { continue };
        let chosen = ids(agent);
        sources.push((own, of(if chosen.is_empty() { shared.clone() } else { chosen })));
    }
    sources
}

fn params(holder: Value<'_>) -> Option<Object<'_>> {
    holder.get("params")?.as_object()
}

/// Writes the format to the models, and takes the parameter away.
fn carry<'t>(
    plan: &mut Plan<'t>,
    root: Value<'t>,
    params: Object<'t>,
    old: Member<'t>,
    format: Option<&str>,
    models: &For<'t>,
) -> Result<(), Refusal> {
    let is_old = |member: Member<'_>| NAMES.iter().any(|name| member.is_named(name));
    let whole = params.value().member().filter(|_| params.members().all(is_old));
    let Some(format) = format else {
        return plan.retire(whole.unwrap_or(old), "OpenClaw does not know this format");
    };
    let provider = provider(root);
    let listed: Vec<_> = provider.and_then(Member::value).into_iter().flat_map(rows).collect();
    let (mut targets, wanted): (Vec<Value<'t>>, &[String]) = match models {
        For::Row(row) => (vec![*row], &[]),
        For::All(ids) => (listed.clone(), ids),
        For::Ids(ids) => (Vec::new(), ids),
    };
    let mut new: Vec<&str> = Vec::new();
    for id in wanted {
        let is_it = |row: &&Value<'_>| {
            let own = row.get("id");
            own.is_some_and(|own| own.is_text(id) || own.is_text(&format!("{VLLM}/{id}")))
        };
        match listed.iter().find(is_it) {
            Some(row) if !targets.contains(row) => targets.push(*row),
            None if !new.contains(&id.as_str()) => new.push(id),
            _ => {}
        }
    }
    if targets.is_empty() && new.is_empty() {
        return plan.retire(whole.unwrap_or(old), "no model on vLLM is there that it could be for");
    }
    for row in targets.iter().filter_map(|row| row.as_object()) {
        set_format(plan, row, format)?;
    }
    list(plan, provider, &new, format)?;
    for other in params.members().filter(|it| *it != old && is_old(*it)) {
        if whole.is_none() {
            plan.retire(other, "the same under another name")?;
        }
    }
    plan.absorb(whole.unwrap_or(old), &["models", "providers", VLLM, "models"])
}

/// Gives a listed model the format, unless it has one.
fn set_format<'t>(plan: &mut Plan<'t>, row: Object<'t>, format: &str) -> Result<(), Refusal> {
    if row.get("reasoning").is_none() {
        plan.insert(row, Where::Last, "reasoning", true)?;
    }
    let Some(compat) = row.get("compat").and_then(Member::value) else {
        return plan.insert(row, Where::Last, "compat", New::object([("thinkingFormat", format)]));
    };
    let Some(compat) = compat.as_object() else { return Err(Refusal::NotAnObject) };
    match compat.get("thinkingFormat").and_then(Member::value) {
        Some(own) if FORMATS.iter().any(|known| own.is_text(known)) => Ok(()),
        Some(own) => {
            plan.replace(own, format);
            Ok(())
        }
        None => plan.insert(compat, Where::Last, "thinkingFormat", format),
    }
}

/// Lists models that are not listed yet.
fn list<'t>(
    plan: &mut Plan<'t>,
    provider: Option<Member<'t>>,
    ids: &[&str],
    format: &str,
) -> Result<(), Refusal> {
    if ids.is_empty() {
        return Ok(());
    }
    let row = |id: &&str| {
        let compat = New::object([("thinkingFormat", format)]);
        New::Object(vec![
            ("id".to_owned(), (*id).into()),
            ("name".to_owned(), (*id).into()),
            ("reasoning".to_owned(), true.into()),
            ("compat".to_owned(), compat),
        ])
    };
    let Some(provider) = provider else {
        let rows = New::List(ids.iter().map(row).collect());
        return plan.set(&["models", "providers", VLLM, "models"], rows);
    };
    let Some(object) = provider.value().and_then(Value::as_object) else {
        return Err(Refusal::NotAnObject);
    };
    match object.get("models").and_then(Member::value) {
        None => {
            let rows = New::List(ids.iter().map(row).collect());
            plan.insert(object, Where::Last, "models", rows)
        }
        Some(models) => {
            let Some(array) = models.as_array() else { return Err(Refusal::NotAnObject) };
            for id in ids {
                plan.push(array, row(id));
            }
            Ok(())
        }
    }
}

/// What OpenClaw calls a format.
fn format(word: &str) -> Option<&'static str> {
    let word = trim(word).to_lowercase();
    let parts: Vec<&str> = word.split(|c: char| c == '_' || c.is_whitespace()).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.join("-").as_str() {
        "chat-template"
        | "chat-template-argument"
        | "chat-template-arguments"
        | "chat-template-kwarg"
        | "chat-template-kwargs"
        | "qwen-chat-template" => Some("qwen-chat-template"),
        "enable-thinking" | "qwen" | "request-body" | "top-level" => Some("qwen"),
        _ => None,
    }
}

/// The provider, however its name is written.
fn provider(root: Value<'_>) -> Option<Member<'_>> {
    let providers = root.at(&["models", "providers"])?.as_object()?;
    providers.members().find(|member| trim(&member.name().to_lossy()).eq_ignore_ascii_case(VLLM))
}

fn rows(provider: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let rows = provider.get("models").and_then(Value::as_array);
    rows.into_iter().flat_map(Array::items).filter(|row| row.as_object().is_some())
}

/// The settings of models, each with the model's name.
fn models_of(agent: Option<Value<'_>>) -> impl Iterator<Item = (String, Value<'_>)> {
    let models = agent.and_then(|agent| agent.get("models")).and_then(Value::as_object);
    let members = models.into_iter().flat_map(Object::members);
    members.filter_map(|member| Some((member.name().to_lossy().into_owned(), member.value()?)))
}

/// The ids of the models on vLLM that an agent names.
fn ids(agent: Value<'_>) -> Vec<String> {
    let choice = agent.get("model");
    let primary = choice.and_then(|it| it.as_text().or_else(|| it.get("primary")?.as_text()));
    let fallbacks = choice.and_then(|it| it.get("fallbacks")).and_then(Value::as_array);
    let fallbacks = fallbacks.into_iter().flat_map(Array::items).filter_map(Value::as_text);
    let chosen = primary.into_iter().chain(fallbacks).map(|text| text.to_lossy().into_owned());
    let names = chosen.chain(models_of(Some(agent)).map(|(name, _)| name));
    names.filter_map(|name| vllm_id(&name)).collect()
}

/// The id of a model on vLLM.
fn vllm_id(name: &str) -> Option<String> {
    let name = ModelName::of(name);
    let is_one = name.provider_id() == VLLM && !name.model.is_empty() && name.model != "*";
    is_one.then(|| name.model.to_owned())
}
