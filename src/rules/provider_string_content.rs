//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal, Where};
use crate::effective::{host, is_private};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value, ValueKind};
use crate::world::{Resolved, resolve};

rule! {
    /// A self-hosted model server may want plain strings as message content.
    ///
    /// OpenClaw sends the content of a message as a list of parts. Some servers that speak the OpenAI
    /// protocol take a string only and answer every request with
    /// `messages[…].content: invalid type: sequence, expected a string`. With
    /// `compat.requiresStringContent: true` on a model OpenClaw sends its text as one string. If the
    /// server then stumbles over tools, `compat.supportsTools: false` is the second step.
    ///
    /// The rule speaks of providers whose `api` is `"openai-completions"` and whose `baseUrl` lies on
    /// this machine or a private network. It only informs: many such servers take both forms. The
    /// fix sets the switch on each model that says nothing about it.
    ///
    /// It also reports `compat` where OpenClaw does not look for it (on the provider instead of the
    /// model) and a switch that is written as a string.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       vllm: {
    /// //    ^^^^
    ///         api: "openai-completions",
    ///         baseUrl: "http://192.168.1.20:8000/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       vllm: {
    ///         api: "openai-completions",
    ///         baseUrl: "http://192.168.1.20:8000/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3", compat: { requiresStringContent: true } }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// A switch as a string, and `compat` at the wrong level:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       vllm: {
    ///         api: "openai-completions",
    ///         baseUrl: "http://vllm:8000/v1",
    ///         compat: { requiresStringContent: "true" },
    /// //      ^^^^^^
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       vllm: {
    ///         api: "openai-completions",
    ///         baseUrl: "http://vllm:8000/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3", compat: { requiresStringContent: true } }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// A hosted service, and a model about which someone has decided:
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       acme: {
    ///         api: "openai-completions",
    ///         baseUrl: "https://api.acme.example/v1",
    ///         models: [{ id: "large", name: "Large" }],
    ///       },
    ///       local: {
    ///         api: "openai-completions",
    ///         baseUrl: "http://127.0.0.1:1234/v1",
    ///         models: [{ id: "m", name: "M", compat: { requiresStringContent: false } }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "provider-string-content" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// The switches of `compat` that this rule knows.
const SWITCHES: [&str; 2] = ["requiresStringContent", "supportsTools"];

/// What the server answers when it wants a string.
const ANSWER: &str = "`messages[…].content: invalid type: sequence, expected a string`";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // Older releases have no such switch, on whatever level.
    let switch = ["models", "providers", "*", "models", "0", "compat", SWITCHES[0]];
    if context.world.target.lookup(&switch).is_none() {
        return;
    }
    let root = context.tree.root();
    let providers = root.and_then(|root| root.at(&["models", "providers"])?.as_object());
    for (_, member) in providers.map(Object::effective).unwrap_or_default() {
        let Some(provider) = member.value().and_then(Value::as_object) else { continue };
        let models = models(provider);
        let misplaced = check_level(context, provider, &models, findings);
        for model in &models {
            check_switches(context, *model, findings);
        }
        if !misplaced {
            check_content(context, member, provider, &models, findings);
        }
    }
}

fn models(provider: Object<'_>) -> Vec<Object<'_>> {
    let list = provider.value().get("models").and_then(Value::as_array);
    list.map(|list| list.items().filter_map(Value::as_object).collect()).unwrap_or_default()
}

/// `compat` on the provider, where OpenClaw does not look for it.
fn check_level(
    context: &Context<'_>,
    provider: Object<'_>,
    models: &[Object<'_>],
    findings: &mut Findings<'_>,
) -> bool {
    let Some(compat) = provider.get("compat") else { return false };
    let accepted = context.world.target.lookup(&["models", "providers", "*", "compat"]).is_some();
    let known = |name: &str| compat.value().and_then(|value| value.get(name)).is_some();
    if accepted || !SWITCHES.iter().any(|name| known(name)) {
        return false;
    }
    let finding = findings
        .add(Place::name(compat), "OpenClaw looks for `compat` on each model, not on the provider");
    finding.severity(Severity::Error).effect(Effect::Rejected);
    finding.help("move it into the entries of `models` that need it");
    let switches = compat.value().and_then(Value::as_object);
    let all_known = switches.is_some_and(|switches| {
        switches.members().all(|member| {
            SWITCHES.iter().any(|name| member.is_named(name)) && as_switch(member.value()).is_some()
        })
    });
    if !all_known || models.is_empty() {
        return true;
    }
    let edits = context.edits(|plan| {
        for model in models {
            let switches = switches.map(Object::effective).unwrap_or_default().into_iter();
            let switches = switches
                .filter_map(|(name, member)| Some((name.to_string(), as_switch(member.value())?)));
            set_switches(plan, *model, switches.collect())?;
        }
        plan.discard(compat, "each model has it now")
    });
    finding.fix(Safety::Unsafe, "move `compat` into each model", edits);
    true
}

/// A boolean, also one written as a string.
fn as_switch(value: Option<Value<'_>>) -> Option<bool> {
    let value = value?;
    value.as_bool().or(match value.as_text()?.as_str()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}

/// Sets switches on a model, where it says nothing about them.
fn set_switches<'t>(
    plan: &mut Plan<'t>,
    model: Object<'t>,
    switches: Vec<(String, bool)>,
) -> Result<(), Refusal> {
    let Some(compat) = model.value().get("compat") else {
        return plan.insert(model, Where::Last, "compat", New::object(switches));
    };
    let Some(compat) = compat.as_object() else { return Err(Refusal::NotAnObject) };
    let silent = switches.into_iter().filter(|(name, _)| compat.get(name).is_none());
    for (name, switch) in silent {
        plan.insert(compat, Where::Last, &name, switch)?;
    }
    Ok(())
}

/// A switch that is written as a string.
fn check_switches(context: &Context<'_>, model: Object<'_>, findings: &mut Findings<'_>) {
    for name in SWITCHES {
        let Some(value) = model.value().at(&["compat", name]) else { continue };
        if value.kind() != ValueKind::String {
            continue;
        }
        let finding = findings.add(
            Place::value(value),
            format!("`{name}` is a switch: it takes `true` or `false`, without quotes"),
        );
        finding.severity(Severity::Error).effect(Effect::Rejected);
        finding.help("write `true` or `false`");
        if let Some(switch) = as_switch(Some(value)) {
            let edits = context.edits(|plan| {
                plan.replace(value, switch);
                Ok(())
            });
            finding.fix(Safety::Safe, format!("write `{switch}`"), edits);
        }
    }
}

/// Models of a self-hosted server that do not say which content it takes.
fn check_content(
    context: &Context<'_>,
    member: Member<'_>,
    provider: Object<'_>,
    models: &[Object<'_>],
    findings: &mut Findings<'_>,
) {
    let text = |object: Object<'_>, name: &str| -> Option<String> {
        let text = object.value().get(name)?.as_text()?;
        match resolve(&text.to_lossy(), &context.world.environment) {
            Resolved::Text(text) => Some(text.into_owned()),
            Resolved::Unset | Resolved::Unknown => None,
        }
    };
    let speaks = |model: &Object<'_>| {
        let api = text(*model, "api").or_else(|| text(provider, "api"));
        let url = text(*model, "baseUrl").or_else(|| text(provider, "baseUrl"));
        api.as_deref() == Some("openai-completions")
            && url.and_then(|url| host(&url)).is_some_and(|host| is_private(&host))
            && model.value().at(&["compat", "requiresStringContent"]).is_none()
    };
    let silent: Vec<_> = models.iter().copied().filter(speaks).collect();
    if silent.is_empty() {
        return;
    }
    let finding = findings.add(
        Place::name(member),
        "this looks like a self-hosted server; some of them take message content as a string only",
    );
    finding.help(format!(
        "if it answers {ANSWER}, set `compat.requiresStringContent: true` on the model, and if \
         tools fail too, `compat.supportsTools: false`"
    ));
    let edits = context.edits(|plan| {
        let switch = || vec![("requiresStringContent".to_owned(), true)];
        silent.iter().try_for_each(|model| set_switches(plan, *model, switch()))
    });
    finding.fix(Safety::Unsafe, "send message content as a string", edits);
}
