//! Code frames, for people.

use std::io::{self, Write};

use super::{Options, closing};
use crate::report::Run;

/// Writes a frame a finding, then the closing lines.
pub(super) fn write(run: &Run, options: Options, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(closing(run, options).as_bytes())
}
