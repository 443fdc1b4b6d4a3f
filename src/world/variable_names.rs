//! Which variables a config may set (2026.9.6): OpenClaw leaves out, without a word, names that could
//! change how it or what it starts behaves, and names that no shell can say. And which ones OpenClaw, or
//! what it starts, reads.

use memchr::memmem;

/// Why OpenClaw does not set a variable of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableFault {
    /// It is no name of a variable.
    NoName,
    /// A config may not set it.
    Refused,
}

/// The names, in any case, in the order of the alphabet.
const REFUSED: &str = include_str!("refused_variables.txt");

/// Whether the list has the name, which is in upper case. The list is searched as the text that it is:
/// it is asked for a few names only.
fn is_listed(upper: &str) -> bool {
    let list = REFUSED.as_bytes();
    memmem::find_iter(list, upper).any(|at| {
        let around =
            [at.checked_sub(1).map(|before| list[before]), list.get(at + upper.len()).copied()];
        around.iter().flatten().all(u8::is_ascii_whitespace)
    })
}

/// What such names begin with, in any case.
const REFUSED_PREFIXES: [&str; 7] =
    ["BASH_FUNC_", "CARGO_REGISTRIES_", "DYLD_", "GIT_CONFIG_", "LD_", "NPM_CONFIG_", "TF_VAR_"];

/// The names that OpenClaw knows of, in the order of the alphabet, below a head of comments.
const KNOWN: &str = include_str!("known_variables.txt");

/// What names begin with, in any case, that are read by what OpenClaw runs in or starts: the system,
/// Node, git, containers, the clouds' own libraries; and by OpenClaw for accounts that have any name.
const KNOWN_PREFIXES: [&str; 26] = [
    "AWS_",
    "AZURE_",
    "BASH_",
    "CARGO_",
    "CLAWDBOT_",
    "COMPOSE_",
    "DBUS_",
    "DOCKER_",
    "DYLD_",
    "GCLOUD_",
    "GIT_",
    "GOOGLE_",
    "HOMEBREW_",
    "KUBERNETES_",
    "LC_",
    "LD_",
    "MATRIX_",
    "MOLTBOT_",
    "NODE_",
    "NPM_",
    "OTEL_",
    "PLAYWRIGHT_",
    "PYTHON",
    "SSH_",
    "TS_",
    "XDG_",
];

/// Names that the system and shells know.
const OF_THE_SYSTEM: [&str; 9] =
    ["DEBIAN_FRONTEND", "EDITOR", "GID", "PAGER", "PUID", "PWD", "TZ", "UID", "UMASK"];

/// The names of variables that OpenClaw knows of.
pub fn known_variables() -> impl Iterator<Item = &'static str> {
    KNOWN.split_terminator('\n').filter(|line| !line.starts_with('#'))
}

/// Whether OpenClaw (2026.9.6), or what it runs in or starts, may read a variable of that name. Those
/// that begin with `OPENCLAW_` are told one by one.
pub fn is_known_variable(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    // Several keys of one provider are numbered, or stand in one variable.
    let single = upper.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let single = [single.trim_end_matches('_'), upper.strip_suffix('S').unwrap_or(&upper)];
    KNOWN_PREFIXES.iter().any(|prefix| upper.starts_with(prefix))
        || OF_THE_SYSTEM.contains(&upper.as_str())
        || known_variables().any(|known| known == upper || single.contains(&known))
}

/// Why OpenClaw would not set a variable called `name`, a name without white space around it; `None`
/// if it would.
pub fn variable_fault(name: &str) -> Option<VariableFault> {
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if !begins || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return Some(VariableFault::NoName);
    }
    let upper = name.to_ascii_uppercase();
    let refused = REFUSED_PREFIXES.iter().any(|prefix| upper.starts_with(prefix))
        || is_listed(&upper)
        || is_cargo_executable(&upper);
    refused.then_some(VariableFault::Refused)
}

/// Whether it is `CARGO_TARGET_<target>_LINKER` or `_RUNNER`.
fn is_cargo_executable(upper: &str) -> bool {
    let target = upper.strip_prefix("CARGO_TARGET_");
    let ends = |target: &str| {
        let target = target.strip_suffix("_LINKER").or_else(|| target.strip_suffix("_RUNNER"));
        target.is_some_and(|target| !target.is_empty())
    };
    target.is_some_and(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_refused_in_any_case() {
        for name in ["NODE_OPTIONS", "node_options", "HOME", "LD_X", "TF_VAR_a"] {
            assert_eq!(variable_fault(name), Some(VariableFault::Refused), "{name}");
        }
        for name in ["CARGO_TARGET_X86_LINKER", "OPENCLAW_INCLUDE_ROOTS"] {
            assert_eq!(variable_fault(name), Some(VariableFault::Refused), "{name}");
        }
        for name in ["", "1A", "A-B", "A B", "É"] {
            assert_eq!(variable_fault(name), Some(VariableFault::NoName), "{name}");
        }
        for name in ["OPENAI_API_KEY", "node_env", "_", "LD", "CARGO_TARGET__LINKER"] {
            assert_eq!(variable_fault(name), None, "{name}");
        }
    }

    #[test]
    fn what_openclaw_reads_is_known() {
        for name in ["OPENAI_API_KEY", "GEMINI_API_KEY_2", "ANTHROPIC_API_KEYS", "http_proxy", "TZ"]
        {
            assert!(is_known_variable(name), "{name}");
        }
        for name in ["OPENCLAW_GATEWAY_TOKEN", "DISCORD_BOT_TOKEN", "npm_config_registry"] {
            assert!(is_known_variable(name), "{name}");
        }
        for name in ["OPENAI_APIKEY", "OPENCLAW_GATEWAY_TOKN", "CELLAR_DOOR"] {
            assert!(!is_known_variable(name), "{name}");
        }
    }

    #[test]
    fn the_lists_are_in_order() {
        assert!(REFUSED.split_ascii_whitespace().is_sorted_by(|a, b| a < b));
        assert!(known_variables().is_sorted_by(|a, b| a < b));
        assert!(KNOWN_PREFIXES.is_sorted_by(|a, b| a < b));
    }
}
