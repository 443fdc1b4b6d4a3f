//! What of the machine a sandbox may not be given (OpenClaw 2026.9.6).

/// Paths of the machine that a sandbox is refused, with all that is in them.
const SYSTEM: [&str; 10] = [
    "/etc",
    "/private/etc",
    "/proc",
    "/sys",
    "/dev",
    "/root",
    "/boot",
    "/run",
    "/var/run",
    "/private/var/run",
];

/// What in the home of the user that OpenClaw runs as holds credentials.
const IN_HOME: [&str; 8] =
    [".aws", ".cargo", ".config", ".docker", ".gnupg", ".netrc", ".npm", ".ssh"];

/// Where homes are.
const HOMES: [&str; 2] = ["/home", "/Users"];

/// Why a sandbox may not be given a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forbidden {
    /// It is this path of the system, lies in it or holds it.
    System(&'static str),
    /// It is this part of somebody's home, or lies in it: refused if OpenClaw runs as that person.
    Home(String),
}

/// The path of the machine in a mount such as `/srv/data:/data:ro`.
pub fn mounted_path(mount: &str) -> &str {
    let bytes = mount.as_bytes();
    let has_drive = bytes.len() > 2
        && bytes[0].is_ascii_alphabetic()
        && bytes[1] == b':'
        && matches!(bytes[2], b'/' | b'\\');
    let from = if has_drive { 2 } else { 0 };
    mount[from..].find(':').map_or(mount, |at| &mount[..from + at])
}

/// Why a sandbox may not be given a path of the machine, if it may not.
pub fn forbidden_in_sandbox(path: &str) -> Option<Forbidden> {
    if !path.starts_with('/') {
        return None;
    }
    let path = normal_path(path);
    let mut system = SYSTEM.into_iter();
    if let Some(system) =
        system.find(|&system| is_inside(&path, system) || is_inside(system, &path))
    {
        return Some(Forbidden::System(if path == "/" { "/" } else { system }));
    }
    HOMES.iter().find_map(|homes| {
        let (_, rest) = path.strip_prefix(homes)?.strip_prefix('/')?.split_once('/')?;
        let part = rest.split('/').next().unwrap_or_default();
        IN_HOME.contains(&part).then(|| Forbidden::Home(format!("~/{part}")))
    })
}

/// An absolute path without `.`, `..`, doubled and trailing slashes.
pub(super) fn normal_path(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// Whether a normal path is another, or lies in it.
pub(super) fn is_inside(path: &str, outer: &str) -> bool {
    outer == "/"
        || path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_paths_are_refused() {
        let system = |path| Some(Forbidden::System(path));
        for (mount, expected) in [
            ("/etc/ssl:/ssl:ro", system("/etc")),
            ("/srv/../etc/:/x", system("/etc")),
            ("/var:/x", system("/var/run")),
            ("/:/host", system("/")),
            ("/var/run/docker.sock:/var/run/docker.sock", system("/var/run")),
            ("/etcetera:/x", None),
            ("/srv/data:/data", None),
            ("/home/ann/.ssh/id:/x", Some(Forbidden::Home("~/.ssh".to_owned()))),
            ("/Users/ann/.aws:/x", Some(Forbidden::Home("~/.aws".to_owned()))),
            ("/home/ann:/x", None),
            ("C:\\data:/data", None),
            ("data:/data", None),
        ] {
            assert_eq!(forbidden_in_sandbox(mounted_path(mount)), expected, "{mount}");
        }
        assert_eq!(mounted_path("C:\\data:/data"), "C:\\data");
    }
}
