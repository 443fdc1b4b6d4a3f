//! The work on one config on two threads: where it is all there is to do, the other cores are idle.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `work` makes of each, in order. Two threads share them if it is worth a thread, which costs fifty
/// microseconds on a machine of its own and three hundred on a virtual one.
pub(crate) fn map<T: Sync, R: Send>(
    of: &[T],
    is_worth_it: bool,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let shared = (is_worth_it && of.len() > 1 && is_alone()).then(|| on_two(of, &work));
    shared.flatten().unwrap_or_else(|| of.iter().map(work).collect())
}

/// Of many configs, each has a thread already.
fn is_alone() -> bool {
    rayon::current_thread_index().is_none()
}

/// What comes of each when two threads share them; `None` if one of them broke off, so that the bug shows
/// where it is waited for.
fn on_two<T: Sync, R: Send>(of: &[T], work: &(impl Fn(&T) -> R + Sync)) -> Option<Vec<R>> {
    let taken = AtomicUsize::new(0);
    // From both ends, so that the two seldom wait for the same thing to be worked out.
    let take = |from_the_end: bool| {
        let mut done = Vec::new();
        while taken.fetch_add(1, Ordering::Relaxed) < of.len() {
            let index = if from_the_end { of.len() - 1 - done.len() } else { done.len() };
            done.push((index, work(&of[index])));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, || take(true));
        let mut done = take(false);
        // Without a second thread the first one did it all.
        if let Ok(other) = other {
            done.extend(other.join().ok()?);
        }
        Some(done)
    })?;
    done.sort_unstable_by_key(|(index, _)| *index);
    Some(done.into_iter().map(|(_, made)| made).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_each_is_in_order() {
        let numbers: Vec<u32> = (0..1000).collect();
        let squares: Vec<u32> = numbers.iter().map(|it| it * it).collect();
        assert_eq!(map(&numbers, true, |it| it * it), squares);
        assert_eq!(map(&numbers, false, |it| it * it), squares);
    }

    #[test]
    fn a_bug_shows_on_the_thread_that_waits() {
        let here = thread::current().id();
        let caught = std::panic::catch_unwind(|| {
            map(&[1, 2], true, |_| {
                // Takes its time, so that both have one.
                thread::sleep(std::time::Duration::from_millis(5));
                assert_eq!(thread::current().id(), here, "a bug of the other thread");
                panic!("a bug")
            })
        });
        let message = caught.expect_err("a bug");
        assert_eq!(message.downcast_ref::<&str>(), Some(&"a bug"));
    }
}
