//! From a tree of JSON5 to JSON, for judges that know no JSON5.

use serde_json::{Map, Number, Value as Json};

use crate::syntax::{Array, Object, Value, ValueKind};

/// How deep values may nest; what holds them is walked by recursion from here on.
pub(super) const DEEPEST: usize = 128;

/// `value` as OpenClaw's reader hands it on: the last of each name counts, `__proto__` and
/// `$include` do not. `read` gives the text of a string; where it gives none, that stays as it is
/// written. `None` for a value that nests deeper than [`DEEPEST`].
pub(super) fn to_json(
    value: Value<'_>,
    read: &dyn Fn(Value<'_>) -> Option<String>,
) -> Option<Json> {
    below(value, read, DEEPEST)
}

fn below(
    value: Value<'_>,
    read: &dyn Fn(Value<'_>) -> Option<String>,
    depth: usize,
) -> Option<Json> {
    let depth = depth.checked_sub(1)?;
    Some(match value.kind() {
        ValueKind::Object => {
            let members = value.as_object().map(Object::effective).unwrap_or_default();
            let mut map = Map::new();
            for (name, member) in members {
                let name = name.to_lossy();
                if !matches!(&*name, "__proto__" | "$include")
                    && let Some(value) = member.value()
                {
                    map.insert(name.into_owned(), below(value, read, depth)?);
                }
            }
            Json::Object(map)
        }
        ValueKind::Array => {
            let items = value.as_array().into_iter().flat_map(Array::items);
            Json::Array(items.map(|item| below(item, read, depth)).collect::<Option<_>>()?)
        }
        ValueKind::String => {
            let written = || value.as_text().map(|text| text.to_lossy().into_owned());
            Json::String(read(value).or_else(written).unwrap_or_default())
        }
        ValueKind::Number => value.as_number().map_or(Json::Null, number),
        ValueKind::Boolean => Json::Bool(value.as_bool() == Some(true)),
        ValueKind::Null | ValueKind::Invalid => Json::Null,
    })
}

/// A number. `NaN` and `Infinity`, which no schema takes, become `null`.
fn number(number: f64) -> Json {
    // Whole numbers are told from others by how they are held; in this range both hold the same.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
        let whole = number as i64;
        return Json::Number(whole.into());
    }
    Number::from_f64(number).map_or(Json::Null, Json::Number)
}
