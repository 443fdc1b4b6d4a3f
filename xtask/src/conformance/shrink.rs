//! Smaller configs that show the same.

use clawtidy::edit::{Plan, apply};
use clawtidy::finding::{Fix, Safety};
use clawtidy::syntax::{TokenKind, Value, parse};

use super::mutate::remove;

/// How many configs are tried for one.
const TRIES: usize = 200;

/// The config without the members and items that `shows` does not need, and without comments and
/// white space.
pub(crate) fn shrink(
    text: &str,
    mut shows: impl FnMut(&str) -> Result<bool, String>,
) -> Result<String, String> {
    let mut smallest = text.to_owned();
    let mut tries = 0;
    // Of the places tried in vain, none is tried again.
    let mut passed = 0;
    while let Some(smaller) = without(&smallest, passed).filter(|_| tries < TRIES) {
        tries += 1;
        if shows(&smaller)? {
            smallest = smaller;
        } else {
            passed += 1;
        }
    }
    let dense = dense(&smallest);
    Ok(if shows(&dense)? { dense } else { smallest })
}

/// The text without one of its values, of which the longest is number 0.
fn without(text: &str, number: usize) -> Option<String> {
    let tree = parse(text.to_owned());
    let mut values: Vec<Value<'_>> =
        tree.values().filter(|value| value.holder().is_some()).collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.span().len()));
    let mut plan = Plan::new(&tree);
    remove(&mut plan, *values.get(number)?)?;
    let fix = Fix::of(Safety::Unsafe, plan.finish());
    Some(apply(text, [&fix]).text)
}

/// The text without comments, white space and trailing commas.
fn dense(text: &str) -> String {
    let tree = parse(text.to_owned());
    let kept: Vec<_> = tree.tokens().filter(|(_, kind, _)| !kind.is_trivia()).collect();
    let following = kept.iter().skip(1).map(|(_, kind, _)| *kind).chain([TokenKind::End]);
    let is_kept = |kind: TokenKind, next: TokenKind| {
        kind != TokenKind::Comma || !matches!(next, TokenKind::CloseBrace | TokenKind::CloseBracket)
    };
    let tokens = kept.iter().zip(following).filter(|((_, kind, _), next)| is_kept(*kind, *next));
    tokens.map(|((_, _, span), _)| tree.slice(*span)).collect()
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn what_is_not_needed_goes() {
        let text = "{\n  a: { b: [1, 2, 'x'], c: {} }, // why\n  d: { e: 'x' },\n}\n";
        let shrunk = shrink(text, |smaller| Ok(smaller.contains("'x'") && smaller.contains('b')));
        assert_eq!(shrunk.as_deref(), Ok("{a:{b:['x']}}"));
    }
}
