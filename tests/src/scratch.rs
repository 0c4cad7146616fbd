//! Where the tests keep their files, gone when they are.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A folder of this process.
///
/// A shell that reads from us removes it, so that it goes however this process ends: statics are
/// not dropped, and a killed process drops nothing.
struct Scratch {
    folder: PathBuf,
    _open_until_we_end: Option<ChildStdin>,
}

/// A new folder.
pub(crate) fn folder(name: &str) -> PathBuf {
    static SCRATCH: OnceLock<Scratch> = OnceLock::new();
    static NEXT: AtomicUsize = AtomicUsize::new(0);

    let scratch = SCRATCH.get_or_init(Scratch::create);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = scratch.folder.join(format!("{number}-{name}"));
    fs::create_dir(&folder).unwrap();
    folder
}

impl Scratch {
    fn create() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("lehrgeld-tests-")
            .tempdir()
            .unwrap()
            .keep();
        let mut watch = outliving("sh");
        watch
            .args(["-c", "trap '' HUP INT TERM; cat; rm -rf \"$1\"", "sh"])
            .arg(&folder);
        Self {
            folder,
            _open_until_we_end: watch.spawn().unwrap().stdin.take(),
        }
    }
}

/// A command that outlives us, and sees our end as the end of its input.
pub(crate) fn outliving(program: impl AsRef<std::ffi::OsStr>) -> Command {
    use std::os::unix::process::CommandExt as _;

    let mut command = Command::new(program);
    command
        // Ctrl-C is meant for us.
        .process_group(0)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Copies a folder and what is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
