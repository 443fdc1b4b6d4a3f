//! Work grows in proportion to what there is to do: counted, not timed, over whole runs of the program.

use std::io;
use std::path::Path;
use std::time::Instant;

use allocation_counter::AllocationInfo;
use clawtidy::cli::{self, Session, Terminal};
use clawtidy::work::{Counts, Work, counted};
use rayon::ThreadPoolBuilder;
use tempfile::TempDir;

#[path = "growth/shapes.rs"]
mod shapes;

use shapes::{SHAPES, Shape};

/// Runs the program on one thread, which counts.
fn run(directory: &Path, arguments: &[&str]) -> (Counts, AllocationInfo) {
    let mut counts = Counts::default();
    let pool = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let allocated = pool.install(|| {
        allocation_counter::measure(|| {
            let (status, work) = counted(|| {
                let mut session = Session {
                    directory,
                    variable: &|_| None,
                    now: &Instant::now,
                    stdin: &mut io::empty(),
                    stdout: &mut io::sink(),
                    stderr: &mut io::sink(),
                    terminal: Terminal::default(),
                    end_well: &|| (),
                };
                let arguments = ["clawtidy"].iter().chain(arguments);
                cli::run(arguments, &mut session)
            });
            status.expect("nothing to write to fails");
            counts = work;
        })
    });
    (counts, allocated)
}

/// What a shape of this size takes: a name and an amount each.
fn work(shape: &Shape, size: usize) -> Vec<(String, u64)> {
    let directory = TempDir::new().expect("a temporary directory");
    for (name, text) in (shape.files)(size) {
        let file = directory.path().join(name);
        std::fs::create_dir_all(file.parent().expect("it is below")).expect("a directory");
        write(&file, &text);
    }
    for before in shape.before {
        run(directory.path(), before);
    }
    let (counts, allocated) = run(directory.path(), shape.arguments);
    let kinds = Work::ALL.iter().map(|kind| format!("{kind:?}")).zip(counts);
    let allocated = [
        ("allocations".to_owned(), allocated.count_total),
        ("allocated bytes".to_owned(), allocated.bytes_total),
        ("most bytes held".to_owned(), allocated.bytes_max),
    ];
    kinds.chain(allocated).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn write(file: &Path, text: &str) {
    std::fs::write(file, text).expect("a file");
}

#[test]
fn print() {
    let only = std::env::var("ONLY").unwrap_or_default();
    for shape in SHAPES.iter().filter(|s| s.name.contains(&only)) {
        let n = shape.size;
        let start = Instant::now();
        let [a, b, c] = [n, 2 * n, 4 * n].map(|size| work(shape, size));
        println!("{} {:?}", shape.name, start.elapsed());
        for ((a, b), c) in a.iter().zip(&b).zip(&c) {
            let d = (c.1 as f64 - b.1 as f64) / (b.1 as f64 - a.1 as f64);
            println!("   {:20} {:>12} {:>12} {:>12}  {d:.2}", a.0, a.1, b.1, c.1);
        }
    }
}
