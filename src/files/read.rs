//! Reading a config, or saying in one sentence why it cannot be read.

use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// The largest config that is read, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// What a file held when it was read, so that a write can tell whether someone changed it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The text, byte order mark included.
    pub text: String,
    pub(super) stamp: Stamp,
}

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<std::time::SystemTime>,
    /// Device and inode.
    #[cfg(unix)]
    identity: (u64, u64),
}

impl Stamp {
    pub(super) fn new(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            identity: (metadata.dev(), metadata.ino()),
        }
    }
}

/// Why a config cannot be read.
#[derive(Debug)]
pub enum ReadError {
    /// The operating system said no.
    Io(io::Error),
    /// A symbolic link that points at nothing.
    DanglingLink,
    /// A symbolic link that leads back to itself.
    LinkLoop,
    /// Not a regular file but what this names: "a directory".
    NotAFile(&'static str),
    /// Longer than [`LARGEST`].
    TooLarge,
    /// Not UTF-8 from this byte on, 0-based.
    NotUtf8(usize),
    /// In an encoding that JSON is not written in.
    Encoding(&'static str),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => f.write_str(&cause(error)),
            Self::DanglingLink => f.write_str("the symbolic link points at nothing"),
            Self::LinkLoop => f.write_str("the symbolic link leads back to itself"),
            Self::NotAFile(what) => write!(f, "this is {what}, not a file"),
            Self::TooLarge => {
                write!(f, "larger than {} MiB, which no config is", LARGEST >> 20)
            }
            Self::NotUtf8(offset) => {
                write!(f, "not UTF-8: the byte at offset {offset} begins no character")
            }
            Self::Encoding(name) => {
                write!(f, "this is {name}, not UTF-8; save it as UTF-8 without changing the text")
            }
        }
    }
}

impl std::error::Error for ReadError {}

/// The cause of an error in plain words.
pub(super) fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::NotADirectory => "part of the path is not a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads a config. Only regular files are opened, so a pipe never blocks.
///
/// # Errors
/// When there is no regular file of at most [`LARGEST`] bytes of UTF-8.
pub fn read(path: &Path) -> Result<Original, ReadError> {
    let metadata = path.metadata().map_err(|error| match (error.kind(), path.is_symlink()) {
        (io::ErrorKind::NotFound, true) => ReadError::DanglingLink,
        (io::ErrorKind::PermissionDenied, _) | (_, false) => ReadError::Io(error),
        (_, true) => ReadError::LinkLoop,
    })?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile(kind(&metadata)));
    }
    let file = File::open(path).map_err(ReadError::Io)?;
    let metadata = file.metadata().map_err(ReadError::Io)?;
    // Something else may have taken its place just now.
    if !metadata.is_file() {
        return Err(ReadError::NotAFile(kind(&metadata)));
    }
    let stamp = Stamp::new(&metadata);
    Ok(Original { text: decode(file, stamp.length)?, stamp })
}

/// Reads text to its end; `length` is how long it probably is, in bytes.
///
/// # Errors
/// When it holds more than [`LARGEST`] bytes or is not UTF-8.
pub fn decode(reader: impl Read, length: u64) -> Result<String, ReadError> {
    if length > LARGEST {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
    reader.take(LARGEST + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ReadError::TooLarge);
    }
    if let Some(name) = encoding(&bytes) {
        return Err(ReadError::Encoding(name));
    }
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8(error.utf8_error().valid_up_to()))
}

/// The encoding that gives itself away by a byte order mark or by where its zero bytes are; the
/// first character of a config is ASCII, whatever it is.
fn encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [(1..), 0, 0, 0, ..] => Some("UTF-32 (little-endian)"),
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, (1..), ..] => Some("UTF-32 (big-endian)"),
        [0xFF, 0xFE, ..] | [(1..), 0, (1..), 0, ..] => Some("UTF-16 (little-endian)"),
        [0xFE, 0xFF, ..] | [0, (1..), 0, (1..), ..] => Some("UTF-16 (big-endian)"),
        _ => None,
    }
}

/// What something other than a regular file is, with its article.
#[cfg(unix)]
pub(super) fn kind(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_dir() {
        "a directory"
    } else if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

/// What something other than a regular file is, with its article.
#[cfg(not(unix))]
pub(super) fn kind(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() { "a directory" } else { "a device" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(bytes: &[u8]) -> String {
        decode(bytes, bytes.len() as u64).expect_err("this is not UTF-8").to_string()
    }

    #[test]
    fn what_is_not_utf8_is_named() {
        let text = "{ a: 1 }";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let wide: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let wide_big: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for (bytes, name) in [
            (&little, "UTF-16 (little-endian)"),
            (&big, "UTF-16 (big-endian)"),
            (&wide, "UTF-32 (little-endian)"),
            (&wide_big, "UTF-32 (big-endian)"),
        ] {
            assert!(failure(bytes).contains(name), "{name}");
        }
        assert!(failure(&[&[0xFF, 0xFE][..], &little].concat()).contains("UTF-16 (little-endian)"));
        assert!(failure(&[&[0xFE, 0xFF][..], &big].concat()).contains("UTF-16 (big-endian)"));
        assert!(failure(b"{ a: \"\xE9t\xE9\" }").contains("offset 6"));
    }

    #[test]
    fn a_byte_order_mark_stays() {
        let text = "\u{FEFF}{}";
        assert_eq!(decode(text.as_bytes(), 0).expect("this is UTF-8"), text);
        assert_eq!(decode(&b""[..], 0).expect("nothing is UTF-8 as well"), "");
    }

    #[test]
    fn causes_are_said_in_plain_words() {
        // As an error and not on a disk: root may read everything.
        let denied = ReadError::Io(io::ErrorKind::PermissionDenied.into());
        assert_eq!(denied.to_string(), "no permission to read it");
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let endless = io::repeat(b' ');
        assert!(matches!(decode(endless, 0), Err(ReadError::TooLarge)));
        assert!(matches!(decode(&b"{}"[..], LARGEST + 1), Err(ReadError::TooLarge)));
    }
}
