//! Whether an agent may run commands: as OpenClaw runs them, and as its audit counts them
//! (2026.9.6). The two differ where nothing is said.

use super::{Config, ExecPolicy, SandboxMode, Scope, Setting};
use crate::syntax::Value;

/// Where commands run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecHost {
    /// In the sandbox if there is one, else beside the gateway.
    Auto,
    /// In the sandbox.
    Sandbox,
    /// Beside the gateway.
    Gateway,
    /// On a paired machine.
    Node,
}

/// What the audit counts as one circle in which commands may run.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecScope<'t> {
    /// The agent's name, or `tools.exec` for all that have none of their own.
    pub name: String,
    /// `deny`, `allowlist` or `full`.
    pub security: Setting<'t, &'static str>,
}

impl<'t> Scope<'_, '_, 't> {
    /// Where the config asks to run commands.
    pub fn exec_host(&self) -> Setting<'t, ExecHost> {
        let place = self.tool(&["exec", "host"]);
        let value = place.map_or(ExecHost::Auto, |host| match self.config.text(host).as_deref() {
            Some("gateway") => ExecHost::Gateway,
            Some("node") => ExecHost::Node,
            Some("auto") => ExecHost::Auto,
            // Also what is not known.
            _ => ExecHost::Sandbox,
        });
        Setting { value, place }
    }

    /// Whether commands really run outside of a sandbox: there, nothing said means everything.
    pub fn runs_on_host(&self) -> bool {
        let in_sandbox = match self.exec_host().value {
            ExecHost::Sandbox => true,
            ExecHost::Auto => self.sandbox_mode().value != SandboxMode::Off,
            ExecHost::Gateway | ExecHost::Node => false,
        };
        let layers = [self.shared_tool(&["exec"]), self.own_tool(&["exec"])];
        let said = layers.into_iter().rev().flatten().find_map(|exec| self.security(exec));
        !in_sandbox && said.is_none_or(|said| said.value != "deny")
    }

    /// What one `exec` says of what may run. What is not known is taken as `deny`.
    fn security(&self, exec: Value<'t>) -> Option<Setting<'t, &'static str>> {
        let given = |name: &str| exec.get(name).filter(|value| !value.is_null());
        let word = |value: Value<'t>| self.config.text(value);
        if let Some(mode) = given("mode") {
            let policy = word(mode).and_then(|mode| ExecPolicy::of_mode(&mode));
            let value = policy.map_or("deny", |policy| policy.security);
            return Some(Setting { value, place: Some(mode) });
        }
        let security = given("security")?;
        let known = word(security).and_then(|word| ExecPolicy::security(&word));
        Some(Setting { value: known.unwrap_or("deny"), place: Some(security) })
    }
}

impl<'t> Config<'_, 't> {
    /// What the audit counts: all that have no policy of their own, unless the only agent stands for
    /// them, then each agent. Here, nothing said means `deny`.
    pub fn exec_scopes(&self) -> Vec<ExecScope<'t>> {
        let defaults = self.defaults();
        let shared = defaults.shared_tool(&["exec"]).and_then(|exec| defaults.security(exec));
        let shared = shared.unwrap_or(Setting { value: "deny", place: None });
        let agents: Vec<_> = self.agents().collect();
        let stands_for_all = match self.roster.agents.as_slice() {
            [only] => only.id == only.name,
            several => several.iter().any(|agent| agent.name == "global"),
        };
        let all = ExecScope { name: "tools.exec".to_owned(), security: shared };
        let mut scopes: Vec<_> = if stands_for_all { Vec::new() } else { vec![all] };
        scopes.extend(agents.iter().filter_map(|scope| {
            let own = scope.own_tool(&["exec"]).and_then(|exec| scope.security(exec));
            let name = scope.agent?.name.clone();
            Some(ExecScope { name, security: own.unwrap_or(shared) })
        }));
        scopes
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;

    #[test]
    fn nothing_said_means_deny_to_the_audit_and_everything_to_the_gateway() {
        let securities = |text: &str| {
            with(text, |config| {
                let scopes = config.exec_scopes();
                let words = scopes.iter().map(|s| format!("{}={}", s.name, s.security.value));
                (words.collect::<Vec<_>>(), config.defaults().runs_on_host())
            })
        };
        let cases: [(&str, &[&str], bool); 7] = [
            ("{}", &["tools.exec=deny"], true),
            ("{tools: {exec: {ask: 'always'}}}", &["tools.exec=deny"], true),
            ("{tools: {exec: {mode: 'ask'}}}", &["tools.exec=allowlist"], true),
            ("{tools: {exec: {security: 'deny'}}}", &["tools.exec=deny"], false),
            (
                "{tools: {exec: {mode: 'full'}}, agents: {entries: {main: {tools: {exec: {mode: 'deny'}}}}}}",
                &["main=deny"],
                true,
            ),
            (
                "{tools: {exec: {mode: 'full'}}, agents: {entries: {a: {}, b: {tools: {exec: {security: 'allowlist'}}}}}}",
                &["tools.exec=full", "a=full", "b=allowlist"],
                true,
            ),
            ("{agents: {defaults: {sandbox: {mode: 'all'}}}}", &["tools.exec=deny"], false),
        ];
        for (text, words, on_host) in cases {
            let expected: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            assert_eq!(securities(text), (expected, on_host), "{text}");
        }
    }
}
