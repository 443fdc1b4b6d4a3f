//! Names of files for formats that others read: with slashes, and as URIs.

use std::borrow::Cow;
use std::path::MAIN_SEPARATOR;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path in a URI may not hold as it is. A colon may stand there, but not in the first name of
/// a relative one.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as git writes it: with slashes, and not beginning with `./`.
pub(super) fn slashed(path: &str) -> Cow<'_, str> {
    let path = match MAIN_SEPARATOR {
        '/' => Cow::Borrowed(path),
        separator => Cow::Owned(path.replace(separator, "/")),
    };
    match path.strip_prefix("./").filter(|rest| !rest.is_empty()) {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => path,
    }
}

/// A path as a URI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Uri {
    /// Relative to the working directory.
    Relative(String),
    /// With its scheme.
    Absolute(String),
}

impl Uri {
    pub(super) fn new(path: &str) -> Self {
        let path = slashed(path);
        let encoded = utf8_percent_encode(&path, RESERVED).to_string();
        match path.split_once('/') {
            Some(("", _)) => Self::Absolute(format!("file://{encoded}")),
            // A drive of Windows.
            Some((drive, _)) if drive.len() == 2 && drive.ends_with(':') && cfg!(windows) => {
                Self::Absolute(format!("file:///{drive}{}", &encoded[drive.len() + 2..]))
            }
            _ => Self::Relative(encoded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_as_uris_name_by_name() {
        let relative = |path: &str| match Uri::new(path) {
            Uri::Relative(uri) => uri,
            Uri::Absolute(uri) => panic!("{uri} is absolute"),
        };
        assert_eq!(relative("./a b/öffnen?.json"), "a%20b/%C3%B6ffnen%3F.json");
        assert_eq!(relative("a:b%20c#d.json"), "a%3Ab%2520c%23d.json");
        assert_eq!(relative("<stdin>"), "%3Cstdin%3E");
        assert_eq!(Uri::new("/srv/my claw"), Uri::Absolute("file:///srv/my%20claw".to_owned()));
    }
}
