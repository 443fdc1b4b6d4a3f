//! Values of the wrong type whose meaning is certain.

use crate::edit::New;
use crate::schema::Expected;
use crate::syntax::{Value, ValueKind};

/// The value as what is expected: a number or a boolean out of its quotes, a number in quotes.
pub(super) fn retyped<'t>(value: Value<'t>, expected: &Expected) -> Option<New<'t>> {
    match value.kind() {
        ValueKind::String => unquoted(value, expected),
        // A number that is wrong where numbers may stand is wrong for another reason, in quotes as well.
        ValueKind::Number
            if takes_text(expected, value.source()) && !expected.admits(ValueKind::Number) =>
        {
            // As written: JavaScript would round the ids of chats.
            let digits = value.source();
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| New::from(digits))
        }
        _ => None,
    }
}

fn unquoted<'t>(value: Value<'t>, expected: &Expected) -> Option<New<'t>> {
    let text = value.as_text()?;
    let text = text.as_str()?.trim();
    if let Ok(switch) = text.parse()
        && expected.takes_boolean(switch)
    {
        return Some(New::from(switch));
    }
    if takes_text(expected, text) {
        return None;
    }
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let number: f64 = text.bytes().all(plain).then(|| text.parse().ok()).flatten()?;
    let fits = expected.alternatives().into_iter().any(|node| {
        let whole = number.fract() == 0.0;
        let is_number = node.types().names().any(|name| name == "number");
        let is_integer = node.types().names().any(|name| name == "integer");
        let listed = node.values().is_some();
        !listed && (is_number || (is_integer && whole)) && node.bounds().contain(number)
    });
    fits.then(|| New::from(number))
}

/// Whether some alternative takes texts of any form, or of one that `text` has.
fn takes_text(expected: &Expected, text: &str) -> bool {
    expected.alternatives().into_iter().any(|node| {
        node.types().admits(ValueKind::String)
            && node.values().is_none()
            && node.pattern().is_none()
            && node.grammar().is_none_or(|grammar| grammar.takes(text))
    })
}
