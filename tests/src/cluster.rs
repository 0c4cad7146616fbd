//! A PostgreSQL server of the tests' own, gone when they are.

use std::{
    env, fs,
    io::Read as _,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
};

use crate::scratch;

/// A running server.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// Where it listens.
    pub(crate) port: u16,
    _open_until_we_end: ChildStdin,
}

/// Makes the server's files, starts it, and stops it as soon as its input ends, which is when the
/// tests end.
///
/// Its collation is German where it can be, and its time zone is far away: the service must not
/// depend on what a server happens to be set to.
const WATCH: &str = r#"
trap '' HUP INT PIPE TERM
programs="$1"; folder="$2"; port="$3"
initialize() {
    rm -rf "$folder/data"
    "$programs/initdb" --pgdata="$folder/data" --username=lehrgeld --auth=trust \
        --encoding=UTF8 --no-sync --no-instructions "$@" >"$folder/log" 2>&1
}
start() {
    "$programs/pg_ctl" start --wait --silent --pgdata="$folder/data" --log="$folder/log" \
        --options="-k '$folder' -h 127.0.0.1 -p $port -c fsync=off -c synchronous_commit=off \
            -c full_page_writes=off -c max_connections=300 -c shared_buffers=128MB \
            -c timezone=Pacific/Auckland"
}
{
    initialize --locale-provider=icu --icu-locale=de-DE --locale=C.UTF-8 ||
        initialize --locale=C.UTF-8 ||
        initialize --no-locale
} && start && echo ready || cat "$folder/log"
exec >/dev/null
cat
"$programs/pg_ctl" stop --mode=immediate --silent --pgdata="$folder/data"
rm -rf "$folder"
"#;

impl Cluster {
    /// Starts one, where PostgreSQL is installed.
    pub(crate) fn start() -> Option<Self> {
        let programs = programs()?;
        let owner = Owner::of_cluster();
        let mut said = String::new();
        // Someone else may take the port first.
        for _ in 0..5 {
            match Self::run(&owner, &programs) {
                Ok(cluster) => return Some(cluster),
                Err(log) => said = log,
            }
        }
        panic!("PostgreSQL is installed but does not start:\n{said}");
    }

    /// Fails with what the server said.
    #[expect(
        clippy::zombie_processes,
        reason = "the shell outlives us, and stops the server"
    )]
    fn run(owner: &Owner, programs: &Path) -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("lehrgeld-postgres-")
            .tempdir()
            .unwrap()
            .keep();
        owner.own(&folder);
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let mut server = owner
            .command("sh")
            .args(["-c", WATCH, "sh"])
            .arg(programs)
            .arg(&folder)
            .arg(port.to_string())
            .env("LC_ALL", "C")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut output = server.stdout.take().unwrap();
        output.read_to_string(&mut said).unwrap();
        if said.trim_end() != "ready" {
            return Err(said);
        }
        Ok(Self {
            port,
            _open_until_we_end: server.stdin.take().unwrap(),
        })
    }
}

/// Where `initdb` and `postgres` are.
fn programs() -> Option<PathBuf> {
    let told = Command::new("pg_config")
        .arg("--bindir")
        .output()
        .ok()
        .filter(|output| output.status.success())
        .map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    debian.sort();
    #[expect(
        clippy::disallowed_methods,
        reason = "PATH is no setting of the service"
    )]
    let path = env::var_os("PATH").unwrap_or_default();
    told.into_iter()
        .chain(debian.into_iter().rev())
        .chain(env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// Who runs the server: we, or someone lesser when we are root, whom it refuses.
struct Owner(Option<&'static str>);

impl Owner {
    fn of_cluster() -> Self {
        let root = id(&["-u"]).as_deref() == Some("0");
        Self(root.then(|| {
            ["postgres", "nobody"]
                .into_iter()
                .find(|name| id(&["-u", name]).is_some())
                .expect("root needs a user to run PostgreSQL as")
        }))
    }

    fn own(&self, folder: &Path) {
        if let Some(name) = self.0 {
            let uid = id(&["-u", name]).and_then(|id| id.parse().ok());
            let gid = id(&["-g", name]).and_then(|id| id.parse().ok());
            std::os::unix::fs::chown(folder, uid, gid).unwrap();
        }
        fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let Some(name) = self.0 else {
            return scratch::outliving(program);
        };
        let mut command = scratch::outliving("setpriv");
        command
            .args([
                format!("--reuid={name}"),
                format!("--regid={}", id(&["-g", name]).unwrap()),
            ])
            .arg("--clear-groups")
            .arg(program);
        command
    }
}

fn id(arguments: &[&str]) -> Option<String> {
    let output = Command::new("id").args(arguments).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    /// The other tests may use a server that was named to them; this one always starts its own.
    #[test]
    fn a_server_answers_until_it_is_dropped() {
        let Some(cluster) = Cluster::start() else {
            return;
        };
        assert!(TcpStream::connect(("127.0.0.1", cluster.port)).is_ok());
    }
}
