//! What can be wrong with a text.

use crate::text::Span;

/// A place where the text is not JSON5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// The bytes that are wrong; empty where something is missing.
    pub span: Span,
    /// A place that explains it: the bracket that was opened, the quote that was never closed.
    pub opened: Option<Span>,
    /// The replacement that mends it, where the author's intent is clear.
    pub repair: Option<Repair>,
}

/// A replacement that mends a syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What it does, in the imperative.
    pub title: &'static str,
    /// The bytes to replace.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// The kinds of syntax errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// Nothing but white space and comments.
    Empty,
}
