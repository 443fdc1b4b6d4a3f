//! What commands that judge configs have in common: what they are given to judge with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Given;
use super::judge::{Judge, Mending};
use crate::Fixing;
use crate::files;
use crate::finding::Safety;
use crate::plugins::Installed;
use crate::report::{Gate, Selection};
use crate::schema::Target;
use crate::world::Environment;

impl Given {
    /// A judge that looks at everything, shows it without excerpts and mends nothing; or what cannot be
    /// read of what is given.
    pub(super) fn judge<'d>(
        &self,
        target: Target,
        directory: &'d Path,
    ) -> Result<Judge<'d>, String> {
        let plugins = installed(&self.plugins, directory)?;
        Ok(Judge {
            directory,
            target,
            environment: environment(&self.env_file, directory)?,
            gate: Gate {
                show_secrets: self.show_secrets,
                secret_keys: plugins.secret_keys(),
                ..Gate::default()
            },
            plugins,
            converts_yaml: false,
            against: None,
            write_env: None,
            mending: Mending::None,
            fixing: Fixing::new(Selection::default(), Safety::Safe),
        })
    }
}

/// What `--env-file` makes known: exactly what the files set, the later over the earlier.
fn environment(paths: &[PathBuf], directory: &Path) -> Result<Environment, String> {
    if paths.is_empty() {
        return Ok(Environment::Unknown);
    }
    let mut known = BTreeMap::new();
    for path in paths {
        let original = files::read(&directory.join(path))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        known.extend(files::parse_dotenv(&original.text));
    }
    Ok(Environment::Known(known))
}

/// What `--plugins` makes known: the plugins in those directories, the first of one id.
fn installed(paths: &[PathBuf], directory: &Path) -> Result<Installed, String> {
    let mut manifests = Vec::new();
    for path in paths {
        manifests.extend(files::plugins(path, directory)?);
    }
    Ok(Installed::new(manifests))
}
