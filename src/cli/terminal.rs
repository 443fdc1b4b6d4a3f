//! Whether there are colours, which characters draw a frame, and how wide a line may be.

use std::io::{self, IsTerminal};

use super::Session;
use super::args::Color;
use crate::output::Look;

/// Columns where there is no terminal to ask.
const WIDTH: usize = 100;
/// Fewer columns than this hold no frame; what is longer is left to the terminal.
const NARROWEST: usize = 40;

/// What the outputs are connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terminal {
    /// Whether `stdout` is a terminal.
    pub stdout: bool,
    /// Whether `stderr` is a terminal.
    pub stderr: bool,
    /// Its columns, if there is one.
    pub width: Option<usize>,
    /// Whether it makes links of the escapes that say so.
    pub links: bool,
}

impl Terminal {
    /// Asks the process.
    pub fn detect() -> Self {
        let stdout = io::stdout().is_terminal();
        let stderr = io::stderr().is_terminal();
        // Only a terminal is asked for its size.
        let size = if stdout { terminal_size::terminal_size() } else { None };
        let width = size.map(|(width, _)| usize::from(width.0));
        Self { stdout, stderr, width, links: supports_hyperlinks::supports_hyperlinks() }
    }
}

impl Look {
    /// Without colours, in ASCII.
    pub(super) const PLAIN: Self =
        Self { colour: false, unicode: false, width: WIDTH, links: false };
}

impl Session<'_> {
    /// Whether what is printed is read by a runner of CI, which takes lines of certain forms as commands.
    pub(super) fn is_log(&self) -> bool {
        let runners = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"];
        runners.iter().any(|name| (self.variable)(name).is_some_and(|it| !it.is_empty()))
    }

    /// How text for `stderr`, or else `stdout`, looks.
    pub(super) fn look(&self, color: Color, stderr: bool) -> Look {
        let terminal = if stderr { self.terminal.stderr } else { self.terminal.stdout };
        let is_coloured = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => self.wants_colour(terminal),
        };
        Look {
            colour: is_coloured,
            links: is_coloured && terminal && self.terminal.links,
            unicode: self.shows_unicode(terminal),
            width: self.terminal.width.unwrap_or(WIDTH).max(NARROWEST),
        }
    }

    /// The variables' conventions: <https://no-color.org> and <https://bixense.com/clicolors>.
    fn wants_colour(&self, terminal: bool) -> bool {
        let set = |name| (self.variable)(name).filter(|value| !value.is_empty());
        if set("NO_COLOR").is_some() {
            return false;
        }
        if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
            return true;
        }
        terminal
            && set("TERM").is_none_or(|value| value != "dumb")
            && set("CLICOLOR").is_none_or(|value| value != "0")
    }

    /// Whether line-drawing characters arrive: by the locale, else wherever no terminal decides.
    fn shows_unicode(&self, terminal: bool) -> bool {
        let set = |name: &&str| (self.variable)(name).is_some_and(|value| !value.is_empty());
        if cfg!(windows) {
            return !terminal || ["WT_SESSION", "ConEmuTask", "TERM_PROGRAM"].iter().any(set);
        }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find(set);
        match locale.and_then(self.variable) {
            Some(locale) => {
                let locale = locale.to_string_lossy().to_uppercase();
                locale.ends_with("UTF-8") || locale.ends_with("UTF8")
            }
            None => !terminal,
        }
    }
}
