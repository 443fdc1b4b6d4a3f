//! The places of a setting in both files, one above the other; drawn by ariadne over lines that the
//! gate masked and that are cut to the terminal.

use std::io;

use ariadne::{Cache, CharSet, Color, Config, Label, LabelAttach, Report, ReportKind, Source};

use unicode_width::UnicodeWidthChar;

use crate::compare::Kind;
use crate::output::full::fit::Fitted;
use crate::output::{Look, printable};
use crate::report::{ComparedFile, ReportedSide};

/// Columns that ariadne draws beside a line, apart from its number.
const MARGIN: usize = 6;
/// The longest label.
const REJECTED: &str = "rejected here";
/// Columns of the line to a label.
const ARROW: usize = 8;

/// One of the files, as far as it is shown.
struct Shown {
    path: String,
    text: Source<String>,
    /// The characters to underline.
    mark: (usize, usize),
    /// How ariadne names the place, and how it is named.
    place: (String, String),
}

/// The files by their index.
struct Files<'f>([&'f Shown; 2]);

impl Cache<usize> for Files<'_> {
    type Storage = String;

    fn fetch(&mut self, id: &usize) -> Result<&Source<String>, impl std::fmt::Debug> {
        self.0.get(*id).map(|file| &file.text).ok_or(id.to_owned())
    }

    fn display<'a>(&self, id: &'a usize) -> Option<impl std::fmt::Display + 'a> {
        self.0.get(*id).map(|file| file.path.clone())
    }
}

/// Draws the places of a setting that both files have.
///
/// # Errors
/// When ariadne cannot draw it.
pub(super) fn picture(
    kind: Kind,
    a: (&ComparedFile, &ReportedSide),
    b: (&ComparedFile, &ReportedSide),
    look: Look,
) -> io::Result<String> {
    let (Some(first), Some(second)) = (Shown::new(a, look), Shown::new(b, look)) else {
        return Ok(String::new());
    };
    // That something in a list is rejected has nothing to do with its order.
    let is_judged = kind != Kind::Reordered && a.1.rejected.is_some() != b.1.rejected.is_some();
    let label = |id: usize, side: &ReportedSide, mark: (usize, usize)| {
        let colour = if id == 0 { Color::Red } else { Color::Green };
        let message = match (is_judged, &side.rejected) {
            (true, Some(_)) => REJECTED,
            (true, None) => "accepted here",
            (false, _) => "here",
        };
        Label::new((id, mark.0..mark.1)).with_color(colour).with_message(message)
    };
    let config = Config::new()
        .with_color(look.colour)
        .with_char_set(if look.unicode { CharSet::Unicode } else { CharSet::Ascii })
        .with_label_attach(LabelAttach::Start)
        .with_compact(true);
    let kind = ReportKind::Custom("", Color::Primary);
    let report = Report::build(kind, (0, first.mark.0..first.mark.1))
        .with_config(config)
        .with_label(label(0, a.1, first.mark))
        .with_label(label(1, b.1, second.mark).with_order(1))
        .finish();
    let mut drawn = Vec::new();
    report.write(Files([&first, &second]), &mut drawn)?;
    let drawn = String::from_utf8_lossy(&drawn);
    // The line of the difference itself stands for ariadne's heading.
    let body = drawn.split_once('\n').map_or("", |(_, body)| body);
    let mut picture = String::with_capacity(body.len());
    let mut places = [&first.place, &second.place].into_iter().peekable();
    for line in body.trim_end().split('\n') {
        // ariadne counts the columns of what it was handed.
        let named = places.next_if(|(drawn, _)| line.contains(drawn.as_str()));
        let line = named.map_or(line.to_owned(), |(drawn, own)| line.replacen(drawn, own, 1));
        picture.extend([line.trim_end(), "\n"]);
    }
    Ok(picture)
}

impl Shown {
    /// The line of a side, cut to the terminal.
    fn new((file, side): (&ComparedFile, &ReportedSide), look: Look) -> Option<Self> {
        let line = side.excerpt.as_ref()?.lines.iter().find(|line| line.mark.is_some())?;
        let (from, to) = line.mark?;
        let digits = line.number.to_string().len();
        let width = look.width.saturating_sub(digits + MARGIN);
        let fitted = Fitted::new(line, from, width);
        let characters = |index| fitted.text[..fitted.offset(index)].chars().count();
        // ariadne numbers the lines of what it was handed.
        let above = line.number as usize - 1;
        let start = characters(from);
        // A label begins after what is underlined.
        let last = width.saturating_sub(ARROW + REJECTED.len());
        let fits = fitted.text.chars().scan(0, |column, character| {
            *column += character.width().unwrap_or(0);
            Some(*column)
        });
        let end = characters(to).min(fits.take_while(|column| *column <= last).count());
        let path = printable(side.region.file(&file.path)).into_owned();
        let own = side.region.start.position;
        Some(Self {
            place: (
                format!("{path}:{}:{}", line.number, start + 1),
                format!("{path}:{}:{}", own.line, own.column),
            ),
            mark: (above + start, above + end.max(start + 1)),
            text: Source::from("\n".repeat(above) + &fitted.text),
            path,
        })
    }
}
