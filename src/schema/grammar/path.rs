//! Paths.

use super::trim;

/// Whether `text` is an absolute path, of Unix or Windows, and safe to run as a program.
pub(super) fn is_executable(text: &str) -> bool {
    let unsafe_in_shells = |letter: char| "\0\r\n;&|`$<>\"'".contains(letter);
    is_absolute(text) && !trim(text).contains(unsafe_in_shells)
}

/// Whether `text` begins as an absolute path of Unix, of a drive or of a share does.
fn is_absolute(text: &str) -> bool {
    let drive =
        matches!(text.as_bytes(), [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic());
    let share = text.strip_prefix(r"\\").and_then(|share| share.split_once('\\'));
    text.starts_with('/')
        || drive
        || share.is_some_and(|(host, name)| {
            !host.is_empty() && !name.is_empty() && !name.starts_with('\\')
        })
}

/// Whether `text` is a relative path that leads nowhere above its folder.
pub(super) fn is_module(text: &str) -> bool {
    let text = trim(text);
    !text.is_empty()
        && !text.starts_with(['/', '~'])
        && !text.contains(':')
        && text.split(['/', '\\']).all(|part| part != "..")
}
