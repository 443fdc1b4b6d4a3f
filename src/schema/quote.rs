//! How messages quote what they found. No other function of this room puts a config's values into
//! a message.

use crate::redact::{is_sensitive, looks_secret};
use crate::syntax::{Key, Value, ValueKind};

/// The longest string that is quoted, in characters.
const LONGEST: usize = 40;
/// Shorter secrets are not looked for in messages. In characters.
const SHORTEST_SECRET: usize = 4;

/// `value`, which stands at `key`, for a message: as written where that is short and no secret,
/// else what kind of value it is.
pub fn quote(key: &Key, value: Value<'_>) -> String {
    match value.kind() {
        ValueKind::Number | ValueKind::Boolean | ValueKind::Null
            if value.source().len() <= LONGEST && !is_sensitive(key) =>
        {
            value.source().to_owned()
        }
        ValueKind::String if !is_sensitive(key) => {
            let text = value.as_text();
            let text = text.as_ref().map(|text| text.to_lossy()).unwrap_or_default();
            let quoted = format!("{text:?}");
            let length = text.chars().count();
            // Written with escapes, a secret of another place would not be found in the message.
            let is_plain = quoted.len() == text.len() + 2 || length < SHORTEST_SECRET;
            if is_plain && length <= LONGEST && looks_secret(&text).is_none() {
                quoted
            } else {
                "a string".to_owned()
            }
        }
        kind => kind.name().to_owned(),
    }
}
