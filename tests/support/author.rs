//! Values, written down by a whimsical author: JSON5 in every manner, with numbered comments.

use clawtidy::syntax::{Array, Member, Object, Value, ValueKind};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Plain {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Plain>),
    Object(Vec<(String, Plain)>),
}

impl Plain {
    /// A value of a text; `None` for numbers and strings that no plain value has.
    pub(crate) fn of(value: Value<'_>) -> Option<Self> {
        Some(match value.kind() {
            ValueKind::Null => Self::Null,
            ValueKind::Boolean => Self::Bool(value.as_bool()?),
            ValueKind::Number => Self::Number(value.as_number()?),
            ValueKind::String => Self::Text(value.as_text()?.as_str()?.to_owned()),
            ValueKind::Array => {
                let items = value.as_array().into_iter().flat_map(Array::items);
                Self::List(items.map(Self::of).collect::<Option<_>>()?)
            }
            ValueKind::Object => {
                let members = value.as_object().into_iter().flat_map(Object::members);
                let member = |member: Member<'_>| {
                    Some((member.name().as_str()?.to_owned(), Self::of(member.value()?)?))
                };
                Self::Object(members.map(member).collect::<Option<_>>()?)
            }
            ValueKind::Invalid => return None,
        })
    }
}

/// Choices, one after the other, over and over.
#[derive(Clone)]
pub(crate) struct Whim {
    bytes: Vec<u8>,
    at: usize,
}

impl std::fmt::Debug for Whim {
    /// The texts they lead to say more.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Whim")
    }
}

impl Whim {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0 }
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.at += 1;
        // Later rounds differ from the first.
        let byte = usize::from(self.bytes[self.at % self.bytes.len()]);
        (byte + 7 * (self.at / self.bytes.len())) % bound
    }

    pub(crate) fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }
}

/// How the author writes.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub(crate) strict: bool,
    pub(crate) newline: &'static str,
    pub(crate) unit: &'static str,
    /// One in so many places has a comment.
    pub(crate) comments: usize,
    /// One in so many objects and arrays stands on one line.
    pub(crate) flat: usize,
    /// One in so many places has white space that no formatter would leave.
    pub(crate) messy: usize,
    /// One in so many characters of strings stands behind a line continuation.
    pub(crate) continued: usize,
    pub(crate) quotes: [char; 2],
    pub(crate) bare: bool,
    pub(crate) bom: bool,
}

/// Writes a value down. Comments are numbered: `c7;`.
pub(crate) struct Writer {
    pub(crate) author: Author,
    pub(crate) whim: Whim,
    out: String,
    comments: usize,
}

impl Writer {
    pub(crate) fn new(author: Author, whim: Whim) -> Self {
        Self { author, whim, out: String::new(), comments: 0 }
    }

    pub(crate) fn write(mut self, value: &Plain) -> String {
        if self.author.bom {
            self.out.push('\u{FEFF}');
        }
        if !self.author.strict && self.whim.one_in(3) {
            self.line_comment();
        }
        self.value(value, 0, false);
        if self.whim.one_in(2) {
            self.out.push_str(self.author.newline);
        }
        self.out
    }

    fn value(&mut self, value: &Plain, depth: usize, flat: bool) {
        match value {
            Plain::Null => self.out.push_str("null"),
            Plain::Bool(value) => self.out.push_str(&value.to_string()),
            Plain::Number(value) => self.out.push_str(&value.to_string()),
            Plain::Text(text) => self.string(text),
            Plain::List(items) => {
                let items: Vec<_> = items.iter().map(|item| (None, item)).collect();
                self.items(['[', ']'], &items, depth, flat);
            }
            Plain::Object(members) => {
                let items: Vec<_> =
                    members.iter().map(|(name, value)| (Some(name), value)).collect();
                self.items(['{', '}'], &items, depth, flat);
            }
        }
    }

    fn items(
        &mut self,
        brackets: [char; 2],
        items: &[(Option<&String>, &Plain)],
        depth: usize,
        flat: bool,
    ) {
        let flat = flat || self.whim.one_in(self.author.flat);
        self.out.push(brackets[0]);
        if !flat && self.comment_here() {
            self.out.push(' ');
            self.line_comment();
        }
        for (index, (name, value)) in items.iter().enumerate() {
            self.before_item(index, depth + 1, flat);
            if let Some(name) = name {
                self.name(name);
                self.inline_comment();
                self.out.push(':');
                if !self.whim.one_in(self.author.messy) {
                    self.out.push(' ');
                }
                self.inline_comment();
            }
            self.value(value, depth + 1, flat);
            self.inline_comment();
            let last = index + 1 == items.len();
            let trailing = !self.author.strict && self.whim.one_in(2);
            if !last || trailing {
                if !flat && self.whim.one_in(self.author.messy) {
                    self.line(depth);
                }
                self.out.push(',');
            }
            if !flat && self.comment_here() {
                self.out.push(' ');
                if self.whim.one_in(3) {
                    self.block_comment(depth);
                } else {
                    let column = self.column();
                    self.line_comment();
                    if self.whim.one_in(4) {
                        // It goes on below.
                        self.out.push_str(&" ".repeat(column));
                        self.line_comment();
                    }
                }
            }
        }
        if items.is_empty() && (flat || self.whim.one_in(2)) {
            self.inline_comment();
        } else if flat {
            self.inline_comment();
            if brackets[0] == '{' && self.author.unit != "\t" {
                self.out.push(' ');
            }
        } else {
            if self.comment_here() {
                self.blank_lines();
                self.line(depth + 1);
                self.line_comment();
            }
            self.line(depth);
        }
        self.out.push(brackets[1]);
    }

    fn before_item(&mut self, index: usize, depth: usize, flat: bool) {
        if flat || (index > 0 && self.whim.one_in(self.author.messy)) {
            if index > 0 || self.author.unit != "\t" {
                self.out.push(' ');
            }
            self.inline_comment();
            return;
        }
        self.blank_lines();
        while self.comment_here() {
            self.line(depth);
            if self.whim.one_in(3) {
                self.block_comment(depth);
                if self.whim.one_in(3) {
                    self.out.push(' ');
                    return;
                }
            } else {
                self.line_comment();
            }
            self.blank_lines();
        }
        self.line(depth);
    }

    fn comment_here(&mut self) -> bool {
        !self.author.strict && self.whim.one_in(self.author.comments)
    }

    fn blank_lines(&mut self) {
        if self.whim.one_in(4) {
            self.out.push_str(self.author.newline);
            if self.whim.one_in(self.author.messy) {
                self.out.push(' ');
            }
        }
    }

    /// Begins a line, unless one has just begun.
    fn line(&mut self, depth: usize) {
        let indent = self.author.unit.repeat(depth);
        self.out.push_str(self.author.newline);
        self.out.push_str(&indent);
    }

    fn column(&self) -> usize {
        self.out.rsplit(['\n', '\r']).next().unwrap_or_default().len()
    }

    fn line_comment(&mut self) {
        self.comments += 1;
        let (number, newline) = (self.comments, self.author.newline);
        self.out.extend(["// c", &number.to_string(), ";", newline]);
    }

    fn block_comment(&mut self, depth: usize) {
        self.comments += 1;
        self.out.extend(["/* c", &self.comments.to_string(), ";"]);
        if self.whim.one_in(4) {
            self.line(depth + 1);
        }
        self.out.push_str(" */");
    }

    fn inline_comment(&mut self) {
        if self.comment_here() {
            self.comments += 1;
            let space = if self.whim.one_in(2) { " " } else { "" };
            self.out.extend([space, "/* c", &self.comments.to_string(), "; */", space]);
        }
    }

    fn name(&mut self, name: &str) {
        let is_word = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let bare = self.author.bare && !self.author.strict && is_word;
        if bare && !self.whim.one_in(6) {
            self.out.push_str(name);
        } else {
            self.string(name);
        }
    }

    fn string(&mut self, text: &str) {
        let choice = self.whim.below(2);
        let quote = if self.author.strict { '"' } else { self.author.quotes[choice] };
        self.out.push(quote);
        for character in text.chars() {
            if character == quote || character == '\\' {
                self.out.push('\\');
            } else if !self.author.strict && self.whim.one_in(self.author.continued) {
                // A line continuation.
                self.out.push('\\');
                self.out.push_str(self.author.newline);
            }
            self.out.push(character);
        }
        self.out.push(quote);
    }
}
