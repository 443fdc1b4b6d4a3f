//! One line a finding: `openclaw.json:3:5: error[gateway-bind-no-auth] message (fixable)`.

use std::io::{self, Write};

use super::words::{changes, one_line, suppressed};
use super::{Options, printable};
use crate::finding::Safety;
use crate::report::FileReport;

/// Writes the lines.
pub(super) fn write(file: &FileReport, options: Options, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(changes(file, options.look).as_bytes())?;
    let shown = |path: &str| options.look.bold(&printable(path));
    let own = shown(&file.path);
    for finding in &file.findings {
        let at = finding.region.start.position;
        let of_part = finding.region.file.as_deref().map(shown);
        let path = of_part.as_ref().unwrap_or(&own);
        let code = format!("{}[{}]", finding.severity, finding.rule);
        let code = options.look.severity(finding.severity, &code);
        let message = one_line(&finding.message);
        let fix = match finding.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => " (fixable)",
            Some(Safety::Unsafe) => " (unsafe fix)",
            None => "",
        };
        writeln!(out, "{path}:{}:{}: {code} {message}{fix}", at.line, at.column)?;
    }
    out.write_all(suppressed(file, options).as_bytes())
}
