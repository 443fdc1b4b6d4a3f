//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::text::Span;

rule! {
    /// A backup of a config lies in a git repository, and git does not ignore it.
    ///
    /// OpenClaw keeps what it writes over (`.bak` to `.bak.4`, `.pre-update`, `.last-good`) and what it
    /// refuses or replaces (`.rejected.*`, `.clobbered.*`) beside the config. Each is a whole config
    /// with every token and password that stood in it, readable for its owner only; git knows no such
    /// limits, and who clones the repository has all of them. Copies that people make, such as
    /// `openclaw.json.bak-monday`, are no different.
    ///
    /// Directories are searched for them as for configs; such a file is not read, and nothing else is
    /// said about it unless it is named on the command line.
    ///
    /// A line `*.json.*` in `.gitignore` keeps them out from now on. What was committed stays in the
    /// history: change the credentials that were in it. `clawtidy rejected` tells what each is.
    ///
    /// As `openclaw.json.bak` in a repository:
    ///
    /// ```json5 bad kept
    /// /* the cellar's */ { gateway: { mode: "local" } }
    /// //                 ^
    /// ```
    ///
    /// As `openclaw.json`:
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" } }
    /// ```
    "artefact-in-repo" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Text,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.is_kept_artefact {
        return;
    }
    let message = "this copy of a config is in a git repository, with every credential in it";
    let start = context.tree.root().filter(|_| context.tree.errors().is_empty());
    let start =
        start.map_or(Span::new(0, 0), |root| Span::new(root.span().start, root.span().start + 1));
    findings.add(Place::text(start), message).help(
        "add `*.json.*` to .gitignore and run `git rm --cached` with this file; if it was pushed, \
         change the credentials in it",
    );
}
