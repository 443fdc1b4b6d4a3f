//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal};
use crate::effective::is_bundled_provider;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Guides put the model and its credential into a section `llm`, which no OpenClaw has.
    ///
    /// The model is `agents.defaults.model`, written `provider/model`; the credential belongs to the
    /// provider, `models.providers.<id>.apiKey`. OpenClaw rejects the whole config because of `llm`.
    ///
    /// Where the section names a provider that OpenClaw knows by itself, in `provider` or at the head of
    /// the model's name, the fix carries over the model, the key, the address and a timeout in seconds
    /// (a bare `timeout` below 1000 is one); of `llm.primary` and `llm.fallback`, the second becomes a
    /// fallback. What is set already wins, and what has no counterpart is commented out.
    /// It is unsafe, because the section did nothing until now.
    ///
    /// ```json5 bad
    /// {
    ///   // Claude, through our own account
    ///   llm: {
    /// //^^^
    ///     provider: "anthropic",
    ///     model: "claude-sonnet-4-6",
    ///     api_key: "${ANTHROPIC_API_KEY}", // of the team
    ///     max_retries: 3,
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // Claude, through our own account
    ///   // OpenClaw has no such section
    ///   // llm: {
    ///   //   max_retries: 3,
    ///   // },
    ///   agents: {
    ///     defaults: {
    ///       model: {
    ///         primary: "anthropic/claude-sonnet-4-6",
    ///       },
    ///     },
    ///   },
    ///   models: {
    ///     providers: {
    ///       anthropic: {
    ///         apiKey: "${ANTHROPIC_API_KEY}", // of the team
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "llm": {
    /// //^^^^^
    ///     "primary": { "provider": "moonshot", "model": "kimi-k2.5", "apiKey": "${MOONSHOT_API_KEY}" },
    ///     "fallback": { "provider": "deepseek", "model": "deepseek-chat", "timeout_seconds": 60 }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "agents": {
    ///     "defaults": {
    ///       "model": {
    ///         "primary": "moonshot/kimi-k2.5",
    ///         "fallbacks": [
    ///           "deepseek/deepseek-chat"
    ///         ]
    ///       }
    ///     }
    ///   },
    ///   "models": {
    ///     "providers": {
    ///       "moonshot": { "apiKey": "${MOONSHOT_API_KEY}" },
    ///       "deepseek": { "timeoutSeconds": 60 }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   llm: {
    /// //^^^
    ///     provider: "openai",
    ///     api_key: "${OPENAI_API_KEY}",
    ///     timeout: 60,
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: {
    ///         apiKey: "${OPENAI_API_KEY}",
    ///         timeoutSeconds: 60,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// A provider of one's own needs more than a key, so nothing is carried over:
    ///
    /// ```json5 bad
    /// {
    ///   llm: { provider: "our-gateway", model: "large" },
    /// //^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // OpenClaw has no such section
    ///   // llm: { provider: "our-gateway", model: "large" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { model: { primary: "anthropic/claude-sonnet-4-6" } } } }
    /// ```
    "invented-llm-section" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// How guides write what a provider's entry has, and what it is called there.
const SETTINGS: [(&str, &str); 8] = [
    ("api_key", "apiKey"),
    ("apiKey", "apiKey"),
    ("apikey", "apiKey"),
    ("base_url", "baseUrl"),
    ("baseUrl", "baseUrl"),
    ("timeout_seconds", "timeoutSeconds"),
    ("timeoutSeconds", "timeoutSeconds"),
    ("timeout", "timeoutSeconds"),
];

/// From here on a `timeout` without a unit is one in milliseconds.
const SECONDS_BELOW: f64 = 1000.0;

const MODEL: [&str; 3] = ["agents", "defaults", "model"];

/// A section that names a provider that OpenClaw knows, with a model of it or settings for it.
struct Choice<'t> {
    section: Object<'t>,
    provider: String,
    model: Option<String>,
    is_fallback: bool,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let Some(llm) = root.as_object().and_then(|root| root.get("llm")) else { return };
    let Some(object) = llm.value().and_then(Value::as_object) else { return };
    if context.world.target.lookup(&["llm"]).is_some() {
        return;
    }
    let mut choices: Vec<Choice<'_>> = choice(object, false).into_iter().collect();
    if choices.is_empty() {
        let below = |name: &str| object.get(name)?.value()?.as_object();
        let (primary, fallback) = (below("primary"), below("fallback"));
        choices.extend(primary.and_then(|it| choice(it, false)));
        choices.extend(fallback.and_then(|it| choice(it, true)));
    }
    let is_empty = object.members().all(|member| {
        let inner = member.value().and_then(Value::as_object);
        matches!(member.name().to_lossy().as_ref(), "primary" | "fallback")
            && inner.is_some_and(Object::is_empty)
    });
    let message = "no OpenClaw has a section `llm`: models and providers have places of their own";
    let finding = findings.add(Place::name(llm), message);
    finding.help(
        "the model is `agents.defaults.model.primary` as \"provider/model\", the key \
         `models.providers.<id>.apiKey`",
    );
    let (title, edits) = if !choices.is_empty() {
        let edits = context.edits(|plan| carry(plan, root, &choices));
        ("move the model and the provider to their places", edits)
    } else if is_empty {
        ("remove what is left of it", context.edits(|plan| plan.absorb(llm, &MODEL)))
    } else {
        let edits = context.edits(|plan| plan.retire(llm, "OpenClaw has no such section"));
        ("comment it out", edits)
    };
    finding.fix(Safety::Unsafe, title, edits);
}

fn choice(section: Object<'_>, is_fallback: bool) -> Option<Choice<'_>> {
    let text = |name: &str| {
        let text = section.get(name)?.value()?.as_text()?.to_lossy().trim().to_owned();
        (!text.is_empty() && !text.contains("${")).then_some(text)
    };
    let model = text("model");
    let of_model = || Some(model.as_ref()?.split_once('/')?.0.to_owned());
    let provider = text("provider").or_else(of_model)?.to_lowercase();
    let says_something = model.is_some() || settings(section).next().is_some();
    let is_known = says_something && is_bundled_provider(&provider);
    is_known.then_some(Choice { section, provider, model, is_fallback })
}

/// What a section says about the provider, each with its name in the provider's entry.
fn settings(section: Object<'_>) -> impl Iterator<Item = (Member<'_>, &'static str)> {
    SETTINGS.into_iter().filter_map(move |(old, new)| {
        let member = section.get(old)?;
        let number = member.value()?.as_number();
        let is_clear = old != "timeout" || number.is_some_and(|it| it < SECONDS_BELOW);
        is_clear.then_some((member, new))
    })
}

fn carry<'t>(plan: &mut Plan<'t>, root: Value<'t>, choices: &[Choice<'t>]) -> Result<(), Refusal> {
    let mut seen: Vec<&str> = Vec::new();
    for choice in choices {
        reference(plan, root, choice)?;
        // A second key for one provider has no place; it stays where it is.
        if seen.contains(&choice.provider.as_str()) {
            continue;
        }
        seen.push(&choice.provider);
        let mut taken: Vec<&str> = Vec::new();
        for (member, new) in settings(choice.section) {
            if taken.contains(&new) {
                continue;
            }
            taken.push(new);
            plan.carry_over(member, &["models", "providers", &choice.provider, new])?;
        }
    }
    Ok(())
}

/// Sets the model, or a fallback, unless there is one.
fn reference<'t>(plan: &mut Plan<'t>, root: Value<'t>, choice: &Choice<'t>) -> Result<(), Refusal> {
    let Some(model) = &choice.model else {
        let Some(provider) = choice.section.get("provider") else { return Ok(()) };
        return plan.absorb(provider, &["models", "providers", &choice.provider]);
    };
    let prefix = format!("{}/", choice.provider);
    let reference =
        if model.to_lowercase().starts_with(&prefix) { model.clone() } else { prefix + model };
    let name = if choice.is_fallback { "fallbacks" } else { "primary" };
    let path = [MODEL[0], MODEL[1], MODEL[2], name];
    let is_set = root
        .at(&MODEL)
        .is_some_and(|model| model.as_object().is_none_or(|model| model.get(name).is_some()));
    if !is_set {
        let new = if choice.is_fallback { New::list([reference]) } else { New::from(reference) };
        plan.set(&path, new)?;
    }
    let own = ["provider", "model"].into_iter().filter_map(|name| choice.section.get(name));
    for member in own.collect::<Vec<Member<'t>>>() {
        if is_set {
            plan.retire(member, &format!("`agents.defaults.model` has a {name} already"))?;
        } else {
            plan.absorb(member, &path)?;
        }
    }
    Ok(())
}
