//! Where the findings of a run go: to an output of the process, and to any number of files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Session;
use super::args::{Check, OutputFile};
use crate::files::{self, Draft};
use crate::output::{Format, Inert, Look, Options, Printer};
use crate::report::{FileReport, Tally};

/// The formats that are printed: the one that was asked for; else `full`, and in a workflow of GitHub
/// `github` after it, so that findings are in the log and beside the lines. Or why several cannot be.
pub(super) fn printed(args: &Check, session: &Session<'_>) -> Result<Vec<Format>, String> {
    let asked = args.output_format.iter().copied();
    let named = args.output_file.iter().filter(|it| it.path == Path::new("-"));
    let all: Vec<_> = asked.chain(named.map(|it| it.format)).collect();
    match all.as_slice() {
        [] => {
            let is_workflow = (session.variable)("GITHUB_ACTIONS").is_some_and(|it| it == "true");
            let beside = is_workflow.then_some(Format::Github);
            Ok([Format::Full].into_iter().chain(beside).collect())
        }
        [one] => Ok(vec![(*one).into()]),
        [first, second, ..] => Err(format!(
            "only one format can be printed; write the other to a file: --output-format {} \
             --output-file {}=FILE",
            first.name(),
            second.name(),
        )),
    }
}

/// All formats that each finding is written in.
pub(super) fn wanted(args: &Check, printed: &[Format]) -> Vec<Format> {
    let files = args.output_file.iter().map(|it| it.format.into());
    let is_listed = !args.statistics && !args.diff;
    printed.iter().copied().filter(|_| is_listed).chain(files).collect()
}

/// The outputs of a run.
pub(super) struct Outputs {
    /// Each with whether it is for people.
    printed: Vec<(bool, Printer)>,
    reports: Vec<Report>,
    /// Whether what is printed is read by a runner of CI.
    is_log: bool,
}

/// A file that findings are written to.
struct Report {
    /// What output calls it.
    path: PathBuf,
    printer: Printer,
    /// Nothing once something went wrong.
    draft: Result<Draft, String>,
}

impl Outputs {
    /// Begins the files; `taken` are those that the run reads or writes otherwise. Or why they cannot
    /// be written.
    pub(super) fn new(
        args: &Check,
        printed: &[Format],
        options: Options,
        directory: &Path,
        taken: &[&Path],
    ) -> Result<Self, String> {
        let begun = |format: &Format| (format.is_for_people(), Printer::new(*format, options));
        let printed = printed.iter().map(begun).collect();
        let mut outputs = Self { printed, reports: Vec::new(), is_log: false };
        // What a file is read with is not known.
        let options = Options { look: Look { unicode: true, ..Look::PLAIN }, ..options };
        for OutputFile { format, path } in &args.output_file {
            if path == Path::new("-") {
                continue;
            }
            let wrong = |what: &dyn std::fmt::Display| format!("{}: {what}", path.display());
            let target = files::resolved(&directory.join(path));
            if taken.iter().any(|it| files::resolved(&directory.join(it)) == target) {
                return Err(wrong(&"not written: this run needs it for something else"));
            }
            if outputs.reports.iter().any(|it| it.is_to(&target)) {
                return Err(wrong(&"not written: --output-file names it twice"));
            }
            let draft = Draft::new(&directory.join(path)).map_err(|error| wrong(&error))?;
            outputs.reports.push(Report {
                path: path.clone(),
                printer: Printer::new((*format).into(), options),
                draft: Ok(draft),
            });
        }
        Ok(outputs)
    }

    /// The same, printed where a runner of CI reads it if `is_log`.
    pub(super) fn in_log(self, is_log: bool) -> Self {
        Self { is_log, ..self }
    }

    /// Takes note of files that configs turned out to include: no report may take their place.
    pub(super) fn spare(&mut self, included: &[PathBuf]) {
        for report in &mut self.reports {
            if included.iter().any(|path| report.is_to(&files::resolved(path))) {
                report.draft = Err("not written: a config includes it".to_owned());
            }
        }
    }

    /// Prints one file, to `out` where it is given, and to the files.
    pub(super) fn print(
        &mut self,
        file: &FileReport,
        tally: &Tally,
        out: Option<&mut dyn Write>,
    ) -> io::Result<()> {
        if let Some(out) = out {
            for (is_for_people, printer) in &mut self.printed {
                let mut out = Inert::new(out, self.is_log && *is_for_people);
                printer.print(file, tally, &mut out)?;
            }
        }
        for report in &mut self.reports {
            if let Ok(draft) = &mut report.draft
                && let Err(error) = report.printer.print(file, tally, draft)
            {
                report.draft = Err(format!("not written: {error}"));
            }
        }
        Ok(())
    }

    /// Prints what the run came to, and puts the files in their places. The answer is what went wrong
    /// with them.
    pub(super) fn finish(
        self,
        tally: &Tally,
        out: Option<&mut dyn Write>,
    ) -> io::Result<Vec<String>> {
        if let Some(out) = out {
            for (is_for_people, printer) in self.printed {
                printer.finish(tally, &mut Inert::new(out, self.is_log && is_for_people))?;
            }
        }
        let mut wrong = Vec::new();
        for Report { path, printer, draft } in self.reports {
            let written = draft.and_then(|mut draft| {
                let finished = printer.finish(tally, &mut draft);
                finished.map_err(|error| format!("not written: {error}"))?;
                draft.keep().map_err(|error| error.to_string())
            });
            if let Err(message) = written {
                wrong.push(format!("{}: {message}", path.display()));
            }
        }
        Ok(wrong)
    }
}

impl Report {
    fn is_to(&self, target: &Path) -> bool {
        self.draft.as_ref().is_ok_and(|draft| draft.target() == target)
    }
}
