//! Repositories: `github.com/owner/repo`.

use super::address;

/// Hosts of which OpenClaw knows how their paths are made.
const KNOWN: [&str; 5] =
    ["bitbucket.org", "gist.github.com", "git.sr.ht", "github.com", "gitlab.com"];

/// Whether `text` is a repository as OpenClaw writes it itself: host, owner and name in lower
/// case, with no `.git` and nothing else of a URL. What it reads with more behind the name it
/// writes without, so that no repository has such a key.
pub(super) fn is_repository(text: &str) -> bool {
    let Some((host, path)) = text.split_once('/') else { return false };
    let parts: Vec<&str> = path.split('/').collect();
    let Some(url) = address::url(&format!("https://{text}")) else { return false };
    let same_host = url.host_str() == Some(host) && url.port().is_none();
    let in_groups =
        host == "gitlab.com" && !path.contains("/-/") && !path.ends_with("/archive.tar.gz");
    let same_path = if KNOWN.contains(&host) && (parts.len() == 2 || in_groups) {
        // Read without percent signs, in any letters.
        !path.contains(['%', '?', '#']) && !path.contains(char::is_control)
    } else {
        // `new URL` writes `^` with a percent sign, unlike the crate.
        url.path().strip_prefix('/') == Some(path) && !path.contains('^')
    };
    let plain = |part: &&str| !matches!(*part, "" | "." | "..") && !part.contains('\\');
    same_host
        && same_path
        && text.to_lowercase() == text
        && text.trim() == text
        && parts.len() >= 2
        && parts.iter().all(plain)
        && path.strip_suffix(".git").is_none()
        && !names_revision(path)
        && is_whole(host, &parts)
}

/// Whether an `@`, with something behind it, splits a revision off. One in front of the owner does
/// not.
fn names_revision(path: &str) -> bool {
    let inner = path.strip_prefix('@').unwrap_or(path);
    inner.find('@').is_some_and(|at| at + 1 < inner.len())
}

/// Whether nothing behind owner and name is read as something else.
fn is_whole(host: &str, parts: &[&str]) -> bool {
    match (host, parts) {
        ("github.com", [_, _, "tree", ..]) => false,
        ("bitbucket.org", [_, _, kind, ..]) => *kind == "get",
        ("gist.github.com", [_, _, kind, ..]) => *kind == "raw",
        ("git.sr.ht", [_, _, kind, ..]) => *kind == "archive",
        _ => host.strip_prefix("www.").is_none_or(|host| !KNOWN.contains(&host)),
    }
}
