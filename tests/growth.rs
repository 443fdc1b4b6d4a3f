//! Work grows in proportion to what there is to do: counted, not timed, over whole runs of the program.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Instant;

use allocation_counter::AllocationInfo;
use clawtidy::cli::{self, Session, Status, Terminal};
use clawtidy::syntax::parse;
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
                let session = Session {
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
                cli::run(arguments.map(OsString::from), session)
            });
            assert_ne!(status, Status::Failed, "{arguments:?}");
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

/// How many times what twice as much adds may be what it added before: in proportion it is 2, in
/// proportion times the logarithm little more, and 4 where each thing is held against each other.
const MOST: f64 = 2.3;
/// What is not worth a word: less than this for each thing that there is, at the largest size.
const FEW: u64 = 64;

/// What of a shape grows out of proportion.
fn out_of_proportion(shape: &Shape) -> Vec<String> {
    let [small, middle, large] = [1, 2, 4].map(|times| work(shape, times * shape.size));
    let mut found = Vec::new();
    for (((kind, small), (_, middle)), (_, large)) in small.iter().zip(&middle).zip(&large) {
        let (before, after) = (middle.saturating_sub(*small), large.saturating_sub(*middle));
        #[expect(clippy::cast_precision_loss, reason = "a ratio of counts")]
        let is_more = after as f64 > MOST * before as f64;
        if is_more && *large > FEW * 4 * shape.size as u64 {
            found.push(format!("{}: {kind}: {small}, {middle}, {large}", shape.name));
        }
    }
    found
}

/// The shapes whose turn it is on one of some threads.
fn hold(turn: usize) {
    let shapes = SHAPES.iter().skip(turn).step_by(2);
    let found: Vec<_> = shapes.flat_map(out_of_proportion).collect();
    assert!(found.is_empty(), "more than in proportion to size:\n{}", found.join("\n"));
}

// Two tests, so that two threads share the shapes; each counts its own work.

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build counts no work")]
fn work_grows_in_proportion() {
    hold(0);
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build counts no work")]
fn work_grows_in_proportion_in_the_other_shapes() {
    hold(1);
}

#[test]
#[cfg_attr(not(debug_assertions), ignore = "a release build counts no work")]
fn what_holds_each_thing_against_each_other_is_noticed() {
    let tree = parse(format!("[{}]", vec!["1"; 400].join(",")));
    let each = |count: usize| {
        let values: Vec<_> = tree.values().take(count).collect();
        let pairs =
            || values.iter().flat_map(|a| values.iter().map(move |b| a.same_as(*b))).count();
        counted(pairs).1[Work::Nodes as usize]
    };
    let [small, middle, large] = [100, 200, 400].map(each);
    #[expect(clippy::cast_precision_loss, reason = "a ratio of counts")]
    let ratio = (large - middle) as f64 / (middle - small) as f64;
    assert!(ratio > 3.5, "{ratio}");
}
