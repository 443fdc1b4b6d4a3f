//! What each grammar takes and refuses, as OpenClaw 2026.9.6 answered.

use super::*;

/// A grammar, what it takes, and what it does not.
const ANSWERS: &[(Grammar, &[&str], &[&str])] = &[
    (
        Grammar::PositiveDuration,
        &["30", "30m", "1h30m", " 30M ", "1.5h", "5ms", "1d2h3m4s5ms", "104249991d", "0.5ms"],
        &["", " ", "0", "0.4ms", "1h30", "1h 30m", "30 m", "1.h", ".5h", "-5m", "5w", "104249992d"],
    ),
    (
        Grammar::Duration,
        &["0", "24", "7d", "9007199254740991ms"],
        &["", "1e3", "9007199254740992ms"],
    ),
    (Grammar::DurationOrEmpty, &["", "30m", "0"], &[" ", "x"]),
    (
        Grammar::DurationOfAMinute,
        &["1m", "60s", "60000ms", "1M", " 2m", "1m0s"],
        &["", "60", "59s", "59999ms", "1m ", "2m0", "0.99m"],
    ),
    (
        Grammar::ByteSize,
        &["0", "500", "500b", "1k", " 2MB ", "1.5gb", "8191tb", "0.4"],
        &["", "1 kb", "2MiB", "1.", "-1", "8192tb", "1e3", "0x10", "1pb"],
    ),
    (Grammar::TimeOrEmpty, &["", "00:00", "23:59", "24:00"], &["24:01", "9:00", "09:60", " 09:00"]),
    (Grammar::StartTimeOrEmpty, &["", "08:00"], &["24:00", "08:00 "]),
    (
        Grammar::HttpUrl,
        &["http://a", "HTTPS://A/b?c", "http:a", " https://a ", "https://xn--"],
        &["", "x", "ftp://a", "https://", "https://a b", "https://a:99999", "data:,x"],
    ),
    (
        Grammar::HttpOrigin,
        &["http://a", "https://a/", "https://a:443", "https://a?", "https://a#", "https://a/.."],
        &["https://a/b", "https://a?x", "https://a#x", "https://u@a", "ws://a"],
    ),
    (
        Grammar::HttpsOrigin,
        &["https://a", "http://localhost:8080", "http://127.1", "http://[::1]"],
        &["http://a", "http://127.0.0.2", "http://localhost.", "https://a/b"],
    ),
    (Grammar::HttpsUrl, &["https://a/b?c", "http://localhost/x"], &["http://a", "x", ""]),
    (Grammar::HttpsUrlWithPath, &["https://a/b"], &["https://a", "https://a/", "http://a/b", "x"]),
    (
        Grammar::Domain,
        &["a.b", "A.B", "xn--a.com", "a.b.c"],
        &["", "a", "a.b.", "a..b", "a_b.c", "-a.b", "1.2.3.4", "a.1", "a.b:80", "a.b/c", "*.a.b"],
    ),
    (
        Grammar::Host,
        &["a", "A.B.", "1.2.3.4", "::1", "[::1]", "fe80::1%eth0", "bücher.example", "a.b..."],
        &["", "*.a", "a:80", "http://a", "a/b", "a@b", "a_b", "-a", "[::1", "1.2.3.4%a", "..."],
    ),
    (
        Grammar::ExecutablePath,
        &["/x", "/a b", "C:\\x", "C:/x", "\\\\h\\s", "/a\n", "//x"],
        &["", "x", "./x", "~/x", " /x", "/a;b", "/a$b", "/a'b", "/a\nb", "\\\\h", "C:x"],
    ),
    (
        Grammar::ModulePath,
        &["x", "./x", " a/b ", "...", "a..b", "\\x"],
        &["", " ", "/x", "~/x", "x:y", "../x", "a/../b", "a\\..", "a/.. "],
    ),
    (Grammar::ModelOrEmpty, &["", " ", "a/b", "a/b/c", " a / b "], &["a", "/b", "a/", "a/ "]),
    (
        Grammar::Repository,
        &[
            "github.com/a/b",
            "github.com/a/b/c",
            "github.com/a/b c",
            "gitlab.com/a/b/-/tree/x",
            "bitbucket.org/a/b/get",
            "example.org/@a/b",
            "example.org/a/%20b",
            "[::1]/a/b",
        ],
        &[
            "",
            "github.com/a",
            "github.com/a/b.git",
            "github.com/a/b/tree/x",
            "GitHub.com/a/b",
            "www.github.com/a/b",
            "bitbucket.org/a/b/c",
            "example.org:80/a/b",
            "example.org/a/b@v1",
            "example.org/a b/c",
            "example.org/a/b?x",
            "example.org/a/../b",
            "u@example.org/a/b",
        ],
    ),
];

#[test]
fn texts_are_taken_as_openclaw_takes_them() {
    for (grammar, taken, refused) in ANSWERS {
        for text in *taken {
            assert!(grammar.takes(text), "{grammar:?} takes {text:?}");
        }
        for text in *refused {
            assert!(!grammar.takes(text), "{grammar:?} refuses {text:?}");
        }
    }
    for grammar in Grammar::ALL {
        assert!(ANSWERS.iter().any(|(other, ..)| *other == grammar), "{grammar:?}");
    }
}

#[test]
fn what_is_certainly_meant_is_taken() {
    let days = |text| Grammar::PositiveDuration.meant(text);
    assert_eq!(days("30 days").as_deref(), Some("30d"));
    assert_eq!(days("1h 30 min").as_deref(), Some("1h30m"));
    assert_eq!(days("2 Weeks").as_deref(), Some("14d"));
    for text in ["", "30 moons", "a day", "-1 day", "0 days", "1 month", "99999999999 weeks"] {
        assert_eq!(days(text), None, "{text}");
    }
    assert_eq!(Grammar::ByteSize.meant("1.5 GiB").as_deref(), Some("1.5gb"));
    assert_eq!(Grammar::ByteSize.meant("much"), None);
    assert_eq!(Grammar::StartTimeOrEmpty.meant("9:30").as_deref(), Some("09:30"));
    assert_eq!(Grammar::StartTimeOrEmpty.meant("9:75"), None);
}
