//! The laws of redaction: what is secret never passes, what is not stays readable, and columns stay.

#[path = "redact/credentials.rs"]
mod credentials;
#[path = "redact/examples.rs"]
mod examples;
#[path = "redact/exposed.rs"]
mod exposed;
#[path = "redact/issued.rs"]
mod issued;
#[path = "redact/laws.rs"]
mod laws;
#[path = "redact/planted.rs"]
mod planted;
