//! Places in several files in one picture; drawn by ariadne over lines that the gate masked and that
//! are cut to the terminal.

use std::io;

use ariadne::{Cache, CharSet, Config, Label, LabelAttach, Report, ReportKind, Source};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(super) use ariadne::Color;

use super::fit::Fitted;
use super::{Look, printable};
use crate::report::{Excerpt, ExcerptLine};
use crate::text::Position;

/// Columns that ariadne draws beside a line, apart from its number.
const MARGIN: usize = 6;
/// How ariadne begins a line of a text that has one.
const DRAWN_NUMBER: &str = " 1 ";
/// Columns from what is underlined on a line to what is said of it.
const ARROW: usize = 8;

/// A place to show.
#[derive(Debug, Clone)]
pub(super) struct Place<'r> {
    /// The file that it lies in.
    pub(super) path: &'r str,
    /// Where it begins.
    pub(super) position: Position,
    /// Its lines, the first of which is shown.
    pub(super) excerpt: &'r Excerpt,
    /// What is said of it, if anything.
    pub(super) label: Option<&'r str>,
    pub(super) colour: Color,
}

/// Draws places in this order, those on one line together, with lines between them unless it is to be
/// compact; `None` where what is said of them does not fit beside them.
///
/// # Errors
/// When ariadne cannot draw it.
pub(super) fn picture(
    places: &[Place<'_>],
    is_compact: bool,
    look: Look,
) -> io::Result<Option<String>> {
    let Some(lines) = lines(places, look.width) else { return Ok(None) };
    let Some(first) = lines.first() else { return Ok(None) };
    let config = Config::new()
        .with_color(look.colour)
        .with_char_set(if look.unicode { CharSet::Unicode } else { CharSet::Ascii })
        .with_label_attach(LabelAttach::Start)
        .with_compact(is_compact);
    let kind = ReportKind::Custom("", Color::Primary);
    let mut report = Report::build(kind, (0, first.marks[0].1.clone())).with_config(config);
    for (index, line) in lines.iter().enumerate() {
        let order = i32::try_from(index).unwrap_or(i32::MAX);
        for (place, mark) in &line.marks {
            let label = Label::new((index, mark.clone())).with_color(place.colour);
            let label = label.with_order(order);
            report.add_label(match place.label {
                Some(message) => label.with_message(message),
                None => label,
            });
        }
    }
    let mut drawn = Vec::new();
    report.finish().write(Lines(&lines), &mut drawn)?;
    let drawn = String::from_utf8_lossy(&drawn);
    // What stands over the picture already stands for ariadne's heading.
    let body = drawn.split_once('\n').map_or("", |(_, body)| body);
    let mut picture = String::with_capacity(body.len());
    let widest = lines.iter().map(|line| line.number.len()).max().unwrap_or(1);
    let mut headings = lines.iter().map(Line::headings).peekable();
    let mut numbers = lines.iter().map(|line| line.number.as_str()).peekable();
    for line in body.trim_end().split('\n') {
        // ariadne counts the lines and columns of what it was handed.
        let heading = headings.next_if(|(drawn, _)| line.contains(drawn.as_str()));
        let line = heading
            .map_or(line.to_owned(), |(drawn, own)| line.replacen(&drawn, &look.help(&own), 1));
        let mut plain = String::with_capacity(line.len());
        recolour(line.trim_end(), &mut plain);
        let number = numbers.next_if(|_| plain.starts_with(DRAWN_NUMBER));
        picture.push_str(&widened(&plain, number, widest));
        picture.push('\n');
    }
    Ok(Some(picture))
}

/// A drawn line with room for numbers of `widest` digits at its start, and with `number` there if it has
/// one.
fn widened(line: &str, number: Option<&str>, widest: usize) -> String {
    match (number, line.chars().next()) {
        (Some(number), _) => format!(" {number:>widest$} {}", &line[DRAWN_NUMBER.len()..]),
        // What ends the picture reaches to its edge.
        (None, Some(edge)) => edge.to_string().repeat(widest - 1) + line,
        (None, None) => String::new(),
    }
}

/// Adds a line to `picture` without ariadne's greys, which are hard to read on a light ground, and with
/// one escape a stretch where ariadne writes two a character.
fn recolour(line: &str, picture: &mut String) {
    const GREY: &str = "38;5;";
    let (mut said, mut wanted) = ("", "");
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if let Some((escape, after)) = rest.strip_prefix("\x1b[").and_then(|it| it.split_once('m'))
        {
            wanted = if escape == "0" || escape.starts_with(GREY) { "" } else { escape };
            rest = after;
            continue;
        }
        // A space looks alike in all of them.
        if said != wanted && character != ' ' {
            switch(&mut said, wanted, picture);
        }
        picture.push(character);
        rest = &rest[character.len_utf8()..];
    }
    switch(&mut said, "", picture);
}

/// Goes from one colour to another, each as its escape says it; none is the terminal's own.
fn switch<'l>(said: &mut &'l str, wanted: &'l str, picture: &mut String) {
    if !said.is_empty() {
        picture.push_str("\x1b[0m");
    }
    if !wanted.is_empty() {
        picture.extend(["\x1b[", wanted, "m"]);
    }
    *said = wanted;
}

/// A line with the places on it.
struct Line<'p, 'r> {
    path: String,
    text: Source<String>,
    /// Its number in the file.
    number: String,
    /// The places and the characters of `text` that they cover.
    marks: Vec<(&'p Place<'r>, std::ops::Range<usize>)>,
}

/// The lines by their index.
struct Lines<'l, 'p, 'r>(&'l [Line<'p, 'r>]);

impl Cache<usize> for Lines<'_, '_, '_> {
    type Storage = String;

    fn fetch(&mut self, id: &usize) -> Result<&Source<String>, impl std::fmt::Debug> {
        self.0.get(*id).map(|line| &line.text).ok_or(id.to_owned())
    }

    fn display<'a>(&self, id: &'a usize) -> Option<impl std::fmt::Display + 'a> {
        self.0.get(*id).map(|line| line.path.clone())
    }
}

/// The lines that places begin on, or `None` if what is said of one would not fit.
fn lines<'p, 'r>(places: &'p [Place<'r>], width: usize) -> Option<Vec<Line<'p, 'r>>> {
    let mut lines: Vec<(&ExcerptLine, Vec<&Place<'_>>)> = Vec::new();
    for place in places {
        let line = &place.excerpt.lines.iter().find(|line| line.mark.is_some())?.line;
        // A very long line may be there in parts.
        let is_same = |(own, of): &&mut (&ExcerptLine, Vec<&Place<'_>>)| {
            own.number == line.number && own.text == line.text && of[0].path == place.path
        };
        match lines.iter_mut().find(is_same) {
            Some((_, of)) => of.push(place),
            None => lines.push((line, vec![place])),
        }
    }
    lines.into_iter().map(|(line, places)| Line::new(line, &places, width)).collect()
}

impl<'p, 'r> Line<'p, 'r> {
    /// The line cut to the terminal, or `None` if what is said of its places would not fit.
    fn new(line: &ExcerptLine, places: &[&'p Place<'r>], width: usize) -> Option<Self> {
        let number = line.number.to_string();
        let width = width.saturating_sub(number.len() + MARGIN);
        let said = places.iter().filter_map(|place| Some(ARROW + place.label?.width()));
        let said = said.max().unwrap_or(0);
        // What is said begins after all that is underlined.
        let last = width.checked_sub(said).filter(|last| *last > 0)?;
        let mark = |place: &Place<'_>| {
            let (from, to) = place.excerpt.lines.iter().find_map(|it| it.mark).unwrap_or_default();
            (from as usize, to as usize)
        };
        let focus = places.iter().map(|place| mark(place).0).min()?;
        let end = places.iter().map(|place| mark(place).1).max()?;
        let fitted = Fitted::around(line, focus, width, said + (end - focus).min(last / 2) + 1);
        let column = |character: usize| {
            fitted.text.chars().take(character).map(|it| it.width().unwrap_or(0)).sum::<usize>()
        };
        let characters = |index| fitted.text[..fitted.offset(index)].chars().count();
        let marks = places.iter().map(|&place| {
            let (from, to) = mark(place);
            let start = characters(from);
            let mut end = characters(to).max(start + 1);
            while end > start + 1 && column(end) > last {
                end -= 1;
            }
            (column(end) <= last + 1).then_some((place, start..end))
        });
        let marks = marks.collect::<Option<Vec<_>>>()?;
        let text = Source::from(fitted.text.into_owned());
        Some(Self { path: printable(places[0].path).into_owned(), text, number, marks })
    }

    /// How ariadne names the place over the line, and how it is named.
    fn headings(&self) -> (String, String) {
        let (path, (place, mark)) = (&self.path, &self.marks[0]);
        let Position { line, column } = place.position;
        (format!("{path}:1:{}", mark.start + 1), format!("{path}:{line}:{column}"))
    }
}
