//! How messages quote what they found. No other function of this room puts a config's values into
//! a message.

use crate::syntax::{Key, Value, ValueKind};

/// The longest string that is quoted, in characters.
const LONGEST: usize = 40;

/// `value`, which stands at `key`, for a message: as written where that is short and no secret,
/// else what kind of value it is.
pub fn quote(key: &Key, value: Value<'_>) -> String {
    match value.kind() {
        ValueKind::Number | ValueKind::Boolean | ValueKind::Null
            if value.source().len() <= LONGEST =>
        {
            value.source().to_owned()
        }
        ValueKind::String if !key.segments().iter().any(|name| is_sensitive(name)) => {
            let text = value.as_text();
            let text = text.as_ref().map(|text| text.to_lossy()).unwrap_or_default();
            if text.chars().count() <= LONGEST {
                format!("{text:?}")
            } else {
                "a long string".to_owned()
            }
        }
        kind => kind.name().to_owned(),
    }
}

/// Whether values under a key of that name are kept out of messages.
fn is_sensitive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words = ["token", "password", "passphrase", "secret", "apikey", "api_key", "api-key"];
    let more = ["credential", "privatekey", "private_key", "authorization", "cookie", "webhook"];
    words.iter().chain(&more).any(|word| name.contains(word))
}
