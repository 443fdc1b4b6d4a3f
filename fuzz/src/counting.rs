//! How deep the executions reach: counted by kind, written down now and then.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use crate::reached::Reached;

/// After how many executions the figures are written down again.
const EACH: u64 = 512;

/// Counts one execution of a target, if there is a folder for figures.
pub(crate) fn count(target: &str, folder: Option<&Path>, reached: &Reached) {
    static COUNTS: Mutex<(u64, BTreeMap<&str, u64>)> = Mutex::new((0, BTreeMap::new()));
    let (Some(folder), Ok(mut counts)) = (folder, COUNTS.lock()) else { return };
    counts.0 += 1;
    for kind in reached.kinds() {
        *counts.1.entry(kind).or_default() += 1;
    }
    if counts.0 % EACH == 0 {
        let mut told = format!("executions\t{}\n", counts.0);
        for (kind, count) in &counts.1 {
            // Writing to a `String` cannot fail.
            let _ = writeln!(told, "{kind}\t{count}");
        }
        let name = format!("{target}-{}.tsv", std::process::id());
        // Without the figures the run is worth as much.
        let _ =
            File::create(folder.join(name)).and_then(|mut file| file.write_all(told.as_bytes()));
    }
}
