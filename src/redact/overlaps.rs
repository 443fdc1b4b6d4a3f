//! Spans that can be asked which of them share a byte with a place.

use crate::text::Span;
use crate::work::{self, Work};

/// Spans, of which some may overlap.
#[derive(Debug)]
pub(super) struct Overlaps {
    /// In order of their starts.
    spans: Vec<Span>,
    /// For each of them how far it and those before it reach.
    reach: Vec<u32>,
}

impl Overlaps {
    /// Of spans in no particular order.
    pub(super) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let farthest = spans.iter().scan(0, |farthest: &mut u32, span| {
            *farthest = span.end.max(*farthest);
            Some(*farthest)
        });
        Self { reach: farthest.collect(), spans }
    }

    /// Those that share a byte with `place`.
    pub(super) fn with(&self, place: Span) -> impl Iterator<Item = Span> {
        let before = self.spans.partition_point(|span| span.start < place.end);
        let reaching = (0..before).rev().take_while(move |&at| self.reach[at] > place.start);
        reaching.map(|at| self.spans[at]).filter(move |span| {
            work::count(Work::Secrets, 1);
            span.end > place.start
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_by_the_bytes_they_share() {
        let spans: Vec<Span> =
            [(8, 9), (0, 20), (2, 4), (4, 4), (30, 31)].map(|(a, b)| Span::new(a, b)).into();
        let overlaps = Overlaps::new(spans.clone());
        for start in 0..32 {
            for end in start..33 {
                let place = Span::new(start, end);
                let mut found: Vec<Span> = overlaps.with(place).collect();
                found.sort_unstable();
                let apart = |it: &&Span| it.end <= place.start || place.end <= it.start;
                let mut expected: Vec<Span> =
                    spans.iter().filter(|it| !apart(it)).copied().collect();
                expected.sort_unstable();
                assert_eq!(found, expected, "{place}");
            }
        }
    }
}
