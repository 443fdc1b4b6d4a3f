//! What packages bring besides the program: completions for shells, and manual pages.

use std::fs;
use std::io;
use std::path::Path;

use clap::ValueEnum;
use clap_complete::Shell;

/// Writes completions to `completions/` and manual pages to `man/` of a folder.
pub(crate) fn write(folder: &Path) -> Result<(), String> {
    let told = |error: io::Error| format!("{}: {error}", folder.display());
    let (completions, man) = (folder.join("completions"), folder.join("man"));
    for folder in [&completions, &man] {
        fs::create_dir_all(folder).map_err(told)?;
    }
    let mut command = clawtidy::cli::command();
    for &shell in Shell::value_variants() {
        clap_complete::generate_to(shell, &mut command, "clawtidy", &completions).map_err(told)?;
    }
    clap_mangen::generate_to(command, &man).map_err(told)
}
