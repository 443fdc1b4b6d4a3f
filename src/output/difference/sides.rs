//! The places of a setting in both files, one above the other.

use std::io;

use crate::compare::Kind;
use crate::output::Look;
use crate::output::picture::{Color, Place, picture};
use crate::report::{ComparedFile, ReportedSide};

/// Draws the places of a setting that both files have.
///
/// # Errors
/// When it cannot be drawn.
pub(super) fn sides(
    kind: Kind,
    a: (&ComparedFile, &ReportedSide),
    b: (&ComparedFile, &ReportedSide),
    look: Look,
) -> io::Result<String> {
    // That something in a list is rejected has nothing to do with its order.
    let is_judged = kind != Kind::Reordered && a.1.rejected.is_some() != b.1.rejected.is_some();
    let places = [(a, Color::Red), (b, Color::Green)].map(|((file, side), colour)| {
        Some(Place {
            path: side.region.file(&file.path),
            position: side.region.start.position,
            excerpt: side.excerpt.as_ref()?,
            label: Some(match (is_judged, &side.rejected) {
                (true, Some(_)) => "rejected here",
                (true, None) => "accepted here",
                (false, _) => "here",
            }),
            colour,
        })
    });
    let [Some(a), Some(b)] = places else { return Ok(String::new()) };
    Ok(picture(&[a, b], true, look)?.unwrap_or_default())
}
