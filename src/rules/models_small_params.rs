//! See the rule's documentation.

use crate::effective::{AuditedModel, ModelOf, WebTool, billions_of_parameters};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A small model reads what strangers wrote.
    ///
    /// A model with at most 300 billion parameters, by the number in its name (`llama3.1:8b`), is
    /// easily talked into things by what it reads. OpenClaw's audit calls it critical when the agent
    /// that answers with it may search the web, fetch pages or use the browser, and mentions it
    /// otherwise. A sandbox does not change that; the tools have to be taken away, for all, for the
    /// agent, or for the model alone in `tools.byProvider`. Whether the search is configured by a
    /// variable of the environment is not known here.
    ///
    /// Local models are what many people have: this is reported from `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { model: "ollama/llama3.1:8b" },
    /// //                     ^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { model: "anthropic/claude-opus-5", imageModel: "ollama/llava:7b" } } }
    /// ```
    "models-small-params" from Shared {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("models.small_params"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The largest model that counts as small, in billions of parameters.
const SMALL: f64 = 300.0;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let on: Vec<_> = WebTool::ALL.into_iter().filter(|tool| config.web_tool(*tool).value).collect();
    let models = config.audited_models().into_iter().filter(is_small);
    let mut small: Vec<_> = models.map(|model| (web_tools(&on, &model), model)).collect();
    // Those that can be reached from the web first.
    small.sort_by_key(|(tools, _)| tools.is_empty());
    let Some(((tools, first), others)) = small.split_first() else { return };
    let said = |model: &AuditedModel<'_, '_, '_>, tools: &[&str]| {
        let tools: Vec<_> = tools.iter().map(|tool| format!("`{tool}`")).collect();
        match tools.as_slice() {
            [] => format!("`{}` is small and easily talked into things", model.id),
            tools => {
                format!("`{}` is small, and reads what {} bring it", model.id, tools.join(", "))
            }
        }
    };
    let finding = findings.add(Place::value(first.place), said(first, tools));
    for (tools, other) in others {
        finding.related(other.place.span(), said(other, tools));
    }
    if tools.is_empty() {
        finding.help("do not let strangers write to an agent that answers with it");
    } else {
        finding.severity(Severity::Error).help(format!(
            "deny it \"group:web\" and \"browser\": `tools.byProvider: {{ \"{}\": {{ deny: \
             [\"group:web\", \"browser\"] }} }}`",
            first.id
        ));
    }
}

fn is_small(model: &AuditedModel<'_, '_, '_>) -> bool {
    !model.for_images && billions_of_parameters(model.id).is_some_and(|size| size <= SMALL)
}

/// Those of the tools that are switched on which bring the model what strangers wrote.
fn web_tools(on: &[WebTool], model: &AuditedModel<'_, '_, '_>) -> Vec<&'static str> {
    let (provider, name) = model.id.split_once('/').unwrap_or(("openai", model.id));
    let layers = model.scope.tool_layers_for(ModelOf { provider, model: name });
    on.iter().map(|tool| tool.name()).filter(|tool| layers.allow(tool)).collect()
}
