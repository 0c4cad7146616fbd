//! The command `lehrgeld` as a process, to be signalled, killed and read.

use std::{
    env,
    ffi::OsString,
    io::{BufRead as _, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::{client::Client, place::Place};

/// Arguments for the test that stands in for the command, as JSON.
const ARGUMENTS: &str = "LEHRGELD_TEST_ARGUMENTS";
/// The name of that test.
const TEST: &str = "lehrgeld_process";
/// How long a process may take to say or do what is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs the command and ends the process, where [`LehrgeldProcess`] started it.
///
/// Cargo builds a program only for the tests of its own package, so the test program starts itself
/// again, asks for this test alone, and becomes the command.
pub fn run_if_asked() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a message between two test programs"
    )]
    let Some(arguments) = env::var_os(ARGUMENTS) else {
        return;
    };
    let arguments: Vec<String> = serde_json::from_str(&arguments.into_string().unwrap()).unwrap();
    let code = api::command::run(
        ["lehrgeld".to_owned()]
            .into_iter()
            .chain(arguments)
            .map(OsString::from),
    );
    // An `ExitCode` gives its number to nobody but the system, and to whoever looks.
    let code: String = format!("{code:?}")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    #[expect(
        clippy::disallowed_methods,
        reason = "the test program ends here, as `main` would"
    )]
    std::process::exit(code.parse().unwrap());
}

/// A process that runs the command.
#[derive(Debug)]
pub struct LehrgeldProcess {
    child: Child,
    output: mpsc::Receiver<String>,
    said: Vec<String>,
}

impl LehrgeldProcess {
    /// Starts `lehrgeld` with these arguments.
    #[must_use]
    pub fn start(arguments: &[&str], place: &Place) -> Self {
        let arguments: Vec<String> = arguments
            .iter()
            .map(|&argument| argument.to_owned())
            .chain(place.arguments())
            .collect();
        let mut command = Command::new(env::current_exe().unwrap());
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("LEHRGELD_") {
                command.env_remove(name);
            }
        }
        let mut child = command
            .args([TEST, "--exact", "--nocapture"])
            .env(ARGUMENTS, serde_json::to_string(&arguments).unwrap())
            // With one thread the test program writes the test's name in front of our output.
            .env("RUST_TEST_THREADS", "2")
            .env_remove("RUST_LOG")
            .current_dir(place.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (line, output) = mpsc::channel();
        let lines = line.clone();
        let out = child.stdout.take().unwrap();
        // The test program opens with two lines of its own.
        thread::spawn(move || forward(BufReader::new(out).lines().skip(2), &lines));
        let err = child.stderr.take().unwrap();
        thread::spawn(move || forward(BufReader::new(err).lines(), &line));
        Self {
            child,
            output,
            said: Vec::new(),
        }
    }

    /// Waits until it says something that contains this.
    pub fn wait_for(&mut self, text: &str) -> String {
        self.listen_for(text)
            .unwrap_or_else(|| panic!("not said: {text}\n{}", self.said.join("\n")))
    }

    /// Waits until it says something that contains this, or ends without having said it.
    pub fn says(&mut self, text: &str) -> bool {
        self.listen_for(text).is_some()
    }

    fn listen_for(&mut self, text: &str) -> Option<String> {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(line) => {
                    self.said.push(line.clone());
                    if line.contains(text) {
                        return Some(line);
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
                Err(error) => panic!("{error}, not said: {text}\n{}", self.said.join("\n")),
            }
        }
    }

    /// Waits until it listens, and talks to it.
    pub fn client(&mut self) -> Client {
        let line = self.wait_for("answering");
        let port: String = line
            .split("127.0.0.1:")
            .nth(1)
            .unwrap_or_else(|| panic!("no address: {line}"))
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        Client::new(port.parse().unwrap())
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for its end; how it ended, and all it said.
    #[must_use]
    pub fn end(mut self) -> (ExitStatus, String) {
        // The output closes with the process.
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(line) => self.said.push(line),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(error) => panic!("{error}, still running\n{}", self.said.join("\n")),
            }
        }
        (self.child.wait().unwrap(), self.said.join("\n"))
    }
}

impl Drop for LehrgeldProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn forward(lines: impl Iterator<Item = std::io::Result<String>>, to: &mpsc::Sender<String>) {
    for line in lines.map_while(Result::ok) {
        if to.send(line).is_err() {
            return;
        }
    }
}
