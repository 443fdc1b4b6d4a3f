//! Placeholders as other tools write them. OpenClaw 2026.9.6 knows `${NAME}` in upper case alone
//! and takes these as the text that they are.

use std::ops::Range;

/// A placeholder of another tool in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignPlaceholder<'t> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The variable that it names.
    pub name: &'t str,
    /// How it is written.
    pub syntax: Syntax,
}

/// How other tools write placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// `${env:NAME}`, `${{ secrets.NAME }}`, `${input:name}` and the like, which are nothing else.
    Marked,
    /// `${name}`: OpenClaw's own, but for the case of its letters.
    LowerCase,
    /// `${NAME:-default}`, as shells write it.
    WithDefault,
    /// `{{NAME}}`, as templates write it.
    Template,
    /// `$(NAME)`, as Kubernetes and make write it.
    Parenthesised,
    /// `%NAME%`, as Windows writes it.
    Percent,
    /// `process.env.NAME`, as JavaScript writes it.
    Script,
    /// `$NAME`, as shells write it.
    Bare,
}

impl ForeignPlaceholder<'_> {
    /// What OpenClaw would understand, if that is certain: a default would be lost, and a name in
    /// lower case is that of another variable.
    pub fn meaning(&self) -> Option<String> {
        let is_certain = !matches!(self.syntax, Syntax::WithDefault | Syntax::LowerCase);
        let upper = !self.name.bytes().any(|byte| byte.is_ascii_lowercase());
        (is_certain && upper).then(|| format!("${{{}}}", self.name))
    }
}

/// The placeholders of other tools in `text`, in order. `$$` before one says that it is none.
pub fn foreign_placeholders(text: &str) -> Vec<ForeignPlaceholder<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let begins = |byte: u8| matches!(byte, b'$' | b'{' | b'%' | b'p');
    while let Some(next) = text.bytes().skip(at).position(begins) {
        let start = at + next;
        let rest = &text[start..];
        let escaped = text[..start].ends_with('$');
        match read(rest).filter(|_| !escaped) {
            Some((length, name, syntax)) => {
                at = start + length;
                found.push(ForeignPlaceholder { range: start..at, name, syntax });
            }
            None => at = start + 1,
        }
    }
    found
}

/// The placeholder that `text` begins with: its length, the variable, how it is written.
fn read(text: &str) -> Option<(usize, &str, Syntax)> {
    match text.as_bytes().first()? {
        b'p' => {
            const OPEN: &str = "process.env.";
            let name = leading_name(text.strip_prefix(OPEN)?);
            (!name.is_empty()).then_some((OPEN.len() + name.len(), name, Syntax::Script))
        }
        b'%' => {
            let name = leading_name(&text[1..]);
            // `%AB%` is two bytes of a URL rather than a variable.
            let ends = name.len() > 2 && text[1 + name.len()..].starts_with('%');
            let is_shouted = !name.bytes().any(|byte| byte.is_ascii_lowercase());
            (ends && is_shouted).then_some((name.len() + 2, name, Syntax::Percent))
        }
        _ => read_in_brackets(text),
    }
}

/// The longest that stands between brackets, in bytes, a default included.
const LONGEST: usize = 1024;

/// As [`read`], for what begins with `$` or `{`.
fn read_in_brackets(text: &str) -> Option<(usize, &str, Syntax)> {
    for (open, close) in [("${{", "}}"), ("${", "}"), ("{{", "}}"), ("$(", ")"), ("{env:", "}")] {
        let Some(inside) = text.strip_prefix(open) else { continue };
        // Where none is closed, each would be looked for to the end of the text.
        let near = &inside.as_bytes()[..inside.len().min(LONGEST)];
        let end = memchr::memmem::find(near, close.as_bytes())?;
        let (name, syntax) = inside_of(open, &inside[..end])?;
        return Some((open.len() + end + close.len(), name, syntax));
    }
    let name = text.strip_prefix('$')?;
    if let Some(name) = name.strip_prefix("env:").map(leading_name) {
        return (!name.is_empty()).then_some((name.len() + 5, name, Syntax::Marked));
    }
    let name = leading_name(name);
    let is_shouted = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    (name.len() > 2 && is_shouted).then_some((name.len() + 1, name, Syntax::Bare))
}

/// What stands between `open` and its end.
fn inside_of<'t>(open: &str, written: &'t str) -> Option<(&'t str, Syntax)> {
    const PREFIXES: [&str; 9] =
        ["process.env.", "secrets.", "env:", "ENV:", "env.", "ENV.", "input:", "vars.", "."];
    let inside = written.trim();
    let bare = PREFIXES.iter().find_map(|prefix| inside.strip_prefix(prefix));
    let name = bare.unwrap_or(inside).trim();
    let leading = leading_name(name);
    if leading.is_empty() {
        return None;
    }
    if leading.len() == name.len() {
        let is_marked = bare.is_some() && open != "{{" || matches!(open, "${{" | "{env:");
        let is_shouted = !name.bytes().any(|byte| byte.is_ascii_lowercase());
        return match open {
            _ if is_marked => Some((name, Syntax::Marked)),
            "$(" if is_shouted => Some((name, Syntax::Parenthesised)),
            "{{" => Some((name, Syntax::Template)),
            // White space inside is all that keeps OpenClaw from it.
            "${" if is_shouted => (written != name).then_some((name, Syntax::Marked)),
            "${" => Some((name, Syntax::LowerCase)),
            _ => None,
        };
    }
    let default = [":-", ":=", ":?", ":+", "-", "=", "?"];
    let has_default = default.iter().any(|sign| name[leading.len()..].starts_with(sign));
    (open == "${" && has_default).then_some((leading, Syntax::WithDefault))
}

/// The name of a variable that `text` begins with, which may be empty.
fn leading_name(text: &str) -> &str {
    let fits = |(index, byte): &(usize, u8)| {
        byte.is_ascii_alphabetic() || *byte == b'_' || (*index > 0 && byte.is_ascii_digit())
    };
    &text[..text.bytes().enumerate().take_while(fits).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_tools_are_understood() {
        let read = |text: &str| {
            let found = foreign_placeholders(text);
            found.iter().map(|it| (it.name.to_owned(), it.syntax, it.meaning())).collect::<Vec<_>>()
        };
        let certain = |syntax| vec![("A_1".to_owned(), syntax, Some("${A_1}".to_owned()))];
        for (text, syntax) in [
            ("${env:A_1}", Syntax::Marked),
            ("${env.A_1}", Syntax::Marked),
            ("${process.env.A_1}", Syntax::Marked),
            ("${{ secrets.A_1 }}", Syntax::Marked),
            ("${{A_1}}", Syntax::Marked),
            ("${ A_1 }", Syntax::Marked),
            ("$env:A_1", Syntax::Marked),
            ("{env:A_1}", Syntax::Marked),
            ("{{A_1}}", Syntax::Template),
            ("{{ .A_1 }}", Syntax::Template),
            ("$(A_1)", Syntax::Parenthesised),
            ("%A_1%", Syntax::Percent),
            ("process.env.A_1", Syntax::Script),
            ("$A_1", Syntax::Bare),
        ] {
            assert_eq!(read(text), certain(syntax), "{text}");
        }
        let unsure = |name: &str, syntax| vec![(name.to_owned(), syntax, None)];
        assert_eq!(read("${lower}"), unsure("lower", Syntax::LowerCase));
        assert_eq!(read("${A:-x}"), unsure("A", Syntax::WithDefault));
        assert_eq!(read("${A-}"), unsure("A", Syntax::WithDefault));
    }

    #[test]
    fn what_is_none_stays_unread() {
        for text in [
            "${A}",
            "$${env:A}",
            "$5",
            "$US",
            "pa$$WORD",
            "%AB%CD%",
            "100%",
            "{model}",
            "${}",
            "${",
            "$(date +%s)",
            "^a$",
            "{{#if x}}",
            "process.envy",
            "${a b}",
            "é${",
            "%é%",
        ] {
            assert_eq!(foreign_placeholders(text), [], "{text}");
        }
    }
}
