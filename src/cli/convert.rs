//! A config in YAML: reported by `check`, and turned into the `openclaw.json` beside it by `migrate`.

use std::path::Path;

use super::judge::{Judge, Judged, Mending, Old};
use crate::files;
use crate::report::Failure;
use crate::schema;
use crate::syntax::parse;
use crate::yaml;

impl Judge<'_> {
    /// Judges the YAML that the file at `path` holds.
    pub(super) fn yaml(&self, path: &Path, text: &str) -> Judged {
        let name = path.display().to_string();
        if !self.converts_yaml {
            return self.check(&name, None, text.to_owned());
        }
        let failed = |message| Judged::failed(Failure { path: name.clone(), message });
        let release = self.target.release_for(&parse(String::new()));
        let takes = |path: &[&str], value: &str| {
            let tree = parse(value.to_owned());
            let node = release.lookup(path);
            node.zip(tree.root())
                .is_some_and(|(node, value)| schema::accepts(node, value, &self.environment))
        };
        let converted = match yaml::to_json5(text, &takes) {
            Ok(converted) => converted,
            Err(error) => return failed(error.to_string()),
        };
        let new = path.with_file_name("openclaw.json");
        let on_disk = self.directory.join(&new);
        let shown = new.display().to_string();
        let mut judged = self.mend(&shown, Some(&on_disk), &converted, Old::MadeOf(text));
        if judged.report.is_none() {
            return judged;
        }
        let mended = judged.mended.take().unwrap_or(converted);
        if let Some(report) = &mut judged.report {
            report.from = Some(name.clone());
        }
        if let (Mending::Written(_), true) = (&self.mending, judged.failures.is_empty())
            && let Err(error) = files::create(&on_disk, &mended)
        {
            let message = error.to_string();
            return Judged::failed(Failure { path: shown, message });
        }
        Judged { mended: Some(mended), ..judged }
    }
}
