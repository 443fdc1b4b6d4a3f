//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Fate;
use crate::syntax::{Member, Value};

rule! {
    /// A key is meant as a comment.
    ///
    /// Where JSON has no comments, people write `_comment`, `//` or `$comment`, or put `_` before a key
    /// to switch it off. To OpenClaw these are unknown keys, and one unknown key anywhere makes it
    /// reject the whole config. It reads JSON5, which has comments.
    ///
    /// The fix turns them into real comments, which is safe. A file that is strict JSON stays so: there
    /// the fix removes them, and someone must agree.
    ///
    /// ```json5 bad
    /// {
    ///   _comment: "the machine under the stairs",
    /// //^^^^^^^^
    ///   gateway: {
    ///     mode: "local",
    ///     _port: 8080,
    /// //  ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // the machine under the stairs
    ///   gateway: {
    ///     mode: "local",
    ///     // switched off
    ///     // _port: 8080,
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "//": "the machine under the stairs",
    /// //^^^^
    ///   "gateway": { "mode": "local" }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "gateway": { "mode": "local" }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   // the machine under the stairs
    ///   gateway: { mode: "local" },
    ///   env: { vars: { _comment: "a variable of that name" } },
    /// }
    /// ```
    "comment-key" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for key in context.unknown_keys() {
        if key.fate != Fate::Comment {
            continue;
        }
        let finding = key.report(findings);
        let Some(member) = key.member(context) else { continue };
        let edits = context.edits(|plan| match remark(member) {
            Some(text) => plan.say_in_comment(member, &text),
            None => plan.comment_out(member, "switched off"),
        });
        if edits.is_empty() {
            finding.help("it is strict JSON, which has no comments: remove it, or write JSON5");
            let edits = context.edits(|plan| {
                plan.remove(member);
                Ok(())
            });
            finding.fix(Safety::Unsafe, "remove it", edits);
        } else {
            finding.fix(Safety::Safe, "turn it into a comment", edits);
        }
    }
}

/// The words of a member that says something and sets nothing: a string, or strings, under a name
/// that is no more than a mark.
fn remark(member: Member<'_>) -> Option<String> {
    let name = member.name().to_lossy().to_lowercase();
    let word = name.trim_matches(|c: char| !c.is_ascii_alphabetic());
    let is_mark = ["", "comment", "comments", "note", "notes", "doc", "docs", "readme", "todo"];
    if !is_mark.contains(&word) {
        return None;
    }
    let text = |value: Value<'_>| Some(value.as_text()?.to_lossy().into_owned());
    let value = member.value()?;
    match value.as_array() {
        Some(list) => Some(list.items().map(text).collect::<Option<Vec<_>>>()?.join("\n")),
        None => text(value),
    }
}
