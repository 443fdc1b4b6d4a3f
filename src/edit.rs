//! Structural requests in, text edits out.
