//! See the rule's documentation.

use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// Codex is to be started by a command of your own.
    ///
    /// The plugin starts the version of Codex that it was made with. `appServer.command` in its config puts
    /// another program in the place of it, and nothing sees to it that both understand each other.
    /// The command is one program: after `node`, `npm`, `npx`, `pnpm` or `yarn`, what stands in the same text
    /// belongs in `appServer.args`, or there is no program of that name. `doctor --lint` warns of both
    /// (`core/doctor/codex-session-routes`); here a command that may be meant is reported from the profile
    /// `shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { codex: { config: { appServer: { command: "npx codex@latest" } } } } },
    /// //                                                               ^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: { entries: { codex: { config: { appServer: { args: ["app-server"] } } } } },
    /// }
    /// ```
    "custom-codex-command" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Programs that are given what they run, with the endings of Windows.
const RUNNERS: [&str; 5] = ["node", "npm", "npx", "pnpm", "yarn"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let path = ["plugins", "entries", "codex", "config", "appServer", "command"];
    let Some(place) = config.at(&path) else { return };
    let Some(command) = config.text(place).filter(|command| !trim(command).is_empty()) else {
        return;
    };
    if holds_arguments(trim(&command)) {
        findings
            .add(Place::value(place), "the command is one program, and here its arguments follow")
            .help("move all but the program to `appServer.args`, or remove the command");
    } else {
        let message = "the Codex that is started is not the one that the plugin was made with";
        let finding = findings.add(Place::value(place), message);
        finding.severity(Severity::Info).profile(Profile::Shared).help(
            "remove it, or see to it after each update of OpenClaw that it is of the version that \
             the plugin brings",
        );
    }
}

/// Whether a command starts one of the programs that run others, and says what.
fn holds_arguments(command: &str) -> bool {
    let (program, rest) = match command.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
        None => command.split_once(char::is_whitespace).unwrap_or((command, "")),
    };
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program).to_ascii_lowercase();
    let stem = name.strip_suffix(".exe").or_else(|| name.strip_suffix(".cmd")).unwrap_or(&name);
    RUNNERS.contains(&stem) && !rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_seen_after_programs_that_run_others() {
        for command in ["node codex.js", "\"C:\\bin\\Node.exe\" codex.js", "/usr/bin/npx  codex"] {
            assert!(holds_arguments(command), "{command}");
        }
        for command in ["node", "codex app-server", "\"/opt/my tools/node\"", "/opt/my node"] {
            assert!(!holds_arguments(command), "{command}");
        }
    }
}
