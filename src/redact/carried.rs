//! Secrets on their way through edits.

use crate::finding::Edit;
use crate::text::{Span, offset};

/// Where `secrets` of a text lie after `edits`, which are in order of place and apart. What an
/// edit puts inside a secret, or in place of a part of it, belongs to it; of what takes the place
/// of more than a secret nothing is known here.
pub(super) fn carry(secrets: &[Span], edits: &[Edit]) -> Vec<Span> {
    // For each edit, where the text that it puts in begins and ends afterwards.
    let mut put: Vec<(u32, u32)> = Vec::with_capacity(edits.len());
    let mut before = (0, 0);
    for edit in edits {
        let start = before.1 + (edit.span.start - before.0);
        put.push((start, start + offset(edit.text.len())));
        before = (edit.span.end, start + offset(edit.text.len()));
    }
    // The edits before an offset, and where it would be without the one around it.
    let moved = |at: u32| {
        let next = edits.partition_point(|edit| edit.span.end <= at && edit.span.start < at);
        let last = next.checked_sub(1).map_or((0, 0), |last| (edits[last].span.end, put[last].1));
        let around = edits.get(next).filter(|edit| edit.span.start < at).map(|_| put[next]);
        (last.1 + (at - last.0), around)
    };
    let carried = secrets.iter().filter_map(|secret| {
        let (start, replaced) = moved(secret.start);
        let start = replaced.map_or(start, |put| put.1);
        let (end, replaced) = moved(secret.end);
        let end = replaced.map_or(end, |put| put.0);
        (start < end).then(|| Span::new(start, end))
    });
    carried.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_inside_a_secret_belongs_to_it() {
        // `S` is secret before the edits; afterwards what stands between `<` and `>` is.
        for (before, edits, after) in [
            ("..SSSS..", &[(0, 1, "abc"), (7, 8, "")][..], "abc.<SSSS>."),
            ("..SSSS..", &[(2, 2, "'"), (4, 4, "\""), (6, 6, ",")], "..<'SS\"SS>,.."),
            ("..SSSS..", &[(2, 6, "new")], "..<new>.."),
            ("..SSSS..", &[(3, 7, "new")], "..<S>new."),
            ("..SSSS..", &[(1, 3, "new")], ".new<SSS>.."),
            ("..SSSS..", &[(1, 7, "new")], ".new."),
            ("..SSSS..", &[(2, 7, "new")], "..new."),
            ("SS.SS", &[(2, 3, ""), (5, 5, "x")], "<SS><SS>x"),
        ] {
            let secrets = before.split_inclusive('.').scan(0, |at, part| {
                let (start, length) = (*at, offset(part.trim_end_matches('.').len()));
                *at += offset(part.len());
                Some(Span::new(start, start + length))
            });
            let secrets: Vec<Span> = secrets.filter(|span| !span.is_empty()).collect();
            let edits: Vec<Edit> = edits
                .iter()
                .map(|&(start, end, text)| Edit { span: Span::new(start, end), text: text.into() })
                .collect();
            let mut text = before.to_owned();
            for edit in edits.iter().rev() {
                text.replace_range(edit.span.range(), &edit.text);
            }
            for span in carry(&secrets, &edits).iter().rev() {
                text.insert(span.end as usize, '>');
                text.insert(span.start as usize, '<');
            }
            assert_eq!(text, after);
        }
    }
}
