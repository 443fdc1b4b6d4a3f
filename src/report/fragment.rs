//! What a report says of a file that the config includes, as a report of its own.

use std::sync::Arc;

use super::Role;
use super::gate::{FileReport, Region, Reported, SuppressedBy};

impl FileReport {
    /// What it says of each of these files: what it calls the file, and what output is to call it. The
    /// rest is left out, the verdict on the config too.
    #[must_use]
    pub fn of_fragments(self, files: &[(String, String)]) -> Vec<Self> {
        let reports = files.iter().enumerate().map(|(index, (name, path))| {
            let home = Home { config: Arc::from(&*self.path), file: name };
            let mut of_file = Self {
                path: path.clone(),
                role: Role::Fragment,
                rewritten: Vec::new(),
                ..self.clone()
            };
            of_file.findings.retain(|finding| home.holds(&finding.region));
            of_file.suppressed.retain(|it| home.holds(&it.finding.region));
            // What else is mended is mended for the first of them.
            let is_of_another =
                |file: Option<&str>| files.iter().skip(1).any(|(name, _)| file == Some(&**name));
            of_file.fixed.retain(|change| {
                let file = change.file.as_deref();
                file == Some(home.file) || index == 0 && !is_of_another(file)
            });
            of_file.findings.iter_mut().for_each(|finding| home.move_in(Arc::make_mut(finding)));
            for suppressed in &mut of_file.suppressed {
                home.move_in(Arc::make_mut(&mut suppressed.finding));
                if let SuppressedBy::Config(region) = &mut suppressed.by {
                    home.rename(&mut region.file);
                }
            }
            if self.rewritten.contains(name) {
                of_file.rewritten.push(path.clone());
            }
            of_file.fixed.iter_mut().for_each(|change| home.rename(&mut change.file));
            of_file
        });
        reports.collect()
    }
}

/// A file that becomes the one of the report, in the place of the config that includes it.
struct Home<'f> {
    config: Arc<str>,
    file: &'f str,
}

impl Home<'_> {
    fn holds(&self, region: &Region) -> bool {
        region.file.as_deref() == Some(self.file)
    }

    fn rename(&self, file: &mut Option<Arc<str>>) {
        match file {
            None => *file = Some(Arc::clone(&self.config)),
            Some(name) if **name == *self.file => *file = None,
            Some(_) => {}
        }
    }

    fn move_in(&self, finding: &mut Reported) {
        self.rename(&mut finding.region.file);
        finding.related.iter_mut().for_each(|related| self.rename(&mut related.region.file));
        let edits = finding.fix.iter_mut().flat_map(|fix| &mut fix.edits);
        edits.for_each(|edit| self.rename(&mut edit.region.file));
    }
}
