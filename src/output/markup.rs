//! Markdown in which names and values are words and nothing more: no markup, no HTML, no mention of
//! anyone.

use super::printable;

/// `text` as code, on one line.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() {
        return "(nothing)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// `text` as code in the cell of a table.
pub(super) fn cell_code(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A sentence of ours, on one line: what stands between backticks is code, all else is words.
pub(super) fn prose(text: &str) -> String {
    marked(text, "|")
}

/// A sentence of ours in the cell of a table.
pub(super) fn cell_prose(text: &str) -> String {
    marked(text, "\\|")
}

/// A sentence of ours; `pipe` is how its code says that sign.
fn marked(text: &str, pipe: &str) -> String {
    let text = one_line(text);
    let mut written = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((words, after)) = rest.split_once('`') {
        write_words(words, &mut written);
        rest = match after.split_once('`') {
            Some((inside, after)) if !inside.trim().is_empty() => {
                // Two fences in a row would be one of another length.
                if written.ends_with('`') {
                    written.push(' ');
                }
                written.extend(["`", &*inside.replace('|', pipe), "`"]);
                after
            }
            _ => {
                written.push_str("&#96;");
                after
            }
        };
    }
    write_words(rest, &mut written);
    written
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(['\n', '\r']).map(str::trim).collect();
    printable(words.join(" ").trim()).into_owned()
}

fn write_words(words: &str, out: &mut String) {
    /// Ends what GitHub would make a link of, and shows nothing.
    const NOTHING: &str = "<!-- -->";
    let mut before = [' '; 3];
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => out.extend(['\\', c]),
            // Someone's name, an issue's number.
            '@' | '#' => {
                out.push(c);
                out.push_str(NOTHING);
            }
            // A protocol, `www.`
            '/' if before[2] == ':' => {
                out.push_str(NOTHING);
                out.push(c);
            }
            '.' if before.map(|it| it.to_ascii_lowercase()) == ['w'; 3] => {
                out.push_str(NOTHING);
                out.push(c);
            }
            _ => out.push(c),
        }
        before = [before[1], before[2], c];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_keep_their_code_and_nothing_else() {
        for (text, expected) in [
            ("unknown key `a_b` in `gateway`", "unknown key `a_b` in `gateway`"),
            ("is \"**x** <b>\"", "is \"\\*\\*x\\*\\* &lt;b&gt;\""),
            ("[a](http://b) ![c](d)", "\\[a\\](http:<!-- -->//b) \\!\\[c\\](d)"),
            ("ask @ann of #12, www.x.y", "ask @<!-- -->ann of #<!-- -->12, www<!-- -->.x.y"),
            ("`a``b` and ` alone", "`a` `b` and &#96; alone"),
            ("`` <i>", "&#96;&#96; &lt;i&gt;"),
            ("two\nlines\u{1b}[31m", "two lines\u{FFFD}\\[31m"),
            ("a | b \\", "a \\| b \\\\"),
        ] {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn nothing_ends_a_cell() {
        assert_eq!(cell_prose("`a|b` | c"), "`a\\|b` \\| c");
        assert_eq!(cell_code("a|`b"), "`` a\\|`b ``");
        assert_eq!(prose("`a|b`"), "`a|b`");
    }

    #[test]
    fn code_is_fenced_by_what_it_does_not_hold() {
        assert_eq!(code("a.json"), "`a.json`");
        assert_eq!(code("a``b\nc"), "``` a``b c ```");
        assert_eq!(code(" "), "(nothing)");
    }
}
