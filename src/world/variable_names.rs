//! Which variables a config may set (2026.9.6): OpenClaw leaves out, without a word, names that could
//! change how it or what it starts behaves, and names that no shell can say.

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
    fn the_list_is_in_order() {
        assert!(REFUSED.split_ascii_whitespace().is_sorted_by(|a, b| a < b));
    }
}
