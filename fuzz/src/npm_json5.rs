//! Which texts the npm package `json5` 2.2.3 accepts: its state machine, written down again without a
//! look at our parser. What it makes of a text is in `fixtures/syntax`; this says of any text whether
//! it is one.

use clawtidy::syntax::parse;

/// Where in a text the machine is, between two tokens.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    BeforePropertyName,
    AfterPropertyName,
    BeforePropertyValue,
    BeforeArrayValue,
    AfterPropertyValue,
    AfterArrayValue,
    End,
}

/// The text is refused.
struct Refused;

type Step<T = ()> = Result<T, Refused>;

struct Machine<'t> {
    rest: &'t str,
    /// Open objects (`true`) and arrays.
    stack: Vec<bool>,
}

/// Whether the package reads the text.
pub(crate) fn accepts(text: &str) -> bool {
    Machine { rest: text, stack: Vec::new() }.run().is_ok()
}

impl Machine<'_> {
    fn run(&mut self) -> Step {
        let mut state = State::Start;
        loop {
            if !self.skip()? {
                // The text ends here.
                return if state == State::End { Ok(()) } else { Err(Refused) };
            }
            state = self.token(state)?;
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn read(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let read = rest.next();
        self.rest = rest.as_str();
        read
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let takes = self.peek().is_some_and(wanted);
        if takes {
            self.read();
        }
        takes
    }

    fn expect(&mut self, wanted: impl Fn(char) -> bool) -> Step {
        if self.take(wanted) { Ok(()) } else { Err(Refused) }
    }

    /// Passes over white space and comments; says whether anything is left.
    fn skip(&mut self) -> Step<bool> {
        loop {
            match self.peek() {
                None => return Ok(false),
                Some(c) if is_space(c) => drop(self.read()),
                Some('/') => {
                    self.read();
                    self.comment()?;
                }
                Some(_) => return Ok(true),
            }
        }
    }

    fn comment(&mut self) -> Step {
        match self.read() {
            Some('/') => {
                while self.peek().is_some_and(|c| !is_line_end(c)) {
                    self.read();
                }
                Ok(())
            }
            Some('*') => {
                let end = self.rest.find("*/").ok_or(Refused)?;
                self.rest = &self.rest[end + 2..];
                Ok(())
            }
            _ => Err(Refused),
        }
    }

    fn token(&mut self, state: State) -> Step<State> {
        match (state, self.peek()) {
            (State::BeforePropertyName | State::AfterPropertyValue, Some('}'))
            | (State::BeforeArrayValue | State::AfterArrayValue, Some(']')) => {
                self.read();
                Ok(self.close())
            }
            (State::BeforePropertyName, _) => {
                self.name()?;
                Ok(State::AfterPropertyName)
            }
            (State::AfterPropertyName, Some(':')) => {
                self.read();
                Ok(State::BeforePropertyValue)
            }
            (State::AfterPropertyValue, Some(',')) => {
                self.read();
                Ok(State::BeforePropertyName)
            }
            (State::AfterArrayValue, Some(',')) => {
                self.read();
                Ok(State::BeforeArrayValue)
            }
            (State::Start | State::BeforePropertyValue | State::BeforeArrayValue, _) => {
                self.value()
            }
            _ => Err(Refused),
        }
    }

    fn close(&mut self) -> State {
        self.stack.pop();
        self.after_value()
    }

    fn after_value(&self) -> State {
        match self.stack.last() {
            None => State::End,
            Some(true) => State::AfterPropertyValue,
            Some(false) => State::AfterArrayValue,
        }
    }

    fn value(&mut self) -> Step<State> {
        match self.read() {
            Some('{') => {
                self.stack.push(true);
                return Ok(State::BeforePropertyName);
            }
            Some('[') => {
                self.stack.push(false);
                return Ok(State::BeforeArrayValue);
            }
            Some('n') => self.word("ull")?,
            Some('t') => self.word("rue")?,
            Some('f') => self.word("alse")?,
            Some('I') => self.word("nfinity")?,
            Some('N') => self.word("aN")?,
            Some('-' | '+') => match self.read() {
                Some('I') => self.word("nfinity")?,
                Some('N') => self.word("aN")?,
                first => self.number(first)?,
            },
            Some(quote @ ('"' | '\'')) => self.string(quote)?,
            first => self.number(first)?,
        }
        Ok(self.after_value())
    }

    fn word(&mut self, rest: &str) -> Step {
        rest.chars().try_for_each(|wanted| self.expect(|c| c == wanted))
    }

    fn digits(&mut self) {
        while self.take(|c| c.is_ascii_digit()) {}
    }

    fn number(&mut self, first: Option<char>) -> Step {
        match first {
            Some('.') => {
                self.expect(|c| c.is_ascii_digit())?;
                self.digits();
            }
            Some('0') if self.take(|c| matches!(c, 'x' | 'X')) => {
                self.expect(|c| c.is_ascii_hexdigit())?;
                while self.take(|c| c.is_ascii_hexdigit()) {}
                return Ok(());
            }
            Some(digit) if digit.is_ascii_digit() => {
                if digit != '0' {
                    self.digits();
                }
                if self.take(|c| c == '.') {
                    self.digits();
                }
            }
            _ => return Err(Refused),
        }
        if self.take(|c| matches!(c, 'e' | 'E')) {
            self.take(|c| matches!(c, '+' | '-'));
            self.expect(|c| c.is_ascii_digit())?;
            self.digits();
        }
        Ok(())
    }

    fn string(&mut self, quote: char) -> Step {
        loop {
            match self.read() {
                None | Some('\n' | '\r') => return Err(Refused),
                Some('\\') => self.escape()?,
                Some(c) if c == quote => return Ok(()),
                Some(_) => {}
            }
        }
    }

    fn escape(&mut self) -> Step {
        match self.read() {
            None | Some('1'..='9') => Err(Refused),
            Some('0') if self.peek().is_some_and(|c| c.is_ascii_digit()) => Err(Refused),
            Some('x') => self.code(2).map(drop),
            Some('u') => self.code(4).map(drop),
            Some('\r') => {
                self.take(|c| c == '\n');
                Ok(())
            }
            Some(_) => Ok(()),
        }
    }

    fn code(&mut self, digits: usize) -> Step<u32> {
        (0..digits).try_fold(0, |code, _| {
            let digit = self.read().and_then(|c| c.to_digit(16)).ok_or(Refused)?;
            Ok(code << 4 | digit)
        })
    }

    fn name(&mut self) -> Step {
        match self.read() {
            Some(quote @ ('"' | '\'')) => return self.string(quote),
            Some('\\') => {
                let letter = self.letter()?;
                if !begins_name(letter) {
                    return Err(Refused);
                }
            }
            Some(c) if begins_name(c) => {}
            _ => return Err(Refused),
        }
        loop {
            match self.peek() {
                Some('\\') => {
                    self.read();
                    let letter = self.letter()?;
                    if !goes_on_name(letter) {
                        return Err(Refused);
                    }
                }
                Some(c) if goes_on_name(c) => drop(self.read()),
                _ => return Ok(()),
            }
        }
    }

    /// The letter that an escape in a name stands for; half of a pair is none.
    fn letter(&mut self) -> Step<char> {
        self.expect(|c| c == 'u')?;
        char::from_u32(self.code(4)?).ok_or(Refused)
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_space(c: char) -> bool {
    is_line_end(c)
        || matches!(c, '\t' | '\u{B}' | '\u{C}' | ' ' | '\u{A0}' | '\u{FEFF}' | '\u{1680}')
        || matches!(c, '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Which letters other than those of ASCII a name may have is a table of Unicode, to which
/// `fixtures/syntax` holds our parser; it is taken from there.
fn begins_name(c: char) -> bool {
    let is_of_table = || parse(format!("{{{c}:0}}")).errors().is_empty();
    c.is_ascii_alphabetic()
        || matches!(c, '$' | '_')
        || (!c.is_ascii() && !is_space(c) && is_of_table())
}

fn goes_on_name(c: char) -> bool {
    let is_of_table = || parse(format!("{{a{c}:0}}")).errors().is_empty();
    c.is_ascii_alphanumeric()
        || matches!(c, '$' | '_' | '\u{200C}' | '\u{200D}')
        || (!c.is_ascii() && !is_space(c) && is_of_table())
}

#[cfg(test)]
mod tests {
    use super::accepts;

    /// The package's answers; `fixtures/syntax/README.md` tells how they are written.
    const RECORD: &str = include_str!("../../fixtures/syntax/json5.jsonl");

    #[test]
    fn the_model_says_what_the_package_said() {
        for line in RECORD.split('\n').filter(|line| !line.is_empty()) {
            let answer: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = answer["text"].as_str().expect("each answer is of a text");
            assert_eq!(accepts(text), answer.get("value").is_some(), "{text:?}");
        }
    }
}
