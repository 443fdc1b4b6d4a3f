//! The schema that a plugin brings for its own config or for a channel, and what does not fit it.
//!
//! OpenClaw 2026.9.6 fills in the defaults first, reads the keywords of all drafts together, and
//! takes formats as remarks, `uri` excepted.

use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value as Json;

use super::defaults::fill_in;
use super::expected::{alternatives, words};

/// The formats that say nothing.
const REMARKS: [&str; 19] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri-reference",
    "uri-template",
    "url",
    "uuid",
];

/// How many mismatches of one config are told.
const MOST: usize = 200;

/// A schema, compiled when it is first asked.
#[derive(Debug)]
pub struct ConfigSchema {
    schema: Json,
    compiled: OnceLock<Result<Validator, String>>,
}

/// A place where a config does not fit a plugin's schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Names and 0-based indices from the config of the plugin down.
    pub path: Vec<String>,
    /// What does not fit.
    pub fault: Misfit,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The object takes no key of that name.
    UnknownKey {
        /// The name.
        name: String,
        /// Names that it takes.
        known: Vec<String>,
    },
    /// The object lacks the key of that name.
    MissingKey(String),
    /// The value is not what this says: `"left" or "right"`.
    NotExpected(String),
    /// The value does not fit, and there is no word for why.
    Other,
}

impl ConfigSchema {
    pub(super) fn new(schema: Json) -> Self {
        Self { schema, compiled: OnceLock::new() }
    }

    /// Whether it plainly takes an empty object, told without compiling it. A default that does not
    /// fit its own property is not looked for.
    pub fn takes_empty(&self) -> bool {
        let harmless = |(keyword, value): (&String, &Json)| match keyword.as_str() {
            "type" => value == "object",
            "required" => value.as_array().is_some_and(Vec::is_empty),
            "$comment"
            | "$defs"
            | "$id"
            | "$schema"
            | "additionalProperties"
            | "default"
            | "definitions"
            | "description"
            | "patternProperties"
            | "properties"
            | "title" => true,
            _ => false,
        };
        self.schema.as_object().is_some_and(|facts| facts.iter().all(harmless))
    }

    /// Why it cannot be used, in a phrase; nothing is fetched, so a reference to another document
    /// is such a reason.
    pub fn fault(&self) -> Option<&str> {
        self.validator().as_ref().err().map(String::as_str)
    }

    fn validator(&self) -> &Result<Validator, String> {
        self.compiled.get_or_init(|| {
            let names = self.schema.get("$schema").and_then(Json::as_str).unwrap_or_default();
            let draft =
                if names.contains("2020-12") { Draft::Draft202012 } else { Draft::Draft201909 };
            let mut options = jsonschema::options()
                .with_draft(draft)
                .offline()
                .should_validate_formats(true)
                .with_format("uri", |text: &str| url::Url::parse(text).is_ok());
            for format in REMARKS {
                options = options.with_format(format, |_: &str| true);
            }
            options.build(&self.schema).map_err(|error| match error.kind() {
                ValidationErrorKind::Referencing(_) => "it refers to what it does not hold".into(),
                _ => match error.instance_path().as_str() {
                    "" => "it is no JSON Schema".to_owned(),
                    place => format!("it is no JSON Schema at `{place}`"),
                },
            })
        })
    }

    /// Where `config` does not fit. Nothing when the schema cannot be used.
    pub fn mismatches(&self, config: &Json) -> Vec<Mismatch> {
        let Ok(validator) = self.validator() else { return Vec::new() };
        let mut filled = config.clone();
        fill_in(&self.schema, &mut filled);
        // A default may set off a condition; OpenClaw does not hold that against the config.
        if validator.is_valid(&filled) || (filled != *config && validator.is_valid(config)) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for error in validator.iter_errors(&filled).take(MOST) {
            self.tell(&error, &mut found);
        }
        let mut told: Vec<Mismatch> = Vec::new();
        for mismatch in found {
            if !told.contains(&mismatch) {
                told.push(mismatch);
            }
        }
        told
    }

    /// Says what an error means. Of several forms that would do, the one that was meant counts: the
    /// only one whose type fits.
    fn tell(&self, error: &ValidationError<'_>, found: &mut Vec<Mismatch>) {
        let path = path(error);
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                let known = self.known_names(error);
                found.extend(unexpected.iter().map(|name| Mismatch {
                    path: path.clone(),
                    fault: Misfit::UnknownKey { name: name.clone(), known: known.clone() },
                }));
            }
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default().to_owned();
                found.push(Mismatch { path, fault: Misfit::MissingKey(name) });
            }
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context } => {
                let place = error.instance_path();
                let is_other = |branch: &&Vec<ValidationError<'static>>| {
                    branch.iter().any(|error| {
                        matches!(error.kind(), ValidationErrorKind::Type { .. })
                            && error.instance_path() == place
                    })
                };
                let mut meant = context.iter().filter(|branch| !is_other(branch));
                if let (Some(branch), None) = (meant.next(), meant.next()) {
                    for error in branch {
                        self.tell(error, found);
                    }
                    return;
                }
                let each = context.iter().map(|branch| self.expected(branch.first()?));
                let fault = match each.collect::<Option<Vec<String>>>() {
                    Some(each) => Misfit::NotExpected(alternatives(each)),
                    None => Misfit::Other,
                };
                found.push(Mismatch { path, fault });
            }
            _ => {
                let fault = self.expected(error).map_or(Misfit::Other, Misfit::NotExpected);
                found.push(Mismatch { path, fault });
            }
        }
    }

    /// What the keyword that an error is about takes, in words.
    fn expected(&self, error: &ValidationError<'_>) -> Option<String> {
        words(error.kind().keyword(), self.schema.pointer(error.schema_path().as_str())?)
    }

    /// The names that the object which an error is about takes.
    fn known_names(&self, error: &ValidationError<'_>) -> Vec<String> {
        let above = error.schema_path().as_str().rsplit_once('/').map(|(above, _)| above);
        let schema = above.and_then(|above| self.schema.pointer(above));
        let names = schema.and_then(|schema| schema.get("properties")?.as_object());
        names.into_iter().flat_map(|names| names.keys().cloned()).collect()
    }
}

fn path(error: &ValidationError<'_>) -> Vec<String> {
    let segments = error.instance_path().segments();
    segments
        .map(|segment| match segment {
            LocationSegment::Property(name) => name.into_owned(),
            LocationSegment::Index(index) => index.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(schema: Json, config: &Json) -> Vec<(String, Misfit)> {
        let schema = ConfigSchema::new(schema);
        assert_eq!(schema.fault(), None);
        let told = schema.mismatches(config).into_iter();
        told.map(|mismatch| (mismatch.path.join("."), mismatch.fault)).collect()
    }

    fn expected(words: &str) -> Misfit {
        Misfit::NotExpected(words.to_owned())
    }

    #[test]
    fn what_is_expected_is_said_in_words() {
        for (schema, config, words) in [
            (json!({ "type": "integer" }), json!("3"), "an integer"),
            (
                json!({ "type": ["string", "null", "boolean"] }),
                json!(3),
                "a string, null or true or false",
            ),
            (json!({ "enum": ["a", 1, null] }), json!("b"), "\"a\", 1 or null"),
            (json!({ "minimum": 1 }), json!(0), "at least 1"),
            (json!({ "format": "uri" }), json!("nope"), "a URL"),
            (
                json!({ "anyOf": [{ "type": "string" }, { "type": "number" }] }),
                json!([]),
                "a string or a number",
            ),
            (
                json!({ "$ref": "#/$defs/x", "$defs": { "x": { "maxLength": 2 } } }),
                json!("abc"),
                "at most 2 characters",
            ),
        ] {
            assert_eq!(told(schema, &config), [(String::new(), expected(words))]);
        }
    }

    #[test]
    fn the_form_that_was_meant_is_judged() {
        let object = json!({ "type": "object", "properties": { "a": {} }, "required": ["a"], "additionalProperties": false });
        let schema =
            json!({ "properties": { "pick": { "anyOf": [{ "type": "string" }, object] } } });
        let unknown = Misfit::UnknownKey { name: "b".into(), known: vec!["a".into()] };
        let mut found = told(schema, &json!({ "pick": { "b": 1 } }));
        found.sort_by_key(|(_, fault)| format!("{fault:?}"));
        let at = "pick".to_owned();
        assert_eq!(found, [(at.clone(), Misfit::MissingKey("a".into())), (at, unknown)]);
    }

    #[test]
    fn defaults_count_as_given() {
        let schema = json!({ "properties": { "a": { "default": 1 } }, "required": ["a"] });
        assert_eq!(told(schema, &json!({})), []);
    }

    #[test]
    fn what_plainly_takes_an_empty_object_is_told_without_compiling() {
        for (schema, takes) in [
            (json!({}), true),
            (json!({ "type": "object", "properties": { "a": { "default": 1 } } }), true),
            (json!({ "required": ["a"] }), false),
            (json!({ "type": "wat" }), false),
            (json!({ "$ref": "#/$defs/gone" }), false),
            (json!({ "minProperties": 1 }), false),
        ] {
            let schema = ConfigSchema::new(schema);
            assert_eq!(schema.takes_empty(), takes, "{schema:?}");
            assert!(schema.compiled.get().is_none());
        }
    }

    #[test]
    fn formats_are_remarks_and_loops_end() {
        for schema in [
            json!({ "format": "email" }),
            json!({ "format": "of-my-own" }),
            json!({ "$ref": "#" }),
            json!({ "anyOf": [{ "$ref": "#" }, { "type": "number" }] }),
            json!({ "$schema": "https://example.com/mine", "type": "string" }),
        ] {
            assert_eq!(told(schema, &json!("nope")), []);
        }
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        for (schema, why) in [
            (json!({ "type": "wat" }), "it is no JSON Schema at `/type`"),
            (json!({ "$ref": "https://example.com/x.json" }), "it refers to what it does not hold"),
            (json!({ "$ref": "#/$defs/gone" }), "it refers to what it does not hold"),
            (json!({ "$ref": "file:///etc/hostname" }), "it refers to what it does not hold"),
        ] {
            assert_eq!(ConfigSchema::new(schema).fault(), Some(why));
        }
    }
}
