//! What holds of every tree and of every finding.

use clawtidy::finding::{Edit, Finding};
use clawtidy::syntax::Tree;
use clawtidy::text::Span;

/// Whether a span lies in a text and cuts no character.
fn lies_in(span: Span, text: &str) -> bool {
    span.start <= span.end && text.get(span.range()).is_some()
}

/// The tokens are the text, and whatever has a place has one in it.
pub(crate) fn tree(tree: &Tree) {
    let text = tree.text();
    let mut at = 0;
    for (_, _, span) in tree.tokens() {
        assert_eq!(span.start, at, "tokens leave a gap: {text:?}");
        assert!(!span.is_empty() && lies_in(span, text), "{span:?}: {text:?}");
        at = span.end;
    }
    assert_eq!(at as usize, text.len(), "tokens do not reach the end: {text:?}");
    for value in tree.values() {
        assert!(lies_in(value.span(), text), "{text:?}");
        let _ = (value.key(), value.as_text(), value.as_number(), value.as_bool());
        if let Some(member) = value.member() {
            assert!(lies_in(member.span(), text) && lies_in(member.name_span(), text), "{text:?}");
        }
    }
    let errors = tree.errors();
    assert!(errors.is_sorted_by_key(|error| error.span.start), "{text:?}");
    for error in errors {
        let places = [error.span].into_iter().chain(error.opened).chain(error.more.iter().copied());
        assert!(places.into_iter().all(|span| lies_in(span, text)), "{error:?}: {text:?}");
        assert!(!error.message().ends_with('.') && !error.help().ends_with('.'), "{error:?}");
        for edit in error.repair.iter().flat_map(|repair| &repair.edits) {
            assert!(lies_in(edit.span, text), "{error:?}: {text:?}");
        }
    }
    assert!(!errors.is_empty() || tree.root().is_some(), "{text:?}");
}

/// Its places and edits lie in the text, and its sentences are sentences.
pub(crate) fn finding(finding: &Finding, text: &str) {
    let related = finding.related.iter().map(|related| related.span);
    let suppressed = finding.suppressed.as_ref().map(|it| it.span);
    for span in [finding.place.span].into_iter().chain(related).chain(suppressed) {
        assert!(lies_in(span, text), "{finding:?}\n{text}");
    }
    assert!(!finding.message.is_empty() && !finding.message.ends_with('.'), "{finding:?}\n{text}");
    assert!(finding.help.is_some() || finding.fix.is_some(), "what to do? {finding:?}\n{text}");
    if let Some(fix) = &finding.fix {
        assert!(!fix.title.is_empty(), "{finding:?}\n{text}");
        let apart = |a: &Edit, b: &Edit| a.span.end <= b.span.start;
        assert!(fix.edits.is_sorted_by(apart), "{finding:?}\n{text}");
        assert!(fix.edits.iter().all(|edit| lies_in(edit.span, text)), "{finding:?}\n{text}");
    }
}
