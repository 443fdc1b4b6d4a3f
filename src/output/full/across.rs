//! The picture of a finding whose places lie in several files.

use std::io;

use crate::finding::Severity;
use crate::output::Look;
use crate::output::picture::{self, Color, Place};
use crate::report::Reported;

/// Draws the places of a finding in the file at `path`; `None` if they all lie in one file, or do
/// not fit into a picture.
///
/// # Errors
/// When it cannot be drawn.
pub(super) fn picture(path: &str, finding: &Reported, look: Look) -> io::Result<Option<String>> {
    let own = finding.region.file(path);
    let others = || finding.related.iter().filter(|place| place.excerpt.is_some());
    if others().all(|place| place.region.file(path) == own) {
        return Ok(None);
    }
    let Some(excerpt) = &finding.excerpt else { return Ok(None) };
    let colour = match finding.severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Info => Color::Cyan,
    };
    let position = finding.region.start.position;
    let first = Place { path: own, position, excerpt, label: Some("here"), colour };
    let related = others().filter_map(|place| {
        Some(Place {
            path: place.region.file(path),
            position: place.region.start.position,
            excerpt: place.excerpt.as_ref()?,
            label: Some(&place.message),
            colour: Color::Cyan,
        })
    });
    let mut places: Vec<_> = std::iter::once(first).chain(related).collect();
    places.sort_by_key(|place| (place.path != own, place.path, place.position));
    picture::picture(&places, false, look)
}
