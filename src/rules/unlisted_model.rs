//! See the rule's documentation.

use std::cell::LazyCell;

use crate::effective::{ModelName, listed_models, members};
use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{self, Context, Findings, Stage, rule};
use crate::schema::{Since, is_same_word, nearest, trim};
use crate::syntax::{Array, Value};
use crate::world::INCLUDE;

rule! {
    /// A model is chosen that its provider's list does not have.
    ///
    /// OpenClaw lists the models of a dozen providers, and `models.providers.*.models` those of the others. It
    /// takes any name, and learns of one that is wrong when the model is first asked. `doctor --lint` notes
    /// it for the models of `agents.defaults`, their fallbacks and the models for images
    /// (`core/doctor/model-references`). Here what is on the list in another spelling is always reported; the
    /// rest, which may be newer than the list, from the profile `shared` on.
    ///
    /// Not looked at are providers whose models OpenClaw learns as it runs, such as `openrouter` and
    /// `ollama`, and those that the config reaches at another address without listing models.
    ///
    /// ```json5 bad
    /// {
    ///   agents: { defaults: { model: { primary: "openai/gpt-54", fallbacks: ["homelab/qwen4"] } } },
    /// //                                        ^^^^^^^^^^^^^^^
    /// //                                                                     ^^^^^^^^^^^^^^^
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
    ///   agents: {
    ///     defaults: { model: { primary: "openai/gpt-5.4@work", fallbacks: ["openrouter/qwen/qwen4"] } },
    ///   },
    /// }
    /// ```
    "unlisted-model" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The release whose lists these are.
const SINCE: Since = Since::assumed("2026.9.6");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|_| SINCE.holds_in(context.world.target)) else {
        return;
    };
    // What became of a model says more than that it is not listed.
    let told = LazyCell::new(|| {
        let rules = ["unavailable-model", "retired-model"].into_iter().filter_map(rules::find);
        context.told_by(&rules.collect::<Vec<_>>())
    });
    let providers = config.at(&["models", "providers"]);
    let includes = |path: &[&str]| config.at(path).is_some_and(|it| it.get(INCLUDE).is_some());
    if [&[][..], &["models"], &["models", "providers"]].into_iter().any(includes) {
        return;
    }
    for model in config.audited_models().into_iter().filter(|model| model.scope.agent.is_none()) {
        let name = ModelName::of(model.id);
        let provider = name.provider_id();
        let mut sections = members(providers).into_iter();
        let section = sections.find(|(own, _)| trim(own).eq_ignore_ascii_case(&provider));
        let section = section.and_then(|(_, member)| member.value());
        let own = section.map(|section| own_models(context, section));
        let listed: Vec<&str> = listed_models(&provider).collect();
        let is_own = match &own {
            // A model of a variable of which nothing is known may be any.
            Some(None) => continue,
            Some(Some(own)) if own.is_empty() => continue,
            Some(Some(_)) => true,
            None if listed.is_empty() => continue,
            None => false,
        };
        let own = own.flatten().unwrap_or_default();
        let all: Vec<&str> = own.iter().map(String::as_str).chain(listed).collect();
        let is_listed = all.iter().any(|it| it.eq_ignore_ascii_case(name.model));
        if is_listed || name.model.contains('*') || told.contains(&model.place.span()) {
            continue;
        }
        let message = if is_own {
            format!("`models.providers.{provider}` lists no model `{}`", name.model)
        } else {
            format!("OpenClaw lists no model `{}` of `{provider}`", name.model)
        };
        let finding = findings.add(Place::value(model.place), message);
        let near = nearest(name.model, all).first().copied();
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None if is_own => finding.help("add it to the list, or choose one that is there"),
            None => finding.help("look the name up; a new model may be there all the same"),
        };
        if !near.is_some_and(|near| is_same_word(near, name.model)) {
            finding.profile(Profile::Shared);
        }
    }
}

/// The models that a provider's section lists; `None` if not all of them are known.
fn own_models(context: &Context<'_>, section: Value<'_>) -> Option<Vec<String>> {
    if section.get(INCLUDE).is_some() {
        return None;
    }
    let list = section.get("models").and_then(Value::as_array);
    let id = |entry: Value<'_>| context.text(entry.get("id")?).map(|id| trim(&id).to_owned());
    list.into_iter().flat_map(Array::items).map(id).collect()
}
