//! See the rule's documentation.

use crate::effective::{BUNDLED_PROVIDERS, ModelName, ModelRef, is_bundled_provider, members};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::plugins::{Configured, is_bundled, official};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{nearest, trim};

rule! {
    /// A model is to come from a provider that OpenClaw does not know.
    ///
    /// What stands before the first `/` of a model is its provider: one that OpenClaw or a plugin
    /// brings, or one that `models.providers` describes. OpenClaw accepts any name and fails when the
    /// model is first asked. Its `doctor --lint` warns of it (`core/doctor/model-references`, and
    /// `core/doctor/hooks-model` for hooks). Where plugins are installed, or named, that do not come
    /// from OpenClaw, nothing is said: they may bring any provider.
    ///
    /// The fix writes the one provider that is near. It is unsafe: another may be meant.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "antropic/claude-opus-5", fallbacks: ["homelab/qwen3"] },
    /// //                      ^^^^^^^^^^^^^^^^^^^^^^^^
    /// //                                                            ^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "anthropic/claude-opus-5", fallbacks: ["homelab/qwen3"] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { model: "homelab/qwen3", models: { "openrouter/*": {} } } },
    ///   models: {
    ///     providers: {
    ///       homelab: { baseUrl: "http://127.0.0.1:8000/v1", models: [{ id: "qwen3", name: "Qwen" }] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { model: "homelab/qwen3" } },
    ///   plugins: { load: { paths: ["~/openclaw-homelab"] } },
    /// }
    /// ```
    "unknown-model-provider" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// What runs models, and was written like a provider of them once: `runtime-as-provider` speaks of it.
const RUNTIMES: [&str; 3] = ["anthropic-cli", "codex-cli", "openai-codex"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let own = config.at(&["models", "providers"]);
    let included =
        |path: &[&str]| config.root.at(path).is_some_and(|it| it.get("$include").is_some());
    // Manifests do not say here which providers a plugin brings.
    let may_be_more = context.world.plugins.iter().next().is_some()
        || [&[][..], &["models"], &["models", "providers"]].into_iter().any(included);
    let plugins = Configured::of(config.root);
    if may_be_more || plugins.may_have_others() {
        return;
    }
    let own: Vec<String> = members(own).into_iter().map(|(name, _)| name).collect();
    for model_ref in context.model_refs() {
        let text = match model_ref {
            ModelRef::Text(value) => config.text(value),
            ModelRef::Name(member) => Some(member.name().into_lossy()),
        };
        let Some(text) = text else { continue };
        let name = ModelName::of(&text);
        let provider = name.provider_id();
        let is_own = own.iter().any(|own| trim(own).eq_ignore_ascii_case(&provider));
        let is_known = provider.is_empty()
            || provider.contains('*')
            || is_own
            || RUNTIMES.contains(&provider.as_str())
            || is_bundled_provider(&provider)
            || official(&provider).is_some()
            || is_bundled(&provider);
        if !is_known {
            report(context, model_ref, &name, &own, findings);
        }
    }
}

fn report<'t>(
    context: &Context<'t>,
    model_ref: ModelRef<'t>,
    name: &ModelName<'_>,
    own: &[String],
    findings: &mut Findings<'_>,
) {
    let provider = name.provider.unwrap_or_default();
    let place = match model_ref {
        ModelRef::Text(value) => Place::value(value),
        ModelRef::Name(member) => Place::name(member),
    };
    let finding = findings.add(place, format!("OpenClaw knows no provider `{provider}`"));
    let candidates = BUNDLED_PROVIDERS.into_iter().chain(own.iter().map(String::as_str));
    match nearest(provider, candidates).as_slice() {
        [near] => {
            finding.help(format!("did you mean `{near}`?"));
            offer(context, finding, model_ref, name, near);
        }
        [] => {
            finding
                .help(format!("describe it in `models.providers.{provider}`, or choose another"));
        }
        several => {
            let names: Vec<_> = several.iter().map(|name| format!("`{name}`")).collect();
            finding.help(format!("did you mean {}?", names.join(" or ")));
        }
    }
}

/// Offers the provider that is near. A name in a map of models, and a text with a variable, are left
/// alone: other places may use them.
fn offer<'t>(
    context: &Context<'t>,
    finding: &mut Finding,
    model_ref: ModelRef<'t>,
    name: &ModelName<'_>,
    near: &str,
) {
    let ModelRef::Text(value) = model_ref else { return };
    if !value.source().contains('$') {
        let instead = name.with(Some(near), name.model);
        let edits = context.edits(|plan| {
            plan.replace(value, instead);
            Ok(())
        });
        finding.fix(Safety::Unsafe, format!("write `{near}`"), edits);
    }
}
