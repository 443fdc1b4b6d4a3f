//! See the rule's documentation.

use std::collections::{BTreeMap, BTreeSet};

use crate::effective::{Found, places};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, trim};
use crate::syntax::{Member, Object, Value};

rule! {
    /// A variable of a container cannot be handed over.
    ///
    /// OpenClaw gives the variables of `sandbox.docker.env` to Docker or Podman in a file with one line
    /// each. It rejects a config with a name that is more than letters, digits and `_` or begins with a
    /// digit, and with a value of several lines or with a NUL character in it. Sandboxes with another
    /// `backend` may have such values.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       sandbox: {
    ///         docker: {
    ///           env: {
    ///             "MY-TOKEN": "${MY_TOKEN}",
    /// //          ^^^^^^^^^^
    ///             NOTICE: "one\ntwo",
    /// //                  ^^^^^^^^^^
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { sandbox: { docker: { env: { MY_TOKEN: "${MY_TOKEN}" } } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { sandbox: { backend: "ssh", docker: { env: { A: "1\n2" } } } } },
    /// }
    /// ```
    ///
    /// `__proto__` is no variable:
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { sandbox: { docker: { env: { "__proto__": "one\ntwo", MY_TOKEN: "x" } } } } },
    /// }
    /// ```
    "sandbox-env-not-portable" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

/// A variable, and the section that it counts for.
type Variable<'f, 't> = (&'f Found<'t>, Member<'t>);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    let holders: [&[&str]; 3] = [&[], &["agents"], &["agents", "entries"]];
    let includes = |value: Value<'_>| value.get("$include").is_some();
    if holders.iter().any(|path| root.at(path).is_some_and(includes)) {
        // Of which agents there are, nothing is certain.
        return;
    }
    let defaults = places(context.tree, "agents.defaults").into_iter().next();
    let agents = places(context.tree, "agents.entries.*");
    // With no agent listed there is one, of which the config says nothing.
    let agents: Vec<Option<&Found<'_>>> =
        if agents.is_empty() { vec![None] } else { agents.iter().map(Some).collect() };
    let mut seen = BTreeSet::new();
    for agent in agents {
        for (section, member) in variables(context, defaults.as_ref(), agent) {
            if seen.insert(member.name_span()) {
                look_at(context, section, member, findings);
            }
        }
    }
}

/// The variables that an agent's container gets, if Docker or Podman runs it.
fn variables<'f, 't>(
    context: &Context<'_>,
    defaults: Option<&'f Found<'t>>,
    agent: Option<&'f Found<'t>>,
) -> Vec<Variable<'f, 't>> {
    let partial = [defaults, agent].into_iter().flatten().any(|found| {
        let parts: [&[&str]; 3] = [&[], &["sandbox"], &["sandbox", "docker"]];
        parts.iter().any(|path| found.value.at(path).is_some_and(|v| v.get("$include").is_some()))
    });
    let setting = |name: &str| {
        [agent, defaults].into_iter().flatten().find_map(|found| {
            let value = found.value.at(&["sandbox", name])?;
            let text = context.text(value).unwrap_or_else(|| "unknown".into());
            Some(trim(&text).to_owned()).filter(|text| !text.is_empty())
        })
    };
    let backend = setting("backend");
    if partial || !matches!(backend.as_deref(), None | Some("docker" | "podman")) {
        return Vec::new();
    }
    let is_shared = setting("scope").is_some_and(|scope| scope == "shared");
    let own = agent.filter(|_| !is_shared);
    let mut variables = BTreeMap::new();
    for section in [defaults, own].into_iter().flatten() {
        let env = section.value.at(&["sandbox", "docker", "env"]).and_then(Value::as_object);
        for (name, member) in env.map(Object::effective).unwrap_or_default() {
            if name != "__proto__" && name != "$include" {
                variables.insert(name, (section, member));
            }
        }
    }
    variables.into_values().collect()
}

fn look_at(
    context: &Context<'_>,
    section: &Found<'_>,
    member: Member<'_>,
    findings: &mut Findings<'_>,
) {
    let name = member.name().to_lossy().into_owned();
    let mut place = section.place();
    for step in ["sandbox", "docker", "env", &name] {
        place.key = place.key.child(step);
    }
    if !is_portable(&name) {
        place.span = member.name_span();
        findings
            .add(place, "no container gets a variable of this name")
            .help("take letters, digits and `_` only, and no digit in front");
    } else if let Some(value) = member.value()
        && context.text(value).is_some_and(|text| text.contains(['\r', '\n', '\0']))
    {
        place.span = value.span();
        findings
            .add(place, "no container gets a variable with more than one line, or a NUL, in it")
            .help("write one line, or mount a file into the container");
    }
}

/// Whether a variable can have that name everywhere.
fn is_portable(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.bytes().all(fits) && name.starts_with(|first: char| !first.is_ascii_digit())
}
