//! Credentials in URLs: user information and query parameters.

use memchr::{memchr_iter, memchr2_iter};

use super::shapes::{Report, count, span};
use super::{names, values};

/// Tells the passwords and keys in the URLs of `text`; placeholders stay.
pub(super) fn find(text: &str, report: &mut Report<'_>) {
    let bytes = text.as_bytes();
    for scheme in memchr_iter(b':', bytes).filter(|&at| bytes[at..].starts_with(b"://")) {
        let start = scheme + 3;
        let length = count(&bytes[start..], usize::MAX, |byte| !ends_authority(byte));
        let Some(at) = memchr::memrchr(b'@', &bytes[start..start + length]) else { continue };
        let info = &text[start..start + at];
        let (user, password) = info.split_once(':').unwrap_or((info, ""));
        for part in values::secret_parts(password) {
            let start = start + user.len() + 1;
            report(span(start + part.start, start + part.end), "a password in a URL");
        }
        // `https://TOKEN@host` and `https://TOKEN:x@host`.
        if user.len() >= 16 && user.bytes().any(|byte| byte.is_ascii_digit()) {
            for part in values::secret_parts(user) {
                report(span(start + part.start, start + part.end), "a token in a URL");
            }
        }
    }
    let mut done = 0;
    for mark in memchr2_iter(b'?', b'&', bytes) {
        if mark < done {
            continue;
        }
        let start = mark + 1;
        let length = count(&bytes[start..], 64, is_name);
        let name = &text[start..start + length];
        if bytes.get(start + length) != Some(&b'=') || !names::is_secret_parameter(name) {
            continue;
        }
        let start = start + length + 1;
        let length = count(&bytes[start..], usize::MAX, |byte| !ends_parameter(byte));
        done = start + length;
        for part in values::secret_parts(&text[start..done]) {
            report(span(start + part.start, start + part.end), "a key in a URL");
        }
    }
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

const fn ends_authority(byte: u8) -> bool {
    ends_url(byte) || matches!(byte, b'/' | b'?' | b'#')
}

const fn ends_parameter(byte: u8) -> bool {
    ends_url(byte) || matches!(byte, b'&' | b'#')
}

const fn ends_url(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\')
}
