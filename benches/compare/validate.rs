//! Validates configs with the `jsonschema` crate: `validate SCHEMA FILE…`; ends with 3 if it rejects one.

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use serde_json::Value;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut files = std::env::args_os().skip(1);
    let schema = files.next().ok_or("which schema?")?;
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema)?)?;
    let validator = jsonschema::draft7::new(&schema).map_err(|error| error.to_string())?;
    let mut rejected = 0;
    for file in files {
        let text = fs::read_to_string(file)?;
        // As OpenClaw reads: JSON first, then JSON5.
        let config = match serde_json::from_str(&text) {
            Ok(config) => config,
            Err(_) => json5::from_str(&text)?,
        };
        rejected += validator.iter_errors(&config).count();
    }
    Ok(ExitCode::from(if rejected > 0 { 3 } else { 0 }))
}
