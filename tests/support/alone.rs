//! What one rule finds and mends by itself, and what it says, for snapshots.

use clawtidy::edit::{Converged, converge};
use clawtidy::finding::{Finding, Safety};
use clawtidy::rules::{self, Rule};
use clawtidy::syntax::Tree;
use clawtidy::text::{LineIndex, Position, Span};
use clawtidy::world::World;

/// How many passes fixes take at most; fewer than a run of the program may.
pub(crate) const PASSES: usize = 10;

/// What the rule alone finds.
pub(crate) fn findings_of(rule: &Rule, tree: &Tree, world: &World) -> Vec<Finding> {
    let mut findings = rules::run(tree, world);
    findings.retain(|finding| finding.rule == rule.id);
    findings.sort_by_key(|finding| finding.place.span);
    findings
}

/// What the fixes of the rule alone, unsafe ones included, make of a text.
pub(crate) fn fixed_by(rule: &Rule, text: &str, world: &World) -> Converged {
    converge(text.to_owned(), PASSES, Safety::Unsafe, |tree| findings_of(rule, tree, world))
}

/// A finding in lines.
pub(crate) fn what_it_says(tree: &Tree, finding: &Finding) -> Vec<String> {
    let lines = LineIndex::new(tree.text());
    let place = |span: Span| {
        let Position { line, column } = lines.position(span.start, tree.text());
        format!("{line}:{column}")
    };
    let Finding { rule, severity, effect, profile, message, .. } = finding;
    let words = [severity.name(), effect.name(), profile.name()].map(str::to_owned);
    let words: Vec<_> =
        words.into_iter().chain(finding.audit.as_deref().map(str::to_owned)).collect();
    let mut said = vec![
        format!("{rule} {}: {}", place(finding.place.span), words.join(", ")),
        format!("  {}: {message}", finding.place.key),
    ];
    let related = finding.related.iter();
    said.extend(related.map(|it| format!("  {}: {}", place(it.span), it.message)));
    said.extend(finding.suppressed.iter().map(|by| format!("  set apart at {}", place(by.span))));
    said.extend(finding.help.iter().map(|help| format!("  help: {help}")));
    if let Some(fix) = &finding.fix {
        said.push(format!("  {}: {}", fix.safety.name(), fix.title));
        said.extend(fix.assigns.iter().map(|kept| format!("  keeps {}", kept.name)));
    }
    said
}
