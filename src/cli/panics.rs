//! What a bug of ours looks like: a place in our code, and never a byte of anyone's config.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

/// Where bugs are reported.
pub(super) const ISSUES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");

thread_local! {
    /// Where in our code this thread panicked last.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics from printing their payload, which may quote a config, and remembers their place.
pub fn hush_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        PLACE.with(|last| *last.borrow_mut() = place);
    }));
}

/// Runs `work`, or says in one sentence that it is a bug of ours that it could not be done.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What `work` leaves half-done is dropped with it.
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_payload| {
        let place = PLACE.with(|last| last.borrow_mut().take());
        let place = place.map_or_else(String::new, |place| format!(" (at {place})"));
        format!("clawtidy failed{place}: this is a bug of clawtidy, please report it at {ISSUES}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::panic, reason = "the panic is what is tested")]
    fn a_panic_becomes_a_sentence_without_its_payload() {
        let said = caught(|| panic!("sk-secret")).map(|(): ()| ()).expect_err("it panics");
        assert!(said.contains("bug of clawtidy") && !said.contains("sk-secret"), "{said}");
    }
}
