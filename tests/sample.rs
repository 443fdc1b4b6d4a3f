//! The config that speed is measured with says what it is said to say.

#[path = "../benches/support/config.rs"]
mod sample;

use clawtidy::report::Selection;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, World};

#[test]
fn nothing_is_found_in_a_sample() {
    let world = World::new(Release::LATEST, Environment::Unknown);
    for bytes in [1024, 10 * 1024, 100 * 1024] {
        let source = Source::new("openclaw.json", sample::config(bytes, None));
        let report = clawtidy::check(&source, &world);
        let by_default = Selection::default();
        let found: Vec<_> = report.findings().iter().filter(|it| by_default.contains(it)).collect();
        assert!(report.accepted() && found.is_empty(), "{bytes}: {found:#?}");
    }
}
