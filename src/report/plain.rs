//! What is wrong with a text that is no config, fit to be shown.

use super::excerpt::Excerpt;
use super::gate::{Gate, Point, Region, Reported};
use crate::finding::{Effect, Severity};
use crate::syntax::Key;
use crate::text::{LineIndex, Span};

impl Gate {
    /// Lets through what `rule` says is wrong at a place of `text`, with the lines around it.
    pub fn pass_plain(
        &self,
        rule: &'static str,
        text: &str,
        place: Span,
        (message, help): (&str, Option<&str>),
    ) -> Reported {
        let redactor = self.redactor_of_text(text);
        let lines = LineIndex::new(text);
        let words = |words: &str| redactor.mask(words).into_owned();
        let point = |offset| Point { position: lines.position(offset, text), offset };
        Reported {
            rule,
            severity: Severity::Error,
            effect: Effect::Silent,
            audit: None,
            message: words(message),
            help: help.map(words),
            key: Key::ROOT,
            region: Region { file: None, start: point(place.start), end: point(place.end) },
            excerpt: Some(Excerpt::new((&lines, text), &redactor, place, &[])),
            related: Vec::new(),
            fix: None,
            fingerprint: None,
        }
    }
}
