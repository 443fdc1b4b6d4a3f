//! The catalog as a JSON Schema again: for the `schema` command, and for an independent validator
//! to judge ours by.

mod facts;
mod needs;
mod object;
mod pattern;
mod place;
mod pool;
mod reader;
mod title;
mod writer;

use serde_json::{Map, Value, json};

use super::release::Release;

/// What every document says it is written in.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

impl Release {
    /// What the release accepts, as a JSON Schema of draft 7 for editors and validators of any make:
    /// the catalog, and what the reader takes besides. It never rejects what OpenClaw accepts, but
    /// for the cases that `docs/json-schema.md` lists, and says nothing of what OpenClaw checks
    /// beyond a schema. The same bytes on every run.
    pub fn to_json_schema(self) -> Value {
        let (root, definitions) = writer::written(self);
        let mut schema = Map::new();
        let mut say = |keyword: &str, value: Value| schema.insert(keyword.to_owned(), value);
        say("$schema", DRAFT.into());
        say("$id", format!("urn:clawtidy:openclaw:{self}").into());
        say("title", format!("OpenClaw {self} config").into());
        if let Value::Object(root) = root {
            schema.extend(root);
        }
        schema.insert("definitions".to_owned(), definitions.into());
        Value::Object(schema)
    }

    /// What the catalog holds of the release and nothing else, as a JSON Schema of draft 7: no
    /// `$include`, no `${VAR}`, nothing that the reader takes besides; a [`Grammar`] as a format of
    /// its name. For a validator that knows these formats to judge [`check`] by.
    ///
    /// [`Grammar`]: super::Grammar
    /// [`check`]: super::check
    pub fn catalog_as_json_schema(self) -> Value {
        let mut schema = json!({ "$schema": DRAFT });
        if let (Some(schema), Value::Object(root)) =
            (schema.as_object_mut(), self.root().facts_schema())
        {
            schema.extend(root);
        }
        schema
    }
}
