//! The work on one config on two threads: where it is all there is to do, the other cores are idle.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// What `work` makes of each, in order. Two threads share them if it is worth another, which takes some
/// fifty microseconds to begin with and a few later.
pub(crate) fn map<T: Sync, R: Send>(
    of: &[T],
    is_worth_it: bool,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let other = if is_worth_it && of.len() > 1 { other() } else { None };
    let shared = other.and_then(|other| shared(of, other, &work));
    shared.unwrap_or_else(|| of.iter().map(work).collect())
}

/// Does `work`, and meanwhile, if it is worth a thread, what makes later work shorter. What breaks off
/// there shows when it is done in its turn.
pub(crate) fn meanwhile<R>(
    is_worth_it: bool,
    work: impl FnOnce() -> R,
    ahead: impl FnOnce() + Send,
) -> R {
    let Some(other) = (if is_worth_it { other() } else { None }) else { return work() };
    other.in_place_scope(|scope| {
        scope.spawn(|_| {
            let _ = catch_unwind(AssertUnwindSafe(ahead));
        });
        work()
    })
}

/// The other thread, made when it is asked for first; `None` where this one is one of several already,
/// as each of many configs has one.
fn other() -> Option<&'static ThreadPool> {
    static OTHER: OnceLock<Option<ThreadPool>> = OnceLock::new();
    if rayon::current_thread_index().is_some() {
        return None;
    }
    OTHER.get_or_init(|| ThreadPoolBuilder::new().num_threads(1).build().ok()).as_ref()
}

/// What comes of each when two threads share them; `None` if the other one broke off, so that the bug
/// shows where it is waited for.
fn shared<T: Sync, R: Send>(
    of: &[T],
    other: &ThreadPool,
    work: &(impl Fn(&T) -> R + Sync),
) -> Option<Vec<R>> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = of.get(index) else { return done };
            done.push((index, work(one)));
        }
    };
    let others = Mutex::new(Some(Vec::new()));
    let mut done = other.in_place_scope(|scope| {
        scope.spawn(|_| {
            let done = catch_unwind(AssertUnwindSafe(take)).ok();
            *others.lock().unwrap_or_else(PoisonError::into_inner) = done;
        });
        take()
    });
    done.extend(others.into_inner().unwrap_or_else(PoisonError::into_inner)?);
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
        let mut ahead = 1;
        assert_eq!(meanwhile(true, || 1, || ahead += 1), 1);
        assert_eq!(meanwhile(true, || 1, || panic!("a bug")), 1);
        assert_eq!(meanwhile(false, || 1, || ahead += 1), 1);
        assert_eq!(ahead, 2);
    }

    #[test]
    fn a_bug_shows_on_the_thread_that_waits() {
        let here = std::thread::current().id();
        let caught = std::panic::catch_unwind(|| {
            map(&[1, 2], true, |_| {
                // Takes its time, so that both have one.
                std::thread::sleep(std::time::Duration::from_millis(5));
                assert_eq!(std::thread::current().id(), here, "a bug of the other thread");
                panic!("a bug")
            })
        });
        let message = caught.expect_err("a bug");
        assert_eq!(message.downcast_ref::<&str>(), Some(&"a bug"));
    }
}
