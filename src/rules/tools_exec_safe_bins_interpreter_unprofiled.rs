//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{is_interpreter, members, program_name};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// A program that runs whatever it is given may be called without a question.
    ///
    /// `tools.exec.safeBins`, for all or for one agent, lists programs that commands may pipe text
    /// through although nobody has allowed them. An interpreter such as `python3`, `bash` or `node`
    /// runs what it is given, so that anything may run. `tools.exec.safeBinProfiles` can say which
    /// arguments a program may have; a program with a profile, of all or of the same agent, is not
    /// reported.
    ///
    /// ```json5 bad
    /// {
    ///   tools: { exec: { safeBins: ["head", "python3"] } },
    /// //                                    ^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   tools: {
    ///     exec: { safeBins: ["head", "python3"], safeBinProfiles: { python3: { maxPositional: 0 } } },
    ///   },
    /// }
    /// ```
    "tools-exec-safe-bins-interpreter-unprofiled" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.safe_bins_interpreter_unprofiled"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let profiles = |exec: Option<Value<'_>>| -> BTreeSet<String> {
        let profiles = members(exec.and_then(|exec| exec.get("safeBinProfiles")));
        profiles.into_iter().map(|(name, _)| trim(&name).to_lowercase()).collect()
    };
    let shared = config.at(&["tools", "exec"]);
    let of_all = profiles(shared);
    let own = config.agents().filter_map(|scope| scope.own_tool(&["exec"]));
    let mut programs = Vec::new();
    for exec in shared.into_iter().chain(own) {
        let of_agent = profiles(Some(exec));
        let unprofiled = config.texts(exec.get("safeBins")).into_iter().filter(|(program, _)| {
            let name = program_name(program);
            is_interpreter(&name) && !of_all.contains(&name) && !of_agent.contains(&name)
        });
        programs.extend(unprofiled);
    }
    let Some(((name, first), others)) = programs.split_first() else { return };
    let message = format!("`{name}` runs whatever it is given, and needs no permission");
    let finding = findings.add(Place::value(*first), message);
    for (name, other) in others {
        finding.related(other.span(), format!("so does `{name}`"));
    }
    finding.help(
        "leave it out and have it allowed call by call, or say in `safeBinProfiles` which arguments \
         it may have",
    );
}
