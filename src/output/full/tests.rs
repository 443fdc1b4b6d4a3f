use super::*;
use crate::finding::Finding;
use crate::output::samples::{file, finding, span};
use crate::text::{Span, offset};

const LOOK: Look = Look { colour: false, unicode: true, width: 80, links: false };

const CONFIG: &str = r#"{
  gateway: {
    // the office
    bind: "lan",
    port: 18789,
    auth: { mode: "none" },
  },
}
"#;

/// What is printed of one finding, without the closing lines.
fn frame(text: &str, place: Span, related: Vec<(Span, &str)>, look: Look) -> String {
    let mut out = Vec::new();
    let options = Options { look, quiet: true, show_suppressed: false, allowed: Safety::Safe };
    write(&file(text, vec![finding(place, related)]), options, &mut out).expect("a vector");
    String::from_utf8(out).expect("output is UTF-8")
}

/// The frame alone, without what is said around it.
fn only_frame(text: &str, place: Span, related: Vec<(Span, &str)>) -> String {
    let whole = frame(text, place, related, LOOK);
    let start = whole.find('╭').map_or(0, |at| whole[..at].rfind('\n').map_or(0, |at| at + 1));
    let end = whole.find("  help:").unwrap_or(whole.len());
    whole[start..end].to_owned()
}

#[test]
fn a_finding_with_all_it_can_have() {
    let related = vec![(span(CONFIG, "\"none\""), "nothing is asked here")];
    insta::assert_snapshot!(frame(CONFIG, span(CONFIG, "\"lan\""), related, LOOK));
}

#[test]
fn ascii_and_colours() {
    let place = span(CONFIG, "\"lan\"");
    let plain = Look { unicode: false, ..LOOK };
    insta::assert_snapshot!(frame(CONFIG, place, vec![], plain));
    let coloured = frame(CONFIG, place, vec![], Look { colour: true, ..LOOK });
    assert_eq!(uncoloured(&coloured), frame(CONFIG, place, vec![], LOOK));
}

#[test]
fn what_fits_is_drawn_as_if_it_were_wrapped() {
    let place = span(CONFIG, "\"lan\"");
    for length in 40..100 {
        let words: String = "words of one line, ".chars().cycle().take(length).collect();
        let said = Finding { message: words.clone(), help: Some(words), ..finding(place, vec![]) };
        let said = file(CONFIG, vec![said]);
        let entry = Entry::new("openclaw.json", None, &said.findings[0], LOOK);
        let lines = |drawn: &str| -> Vec<String> {
            drawn.split('\n').map(|line| line.trim_end().to_owned()).collect()
        };
        let wrapped = |wraps: bool| {
            let mut drawn = String::new();
            let handler = entry.handler().with_wrap_lines(wraps);
            handler.render_report(&mut drawn, &entry).expect("a string");
            lines(&drawn)
        };
        assert_eq!(lines(&entry.draw("").expect("a string")), wrapped(true), "{length}");
        assert_eq!(wrapped(false) == wrapped(true), length <= 70, "{length}");
    }
}

#[test]
fn far_places_have_frames_of_their_own_and_long_labels_wrap() {
    let text = CONFIG.replace("port: 18789,", &"port: 18789,\n    ".repeat(20));
    let label = "nothing is asked here, so that anyone in the same network may run the agents";
    let related = vec![(span(&text, "\"none\""), label)];
    insta::assert_snapshot!(only_frame(&text, span(&text, "\"lan\""), related));
}

#[test]
fn a_place_of_some_lines_is_bracketed_and_of_many_shown_where_it_begins() {
    let object = |text: &str| {
        let (start, end) = (text.find("{\n    //"), text.rfind("},"));
        Span::new(offset(start.expect("it opens")), offset(end.expect("it closes") + 1))
    };
    insta::assert_snapshot!(only_frame(CONFIG, object(CONFIG), vec![]));
    let long = CONFIG.replace("port: 18789,", &"port: 18789,\n    ".repeat(20));
    insta::assert_snapshot!(only_frame(&long, object(&long), vec![]));
}

#[test]
fn a_minified_text_is_cut_around_its_places() {
    let (before, after) = ("1234567,".repeat(100_000), ",1234567".repeat(10_000));
    let text = format!(r#"{{"x":[{before}{{"bind":"lan","auth":{{"mode":"none"}}}}{after}]}}"#);
    let related =
        vec![(span(&text, "\"none\""), "nothing is asked here"), (span(&text, "\"x\""), "in here")];
    insta::assert_snapshot!(only_frame(&text, span(&text, "\"lan\""), related));
}

#[test]
fn carets_stand_under_wide_characters_and_tabs_and_escapes_are_shown_as_such() {
    let text = "{\n\tn: \"宽宽宽\",\tbind: \"lan\u{1b}[31m\",\n";
    let end = Span::empty(offset(text.len()));
    let related = vec![(end, "no closing brace"), (span(text, "{"), "opened here")];
    insta::assert_snapshot!(only_frame(text, span(text, "\"lan\u{1b}[31m\""), related));
}

#[test]
fn an_empty_text_has_a_frame() {
    insta::assert_snapshot!(only_frame("", Span::empty(0), vec![]));
}

/// A finding in `CONFIG` with a place in the included file `parts/auth.json5`.
fn across(part: &str, label: &str, look: Look) -> String {
    let mut report = file(CONFIG, vec![finding(span(CONFIG, "\"lan\""), vec![])]);
    let included =
        file(part, vec![finding(span(part, "{"), vec![(span(part, "\"none\""), label)])]);
    let mut place = included.findings[0].related[0].clone();
    place.region.file = Some("parts/auth.json5".into());
    std::sync::Arc::make_mut(&mut report.findings[0]).related.push(place);
    let mut out = Vec::new();
    let options = Options { look, quiet: true, show_suppressed: false, allowed: Safety::Safe };
    write(&report, options, &mut out).expect("a vector");
    String::from_utf8(out).expect("output is UTF-8")
}

#[test]
fn places_in_two_files_share_a_picture() {
    let part = format!("{{\n  // {}\n  mode: \"none\" }}\n", "of old ".repeat(30));
    insta::assert_snapshot!(across(&part, "nothing is asked here", LOOK));
    let far = format!("{{ note: \"{}\", mode: \"none\" }}\n", "of old ".repeat(30));
    insta::assert_snapshot!(across(&far, "nothing is asked here", LOOK));
    let coloured = across(&far, "nothing is asked here", Look { colour: true, ..LOOK });
    assert_eq!(uncoloured(&coloured), across(&far, "nothing is asked here", LOOK));
    assert!(!coloured.contains("38;5"), "greys are not readable on every ground");
}

#[test]
fn what_does_not_fit_into_a_picture_wraps_in_frames() {
    let label = "nothing is asked here, so that anyone in the same network may run the agents";
    insta::assert_snapshot!(across("{ mode: \"none\" }\n", label, LOOK));
}

#[test]
fn the_name_of_a_rule_is_a_link_where_it_can_be() {
    let linked = frame(CONFIG, span(CONFIG, "\"lan\""), vec![], Look { links: true, ..LOOK });
    let page = crate::output::rule_page("gateway-bind-no-auth");
    let link = format!("error[\x1b]8;;{page}\x1b\\gateway-bind-no-auth\x1b]8;;\x1b\\]\n");
    assert!(linked.starts_with(&link), "{linked:?}");
    let plain = frame(CONFIG, span(CONFIG, "\"lan\""), vec![], LOOK);
    assert_eq!(linked.replacen(&link, "error[gateway-bind-no-auth]\n", 1), plain);
}

/// `text` without its ANSI escapes.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or(part, |(_, rest)| rest))
}
