//! What a path comes to, as far as its text says.

use crate::schema::trim;

/// What a path begins at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Base {
    /// `/`
    Root,
    /// The home directory, wherever it is.
    Home,
    /// The directory that OpenClaw runs in, wherever it is.
    Here,
}

/// A path without `.`, `..` and repeated slashes. Two that are equal are one directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Resolved {
    base: Base,
    /// How many directories above its base it goes first.
    up: usize,
    names: Vec<String>,
}

/// What a path comes to; `None` if it is blank.
pub(super) fn resolved(path: &str) -> Option<Resolved> {
    let path = trim(path);
    let (base, rest) = match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => (Base::Home, rest),
        _ if path.starts_with('/') => (Base::Root, path),
        _ => (Base::Here, path),
    };
    let mut resolved = Resolved { base, up: 0, names: Vec::new() };
    for name in rest.split('/') {
        match name {
            "" | "." => {}
            ".." if resolved.names.pop().is_some() => {}
            // Nothing is above `/`.
            ".." => resolved.up += usize::from(base != Base::Root),
            name => resolved.names.push(name.to_owned()),
        }
    }
    (!path.is_empty()).then_some(resolved)
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn paths_come_to_the_same() {
        for (one, other) in [
            ("/x/y", "/x/z/../y/"),
            ("/../y", "//y"),
            ("~", " ~/. "),
            ("~/../a", "~/b/../../a"),
            ("y", "./y"),
            ("../y", "x/../../y"),
        ] {
            assert_eq!(resolved(one), resolved(other));
            assert!(resolved(one).is_some());
        }
        for (one, other) in
            [("/y", "/Y"), ("~/y", "/y"), ("y", "~/y"), ("../y", "y"), ("~x", "~/x")]
        {
            assert_ne!(resolved(one), resolved(other));
        }
        assert_eq!(resolved("  "), None);
    }
}
