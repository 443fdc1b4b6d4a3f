//! What runs a model: `models.<name>.agentRuntime` of an agent.

use crate::edit::{New, Plan, Refusal, Where};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value};

/// A runtime for a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// The model's name, as the plan leaves it.
    pub(super) model: String,
    /// Its name in the text, where the plan renames it.
    pub(super) old_name: Option<String>,
    /// The id of the runtime.
    pub(super) runtime: &'static str,
}

impl Given {
    /// A runtime for a model that keeps its name.
    pub(super) const fn new(model: String, runtime: &'static str) -> Self {
        Self { model, old_name: None, runtime }
    }
}

/// Gives models of an agent their runtimes, unless they have one.
pub(super) fn give_runtimes<'t>(
    plan: &mut Plan<'t>,
    agent: Object<'t>,
    given: &[Given],
) -> Result<(), Refusal> {
    if given.is_empty() {
        return Ok(());
    }
    let entry = |given: &Given| New::object([("agentRuntime", runtime(given))]);
    let Some(models) = object(agent, "models") else {
        let new = given.iter().map(|given| (given.model.as_str(), entry(given)));
        return plan.insert(agent, Where::Last, "models", New::object(new));
    };
    for given in given {
        let old = given.old_name.as_deref();
        let there = models.get(&given.model).or_else(|| models.get(old?)).and_then(Member::value);
        match there {
            None => plan.insert(models, Where::Last, &given.model, entry(given))?,
            Some(settings) => match settings.as_object() {
                None => plan.replace(settings, entry(given)),
                Some(settings) => give(plan, settings, given)?,
            },
        }
    }
    Ok(())
}

fn give<'t>(plan: &mut Plan<'t>, settings: Object<'t>, given: &Given) -> Result<(), Refusal> {
    let Some(own) = object(settings, "agentRuntime") else {
        return match settings.get("agentRuntime") {
            Some(_) => Ok(()),
            None => plan.insert(settings, Where::Last, "agentRuntime", runtime(given)),
        };
    };
    match own.get("id").and_then(Member::value) {
        None => plan.insert(own, Where::Last, "id", given.runtime),
        Some(id) => {
            if is_open(id) {
                plan.replace(id, given.runtime);
            }
            Ok(())
        }
    }
}

/// Whether an id leaves the choice to OpenClaw.
fn is_open(id: Value<'_>) -> bool {
    id.as_text().is_none_or(|text| {
        let text = trim(&text.to_lossy()).to_lowercase();
        text.is_empty() || text == "auto"
    })
}

fn runtime(given: &Given) -> New<'static> {
    New::object([("id", given.runtime)])
}

fn object<'t>(holder: Object<'t>, name: &str) -> Option<Object<'t>> {
    holder.get(name)?.value()?.as_object()
}
