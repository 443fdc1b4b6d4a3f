//! Programs that commands may call without being asked about: what OpenClaw's audit thinks of them
//! and of where they are looked for (2026.9.6).

use super::bind_mounts::{is_inside, normal_path};
use crate::schema::trim;

/// Programs that run whatever they are given.
const INTERPRETERS: [&str; 32] = [
    "ash",
    "awk",
    "bash",
    "busybox",
    "bun",
    "cmd",
    "cscript",
    "dash",
    "deno",
    "fish",
    "gawk",
    "gsed",
    "ksh",
    "lua",
    "mawk",
    "nawk",
    "node",
    "nodejs",
    "perl",
    "php",
    "powershell",
    "pypy",
    "pwsh",
    "python",
    "python2",
    "python3",
    "ruby",
    "sed",
    "sh",
    "toybox",
    "wscript",
    "zsh",
];

/// Those that also go by the name with a version behind it.
const VERSIONED: [&str; 5] = ["node", "perl", "php", "python", "ruby"];

/// Programs that only seem to filter text.
const BROAD: [&str; 7] = ["jq", "awk", "gawk", "mawk", "nawk", "sed", "gsed"];

/// The endings of programs on Windows.
const ENDINGS: [&str; 4] = [".exe", ".cmd", ".bat", ".com"];

/// A program as it is compared: without folder and ending, in lower case.
pub fn program_name(written: &str) -> String {
    let name = trim(written).to_lowercase();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    ending.unwrap_or(name).to_owned()
}

/// Whether a program, by its [name](program_name), runs whatever it is given.
pub fn is_interpreter(program: &str) -> bool {
    let is_version = |version: &str| {
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        match version.split_once('.') {
            Some((major, minor)) => is_number(major) && is_number(minor),
            None => is_number(version),
        }
    };
    INTERPRETERS.contains(&program)
        || VERSIONED.iter().any(|name| program.strip_prefix(name).is_some_and(is_version))
}

/// Whether a program, by its [name](program_name), does more than filter text.
pub fn does_more_than_filter(program: &str) -> bool {
    BROAD.contains(&program)
}

/// Folders of package managers, which their users may write to.
const PACKAGES: [&str; 4] =
    ["/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin", "/home/linuxbrew/.linuxbrew/bin"];

/// Folders that everybody may write to.
const TEMPORARY: [&str; 3] = ["/tmp", "/var/tmp", "/private/tmp"];

/// Why a folder is a bad place to look for trusted programs in, if it is; `None` for a blank.
pub fn why_not_trusted(folder: &str) -> Option<&'static str> {
    let folder = trim(folder);
    if folder.is_empty() {
        return None;
    }
    if !folder.starts_with('/') {
        return Some("this depends on the folder that the gateway is started in");
    }
    let folder = normal_path(folder).to_lowercase();
    let is_in = |outer: &str| is_inside(&folder, outer);
    if TEMPORARY.iter().any(|outer| is_in(outer)) {
        Some("everybody may put programs there")
    } else if PACKAGES.contains(&folder.as_str()) {
        Some("whoever installs packages may often write there")
    } else if folder.starts_with("/users/")
        || folder.starts_with("/home/")
        || folder.contains("/.local/bin")
    {
        Some("the user whom the agent runs as may write there")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_names() {
        assert_eq!(program_name(" /usr/bin/Python3.12 "), "python3.12");
        assert_eq!(program_name(r"C:\Windows\CMD.EXE"), "cmd");
        for (program, expected) in [
            ("python3.12", true),
            ("node22", true),
            ("node22.x", false),
            ("pythonw", false),
            ("sed", true),
            ("jq", false),
            ("head", false),
        ] {
            assert_eq!(is_interpreter(program), expected, "{program}");
        }
        assert!(does_more_than_filter("jq") && !does_more_than_filter("python3"));
    }

    #[test]
    fn some_folders_are_not_to_be_trusted() {
        for (folder, expected) in [
            ("/usr/bin", false),
            ("/usr/local/bin/", true),
            ("/usr/local/bin/x", false),
            ("/usr/../tmp/x", true),
            ("/tmpx", false),
            ("bin", true),
            ("~/bin", true),
            ("/Users/ann/bin", true),
            ("/srv/x/.local/bin", true),
            (" ", false),
        ] {
            assert_eq!(why_not_trusted(folder).is_some(), expected, "{folder}");
        }
    }
}
