//! Moments, as the names of artefacts carry them.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment between 1970 and 9999, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

/// The first moment of the year 10000.
const END: u64 = 253_402_300_800_000;

impl Time {
    /// The moment `milliseconds` after the start of 1970; `None` after the year 9999.
    pub fn from_millis(milliseconds: u64) -> Option<Self> {
        (milliseconds < END).then_some(Self(milliseconds))
    }

    /// The moment of a clock; `None` where it is before 1970 or after 9999.
    pub fn of(clock: SystemTime) -> Option<Self> {
        let since = clock.duration_since(UNIX_EPOCH).ok()?.as_millis();
        u64::try_from(since).ok().and_then(Self::from_millis)
    }

    /// Reads a stamp as OpenClaw writes it: `2026-11-26T15-29-46-123Z`.
    pub fn from_stamp(stamp: &str) -> Option<Self> {
        let (day, clock) = stamp.split_once('T')?;
        let clock: Vec<&str> = clock.strip_suffix('Z')?.split('-').collect();
        let [hour, minute, second, fraction] = clock.as_slice() else { return None };
        let time = format!("{day}T{hour}:{minute}:{second}.{fraction}Z");
        Self::of(humantime::parse_rfc3339(&time).ok()?)
    }
}

impl fmt::Display for Time {
    /// As RFC 3339 has it, in UTC: `2026-11-26T15:29:46.123Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = UNIX_EPOCH + Duration::from_millis(self.0);
        humantime::format_rfc3339_millis(clock).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_and_an_odd_one_is_none() {
        let time = Time::from_stamp("2026-11-26T15-29-46-123Z").expect("a stamp");
        assert_eq!(time.to_string(), "2026-11-26T15:29:46.123Z");
        for odd in [
            "",
            "2026-11-26",
            "2026-11-26T15-29-46-123",
            "2026-11-26T15-29-46Z",
            "2026-13-26T15-29-46-123Z",
            "2026-11-26T25-29-46-123Z",
            "1969-11-26T15-29-46-123Z",
            "2026-11-26T15:29:46.123Z",
            "+2026-11-26T15-29-46-123Z",
            "2026-11-26T15-29-46-é23Z",
        ] {
            assert_eq!(Time::from_stamp(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_no_calendar_has_is_none() {
        assert_eq!(Time::of(UNIX_EPOCH - Duration::from_secs(1)), None);
        assert_eq!(Time::from_millis(u64::MAX), None);
        let last = Time::from_millis(END - 1).expect("the last one");
        assert_eq!(last.to_string(), "9999-12-31T23:59:59.999Z");
    }
}
