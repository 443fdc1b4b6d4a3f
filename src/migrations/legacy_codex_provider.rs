//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal, Where};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Member, Object, Value};

use super::scope::agent_scopes;

rule! {
    /// A provider stands for Codex, whose models OpenAI's own provider has now.
    ///
    /// `models.providers.codex` and `models.providers.openai-codex` are `models.providers.openai` since
    /// 2026.8.1; that a model runs in Codex is said by its `agentRuntime`. `openclaw doctor --fix`
    /// moves the provider, or its models where there is an `openai` already.
    ///
    /// The fix does the same. It stays away, as OpenClaw does, where that would change something: where
    /// both describe a model differently, where one has settings such as `apiKey` that would come to
    /// hold for models of the other, or where `modelPolicy.allow` allows all models of the old one.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       "openai-codex": { // signed in with ChatGPT
    /// //    ^^^^^^^^^^^^^^
    ///         baseUrl: "https://chatgpt.com/backend-api",
    ///         models: [{ id: "gpt-5.5", name: "GPT-5.5" }],
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
    ///       "openai": { // signed in with ChatGPT
    ///         baseUrl: "https://chatgpt.com/backend-api",
    ///         models: [{ id: "gpt-5.5", name: "GPT-5.5" }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { models: [{ id: "gpt-5.5", name: "GPT-5.5" }] },
    ///       codex: {
    /// //    ^^^^^
    ///         baseUrl: "https://chatgpt.com/backend-api",
    ///         models: [{ id: "gpt-5.3-codex", name: "Codex" }],
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
    ///       openai: { models: [{ id: "gpt-5.5", name: "GPT-5.5" }, { id: "gpt-5.3-codex", name: "Codex", agentRuntime: { id: "codex" }, baseUrl: "https://chatgpt.com/backend-api" }] },
    ///       // OpenAI's own provider took its place
    ///       // codex: {
    ///       //   baseUrl: "https://chatgpt.com/backend-api",
    ///       // },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { apiKey: "${OPENAI_API_KEY}", models: [{ id: "gpt-5.5", name: "GPT-5.5" }] },
    ///       codex: { models: [{ id: "gpt-5.3-codex", name: "Codex" }] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { modelPolicy: { allow: ["openai-codex/*"] } } },
    ///   models: { providers: { "openai-codex": { models: [{ id: "gpt-5.5", name: "GPT-5.5" }] } } },
    /// }
    /// ```
    ///
    /// A model that both list would be reached elsewhere, and stays:
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { models: [{ id: "gpt-5.5", name: "GPT-5.5", agentRuntime: { id: "codex" } }] },
    ///       codex: {
    ///         baseUrl: "https://chatgpt.com/backend-api",
    ///         models: [{ id: "gpt-5.5", name: "GPT-5.5", agentRuntime: { id: "codex" } }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "legacy-codex-provider" {
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

const CODEX: &str = "codex";
const LEGACY: [&str; 2] = [CODEX, "openai-codex"];
const OPENAI: &str = "openai";

/// Settings of the old provider that cannot be given to single models.
const OF_PROVIDER: [&str; 9] = [
    "apiKey",
    "auth",
    "request",
    "timeoutSeconds",
    "region",
    "injectNumCtxForOpenAICompat",
    "localService",
    "headers",
    "authHeader",
];

/// Settings of OpenAI's provider that would come to hold for the old one's models.
const WOULD_LEAK: [&str; 14] = [
    "apiKey",
    "auth",
    "contextWindow",
    "contextTokens",
    "maxTokens",
    "timeoutSeconds",
    "region",
    "injectNumCtxForOpenAICompat",
    "params",
    "agentRuntime",
    "localService",
    "headers",
    "authHeader",
    "request",
];

/// Settings that each of the old provider's models gets where it has none.
const GIVEN: [&str; 7] =
    ["baseUrl", "api", "contextWindow", "contextTokens", "maxTokens", "params", "agentRuntime"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since(SINCE) {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    let providers = root.at(&["models", "providers"]).and_then(Value::as_object);
    let Some(providers) = providers else { return };
    let id = |member: Member<'_>| trim(&member.name().to_lossy()).to_lowercase();
    let openai = providers.members().find(|member| id(*member) == OPENAI);
    let mut is_first = true;
    let mut members: Vec<_> = providers.effective().into_iter().map(|(_, it)| it).collect();
    members.sort_by_key(|member| member.id());
    for member in members {
        let id = id(member);
        let Some(legacy) = member.value().and_then(Value::as_object) else { continue };
        if !LEGACY.contains(&id.as_str()) || allows_all(root, &id) {
            continue;
        }
        let old = Old { member, provider: legacy, is_codex: id == CODEX };
        let there = openai.and_then(|openai| openai.value()?.as_object());
        if openai.is_some() && there.is_none_or(|there| old.is_blocked(there)) {
            continue;
        }
        let finding = findings.add(
            Place::name(member),
            format!("OpenClaw has the models of `{id}` in the provider `openai` now"),
        );
        finding.help("OpenClaw's `doctor --fix` would move them to `models.providers.openai`");
        let edits = match there {
            Some(there) => context.edits(|plan| old.merge(plan, there)),
            // Of two, the first becomes OpenAI's, and the other is merged into it.
            None if is_first => context.edits(|plan| {
                if old.is_codex {
                    for row in old.rows().filter_map(Value::as_object) {
                        old.run_in_codex(plan, row)?;
                    }
                }
                plan.rename(member, OPENAI)
            }),
            None => continue,
        };
        is_first = false;
        finding.fix(Safety::Safe, "move it to `models.providers.openai`", edits);
    }
}

/// Whether an agent may use all models of a provider.
fn allows_all(root: Value<'_>, provider: &str) -> bool {
    let lists = agent_scopes(root);
    let lists = lists.iter().filter_map(|agent| agent.at(&["modelPolicy", "allow"])?.as_array());
    lists.flat_map(Array::items).filter_map(Value::as_text).any(|pattern| {
        let pattern = pattern.to_lossy();
        trim(&pattern).strip_suffix("/*").is_some_and(|it| trim(it).to_lowercase() == provider)
    })
}

/// A provider that stands for Codex.
struct Old<'t> {
    member: Member<'t>,
    provider: Object<'t>,
    is_codex: bool,
}

impl<'t> Old<'t> {
    fn rows(&self) -> impl Iterator<Item = Value<'t>> + use<'t> {
        rows(self.provider)
    }

    /// Whether merging would change what a model is.
    fn is_blocked(&self, openai: Object<'t>) -> bool {
        let mut is_new = false;
        for row in self.rows().filter(|row| identity(*row).is_some()) {
            let same: Vec<_> = rows(openai).filter(|it| is_same_model(*it, row)).collect();
            is_new |= same.is_empty();
            let is_same = |it: &Value<'_>| it.same_as(row) && self.gives_as(openai, row);
            if !same.iter().all(is_same) {
                return true;
            }
        }
        let has = |provider: Object<'_>, names: &[&str]| {
            names.iter().any(|name| provider.get(name).is_some())
        };
        is_new && (has(self.provider, &OF_PROVIDER) || has(openai, &WOULD_LEAK))
    }

    /// Whether a model has the same from both providers.
    fn gives_as(&self, openai: Object<'t>, row: Value<'t>) -> bool {
        let agrees = |name: &str| {
            let values = [self.provider, openai].map(|it| it.get(name).and_then(Member::value));
            match values {
                [Some(own), Some(other)] => own.same_as(other),
                [own, other] => own.is_none() && other.is_none(),
            }
        };
        let runs = row.at(&["agentRuntime", "id"]).is_some_and(|id| !id.is_text("auto"));
        (runs || !self.is_codex) && GIVEN.iter().chain(&OF_PROVIDER).all(|name| agrees(name))
    }

    /// Carries the models over in three steps: what holds for all is given to each, they move, and
    /// what is left is retired.
    fn merge(&self, plan: &mut Plan<'t>, openai: Object<'t>) -> Result<(), Refusal> {
        let new: Vec<_> = self
            .rows()
            .filter(|row| identity(*row).is_some())
            .filter(|row| !rows(openai).any(|it| is_same_model(it, *row)))
            .collect();
        let mut given = false;
        for row in new.iter().filter_map(|row| row.as_object()) {
            given |= self.give(plan, row)?;
        }
        if given {
            return Ok(());
        }
        let models = self.provider.get("models").filter(|_| !new.is_empty());
        let Some(models) = models else {
            return plan.retire(self.member, "OpenAI's own provider took its place");
        };
        let Some(there) = openai.get("models").and_then(Member::value) else {
            return plan.move_to(models, openai, "models");
        };
        let Some(there) = there.as_array() else { return Err(Refusal::NotAnObject) };
        for row in new {
            plan.push(there, row);
        }
        plan.absorb(models, &["models", "providers", OPENAI, "models"])
    }

    /// Gives a model what it has from its provider; says whether there was something.
    fn give(&self, plan: &mut Plan<'t>, row: Object<'t>) -> Result<bool, Refusal> {
        let mut given = self.is_codex && self.run_in_codex(plan, row)?;
        for name in GIVEN {
            let Some(value) = self.provider.get(name).and_then(Member::value) else { continue };
            if name == "agentRuntime" && self.is_codex {
                continue;
            }
            match row.get(name).and_then(Member::value) {
                None => {
                    plan.insert(row, Where::Last, name, value)?;
                    given = true;
                }
                Some(own) if name == "params" => given |= give_each(plan, value, own)?,
                Some(_) => {}
            }
        }
        Ok(given)
    }

    /// Says of a model that it runs in Codex, unless it is said to run elsewhere; says whether it
    /// had to.
    fn run_in_codex(&self, plan: &mut Plan<'t>, row: Object<'t>) -> Result<bool, Refusal> {
        let runtime = |holder: Object<'t>| {
            let runtime = holder.get("agentRuntime")?.value()?;
            let id = runtime.get("id")?.as_text()?.to_lossy().trim().to_lowercase();
            Some((runtime, id))
        };
        match runtime(row) {
            Some((own, id)) if id == "auto" => {
                if let Some(id) = own.get("id") {
                    plan.replace(id, CODEX);
                }
                return Ok(true);
            }
            Some(_) => return Ok(false),
            None if row.get("agentRuntime").is_some() => return Ok(false),
            None => {}
        }
        let shared = runtime(self.provider).filter(|(_, id)| id != "auto" && !id.is_empty());
        let new = match shared {
            Some((shared, _)) => New::Existing(shared),
            None => New::object([("id", CODEX)]),
        };
        plan.insert(row, Where::Last, "agentRuntime", new)?;
        Ok(true)
    }
}

/// Copies what an object lacks; says whether there was something.
fn give_each<'t>(plan: &mut Plan<'t>, from: Value<'t>, to: Value<'t>) -> Result<bool, Refusal> {
    let (Some(from), Some(to)) = (from.as_object(), to.as_object()) else { return Ok(false) };
    let mut given = false;
    for (name, member) in from.effective() {
        let name = name.to_lossy();
        if let Some(value) = member.value().filter(|_| to.get(&name).is_none()) {
            plan.insert(to, Where::Last, &name, value)?;
            given = true;
        }
    }
    Ok(given)
}

fn rows(provider: Object<'_>) -> impl Iterator<Item = Value<'_>> {
    let models = provider.get("models").and_then(|models| models.value()?.as_array());
    models.into_iter().flat_map(Array::items)
}

/// What a model is known by: its id, else its name.
fn identity(row: Value<'_>) -> Option<(&'static str, Value<'_>)> {
    ["id", "name"].into_iter().find_map(|name| Some((name, row.get(name)?)))
}

fn is_same_model(row: Value<'_>, other: Value<'_>) -> bool {
    identity(other).is_some_and(|(name, value)| row.get(name).is_some_and(|it| it.same_as(value)))
}
