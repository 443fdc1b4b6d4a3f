//! Reading and writing on a real disk: what is refused, what stays, and that nothing blocks.

use std::fs;
use std::path::Path;

use clawtidy::files::{self, Backup, ReadError, Scope, WriteError, discover};
use clawtidy::settings::Globs;
use tempfile::TempDir;

const TEXT: &str = "{ gateway: { mode: 'local' } } // mine\n";

fn directory() -> TempDir {
    TempDir::new().expect("a temporary directory")
}

/// Makes a file, and the directories above it.
fn put(directory: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().expect("it is below")).expect("a directory");
    write_test_file(&path, text.as_bytes());
    path
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn write_test_file(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("a file");
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_write_replaces_the_text_and_nothing_else() {
    let directory = directory();
    let path = put(directory.path(), "openclaw.json", TEXT);
    let original = files::read(&path).expect("it is readable");
    files::write(&path, &original, "{}\n", Backup::Keep).expect("it is writable");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "{}\n");
    assert_eq!(names(directory.path()), ["openclaw.json", "openclaw.json.bak"]);
    let backup = directory.path().join("openclaw.json.bak");
    assert_eq!(fs::read_to_string(backup).expect("it is there"), TEXT);
}

#[test]
fn backups_move_on_as_when_openclaw_writes() {
    let directory = directory();
    let at = |name: &str| directory.path().join(name);
    let text = |name: &str| fs::read_to_string(at(name)).expect("it is there");
    for number in 0..7 {
        let original = files::read(&put(directory.path(), "openclaw.json", &format!("{number}")));
        let original = original.expect("it is readable");
        files::write(&at("openclaw.json"), &original, "{}", Backup::Ring).expect("it is writable");
    }
    let ring = ["openclaw.json.bak", "openclaw.json.bak.1", "openclaw.json.bak.4"];
    assert_eq!(ring.map(text), ["6", "5", "2"]);
    assert_eq!(names(directory.path()).len(), 6);
}

#[test]
fn a_file_that_changed_is_left_alone() {
    let directory = directory();
    let path = put(directory.path(), "openclaw.json", TEXT);
    let original = files::read(&path).expect("it is readable");
    // The same length and the same time: only the text tells.
    let modified = path.metadata().and_then(|it| it.modified()).expect("a time");
    let other = TEXT.replace("mine", "your");
    write_test_file(&path, other.as_bytes());
    let file = fs::File::options().write(true).open(&path).expect("a file");
    file.set_modified(modified).expect("a time");
    let refused = files::write(&path, &original, "{}", Backup::Keep);
    assert!(matches!(refused, Err(WriteError::Changed)), "{refused:?}");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), other);
    assert_eq!(names(directory.path()), ["openclaw.json"]);
}

#[test]
fn a_read_only_file_is_left_alone() {
    let directory = directory();
    let path = put(directory.path(), "openclaw.json", TEXT);
    let mut permissions = path.metadata().expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions.clone()).expect("it is ours");
    let original = files::read(&path).expect("it is readable");
    let refused = files::write(&path, &original, "{}", Backup::Keep);
    assert!(matches!(refused, Err(WriteError::ReadOnlyFile)), "{refused:?}");
    assert_eq!(names(directory.path()), ["openclaw.json"]);
}

#[test]
fn directories_are_searched_as_git_sees_them() {
    let directory = directory();
    let root = directory.path();
    for name in [
        "openclaw.json",
        ".openclaw/openclaw.json",
        "b/clawdbot.json",
        "b/moltbot.json",
        "a/openclaw.json5",
        "a/openclaw.json/openclaw.json",
        "a/openclaw.config.yaml",
        "a/openclaw.yaml",
        "a/package.json",
        ".git/openclaw.json",
        "kept-out/openclaw.json",
    ] {
        put(root, name, TEXT);
    }
    put(root, ".gitignore", "kept-out/\n");
    let found = |paths: &[&str]| {
        let paths: Vec<_> = paths.iter().map(Into::into).collect();
        let found = discover(&paths, root, &Scope::default());
        assert_eq!(found.failures, []);
        let shown = |path: &std::path::PathBuf| path.display().to_string().replace('\\', "/");
        found.files.iter().map(shown).collect::<Vec<_>>()
    };
    let all = [
        ".openclaw/openclaw.json",
        "a/openclaw.config.yaml",
        "a/openclaw.json/openclaw.json",
        "a/openclaw.json5",
        "a/openclaw.yaml",
        "b/clawdbot.json",
        "b/moltbot.json",
        "openclaw.json",
    ];
    assert_eq!(found(&[]), all);
    assert_eq!(
        found(&["b", "a/package.json", "./b/../b"]),
        ["b/clawdbot.json", "b/moltbot.json", "a/package.json"]
    );
    assert_eq!(found(&["kept-out/openclaw.json"]), ["kept-out/openclaw.json"]);
}

#[test]
fn large_directories_are_searched_as_small_ones_are() {
    let directory = TempDir::new().expect("a temporary directory");
    let names = (0..500).map(|n| format!("d{:03}/openclaw.json", n * 7 % 500));
    let paths: Vec<std::path::PathBuf> = names.map(Into::into).collect();
    for path in &paths {
        put(directory.path(), &path.display().to_string(), TEXT);
        put(directory.path(), &path.with_file_name("other.json").display().to_string(), TEXT);
    }
    let found = discover(&[], directory.path(), &Scope::default());
    let mut sorted = paths;
    sorted.sort();
    assert_eq!(found.files, sorted);
    assert!(found.artefacts.is_empty() && found.failures.is_empty());
}

#[test]
fn a_scope_adds_names_and_passes_over() {
    let directory = directory();
    let root = directory.path();
    for name in ["openclaw.json", "a/host.claw.json", "vendor/openclaw.json", "b/openclaw.json"] {
        put(root, name, TEXT);
    }
    let globs = |patterns: &[&str]| Globs::new(patterns).expect("patterns");
    let scope = Scope {
        root: root.to_owned(),
        names: globs(&["*.claw.json"]),
        exclude: globs(&["vendor/", "/b/*.json"]),
        ..Scope::default()
    };
    let found = |path: &str| discover(&[path.into()], root, &scope).files;
    assert_eq!(found("."), [Path::new("a/host.claw.json"), Path::new("openclaw.json")]);
    // What is named is read.
    assert_eq!(found("vendor"), [Path::new("vendor/openclaw.json")]);
    assert_eq!(found("b/openclaw.json"), [Path::new("b/openclaw.json")]);
}

#[test]
fn what_a_killed_run_left_is_no_config_and_a_copy_of_one_for_git() {
    let directory = directory();
    let root = directory.path();
    let left = [".openclaw.json.aB3dE6.tmp", ".host.claw.json.aB3dE6.tmp"];
    for name in ["openclaw.json", ".git/HEAD", left[0], left[1]] {
        put(root, name, TEXT);
    }
    let names = Globs::new(&["*claw.json*"]).expect("patterns");
    let scope = Scope { root: root.to_owned(), names, ..Scope::default() };
    let found = discover(&[], root, &scope);
    assert_eq!(found.files, [Path::new("openclaw.json")]);
    assert_eq!(found.artefacts, [Path::new(left[0])]);
}

#[test]
fn a_directory_without_a_config_is_a_failure() {
    let directory = directory();
    put(directory.path(), "package.json", "{}");
    let found = discover(&[], directory.path(), &Scope::default());
    assert_eq!(found.files, [] as [std::path::PathBuf; 0]);
    assert!(found.failures[0].message.contains("openclaw.json"), "{found:?}");
}

#[test]
fn what_is_no_text_file_is_refused() {
    let directory = directory();
    let large = directory.path().join("large.json");
    // A hole, which takes no room on the disk.
    fs::File::create(&large).and_then(|file| file.set_len(200 << 20)).expect("a large file");
    assert!(matches!(files::read(&large), Err(ReadError::TooLarge)));
    assert!(matches!(files::read(directory.path()), Err(ReadError::NotAFile("a directory"))));
    let missing = files::read(&directory.path().join("missing")).expect_err("it is not there");
    assert_eq!(missing.to_string(), "no such file or directory");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn mode_owner_and_link_stay() {
        let directory = directory();
        let target = put(directory.path(), "store/real.json", TEXT);
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).expect("it is ours");
        let link = directory.path().join("openclaw.json");
        symlink("store/real.json", &link).expect("a link");
        let before = target.metadata().expect("it is there");
        let original = files::read(&link).expect("it is readable");
        files::write(&link, &original, "{}", Backup::None).expect("it is writable");
        let after = target.metadata().expect("it is there");
        assert_eq!(fs::read_link(&link).expect("still a link"), Path::new("store/real.json"));
        assert_eq!(fs::read_to_string(&target).expect("it is there"), "{}");
        assert_eq!(
            (after.mode(), after.uid(), after.gid()),
            (before.mode(), before.uid(), before.gid())
        );
        assert_ne!(after.ino(), before.ino(), "replaced in one step, not overwritten");
        assert_eq!(names(&directory.path().join("store")), ["real.json"]);
    }

    #[test]
    fn a_file_that_was_replaced_is_left_alone() {
        let directory = directory();
        let path = put(directory.path(), "openclaw.json", TEXT);
        let original = files::read(&path).expect("it is readable");
        let other = put(directory.path(), "other", TEXT);
        fs::rename(other, &path).expect("a rename");
        let refused = files::write(&path, &original, "{}", Backup::None);
        assert!(matches!(refused, Err(WriteError::Changed)), "{refused:?}");
    }

    #[test]
    fn a_read_only_directory_is_left_alone() {
        let directory = directory();
        let path = put(directory.path(), "in/openclaw.json", TEXT);
        let within = path.parent().expect("it is below");
        let original = files::read(&path).expect("it is readable");
        fs::set_permissions(within, fs::Permissions::from_mode(0o555)).expect("it is ours");
        let refused = files::write(&path, &original, "{}", Backup::Keep);
        fs::set_permissions(within, fs::Permissions::from_mode(0o755)).expect("it is ours");
        assert!(matches!(refused, Err(WriteError::ReadOnlyDirectory)), "{refused:?}");
        assert_eq!(names(within), ["openclaw.json"]);
    }

    #[test]
    fn pipes_sockets_and_devices_are_never_opened() {
        let directory = directory();
        let pipe = directory.path().join("openclaw.json");
        let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
        assert!(made.success());
        assert!(matches!(files::read(&pipe), Err(ReadError::NotAFile("a pipe"))));
        let socket = directory.path().join("socket");
        let _listener = UnixListener::bind(&socket).expect("a socket");
        assert!(matches!(files::read(&socket), Err(ReadError::NotAFile("a socket"))));
        let device = files::read(Path::new("/dev/null"));
        assert!(matches!(device, Err(ReadError::NotAFile("a device"))));
        // In a search as well, where the name alone would do.
        let found = discover(&[], directory.path(), &Scope::default());
        assert_eq!(found.files, [Path::new("openclaw.json")]);
    }

    #[test]
    fn links_to_nothing_and_to_themselves_are_named() {
        let directory = directory();
        let [dangling, around] = ["dangling", "around"].map(|name| directory.path().join(name));
        symlink("nowhere", &dangling).expect("a link");
        symlink("around", &around).expect("a link");
        assert!(matches!(files::read(&dangling), Err(ReadError::DanglingLink)));
        assert!(matches!(files::read(&around), Err(ReadError::LinkLoop)));
    }

    #[test]
    fn links_to_directories_are_not_entered() {
        let directory = directory();
        put(directory.path(), "real/openclaw.json", TEXT);
        symlink("..", directory.path().join("real/up")).expect("a link");
        symlink("real", directory.path().join("again")).expect("a link");
        let found = discover(&[], directory.path(), &Scope::default());
        assert_eq!(found.files, [Path::new("real/openclaw.json")]);
    }
}
