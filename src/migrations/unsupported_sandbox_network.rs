//! See the rule's documentation.

use crate::edit::{Plan, Refusal, Where};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value};

rule! {
    /// The browser of a sandbox is to run without a network, which it cannot.
    ///
    /// With `sandbox.browser.network: "none"` the browser never started. OpenClaw says nothing of it;
    /// its `doctor --fix` switches that browser off and gives it the network that it has by default,
    /// `openclaw-sandbox-browser`. An agent that takes its network from `agents.defaults` is switched
    /// off as well, and one with a network of its own stays on.
    ///
    /// The fix does the same. It is unsafe: someone may want the browser rather than the lack of a
    /// network.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { browser: { enabled: true, network: "none" } } },
    /// //                                                            ^^^^^^
    ///     entries: {
    ///       main: { sandbox: { browser: { enabled: true } } },
    /// //                       ^^^^^^^
    ///       work: { sandbox: { browser: { network: "bridge" } } },
    /// //                       ^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { browser: { enabled: false, network: "openclaw-sandbox-browser" } } },
    ///     entries: {
    ///       main: { sandbox: { browser: { enabled: false } } },
    ///       work: { sandbox: { browser: { network: "bridge", enabled: true } } },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { docker: { network: "none" } } },
    ///     entries: { work: { sandbox: { browser: { network: "bridge" } } } },
    ///   },
    /// }
    /// ```
    ///
    /// An agent that says something else of its browser is left alone, though the value is wrong:
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { browser: { enabled: true, network: "none" } } },
    /// //                                                            ^^^^^^
    ///     entries: { work: { sandbox: { browser: { enabled: "no", network: "bridge" } } } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { browser: { enabled: false, network: "openclaw-sandbox-browser" } } },
    ///     entries: { work: { sandbox: { browser: { enabled: "no", network: "bridge" } } } },
    ///   },
    /// }
    /// ```
    "unsupported-sandbox-network" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release whose `doctor --fix` began to mend it.
const SINCE: &str = "2026.8.1";

/// The network that a browser has by default.
const NETWORK: &str = "openclaw-sandbox-browser";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| context.world.target.is_since(SINCE)) else {
        return;
    };
    let agents = root.get("agents");
    let general = agents.and_then(|agents| agents.get("defaults")).and_then(browser_of);
    let has_none = |browser: Object<'_>| network_of(context, browser).is_some_and(|it| it.1);
    let is_cut_off = general.is_some_and(has_none);
    let is_on = general.is_some_and(|browser| enabled(browser) == Some(true));
    if let Some(browser) = general.filter(|_| is_cut_off) {
        cut_off(context, findings, browser);
    }
    let entries = agents.and_then(|agents| agents.get("entries")).and_then(Value::as_object);
    for agent in entries.into_iter().flat_map(Object::members) {
        let Some(browser) = agent.value().and_then(browser_of) else { continue };
        match (network_of(context, browser), enabled(browser)) {
            (Some((_, true)), _) => cut_off(context, findings, browser),
            (None, Some(true)) if is_cut_off => {
                let why = "this browser takes a network that it cannot run with";
                switch(context, findings, browser, false, why);
            }
            (Some((_, false)), None) if is_cut_off && is_on && !has_enabled(browser) => {
                let why = "this browser runs only because the one of `agents.defaults` does";
                switch(context, findings, browser, true, why);
            }
            _ => {}
        }
    }
}

fn browser_of(scope: Value<'_>) -> Option<Object<'_>> {
    scope.at(&["sandbox", "browser"]).and_then(Value::as_object)
}

/// The network of a browser, and whether it is none at all.
fn network_of<'t>(context: &Context<'_>, browser: Object<'t>) -> Option<(Value<'t>, bool)> {
    let network = browser.get("network").and_then(Member::value)?;
    network.as_text()?;
    let text = context.text(network);
    Some((network, text.is_some_and(|text| trim(&text).eq_ignore_ascii_case("none"))))
}

fn enabled(browser: Object<'_>) -> Option<bool> {
    browser.get("enabled").and_then(Member::value).and_then(Value::as_bool)
}

fn has_enabled(browser: Object<'_>) -> bool {
    browser.get("enabled").is_some()
}

/// A browser without a network.
fn cut_off<'t>(context: &Context<'t>, findings: &mut Findings<'_>, browser: Object<'t>) {
    let Some((network, _)) = network_of(context, browser) else { return };
    let finding = findings
        .add(Place::value(network), "the browser of a sandbox does not run without a network");
    finding.help("switch the browser off, or leave `network` out");
    let edits = context.edits(|plan| {
        set_enabled(plan, browser, false)?;
        plan.replace(network, NETWORK);
        Ok(())
    });
    finding.fix(Safety::Unsafe, "switch it off", edits);
}

/// A browser that has to say for itself whether it runs.
fn switch<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    browser: Object<'t>,
    on: bool,
    why: &str,
) {
    let Some(member) = browser.value().member() else { return };
    let finding = findings.add(Place::name(member), why);
    finding.help(format!("write `enabled: {on}`"));
    let edits = context.edits(|plan| set_enabled(plan, browser, on));
    finding.fix(Safety::Unsafe, format!("write `enabled: {on}`"), edits);
}

fn set_enabled<'t>(plan: &mut Plan<'t>, browser: Object<'t>, on: bool) -> Result<(), Refusal> {
    match browser.get("enabled").and_then(Member::value) {
        Some(enabled) => {
            plan.replace(enabled, on);
            Ok(())
        }
        None => plan.insert(browser, Where::Last, "enabled", on),
    }
}
