//! `lehrgeld health`: asks a running service whether it is ready, for whoever watches containers.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::ExitCode,
    time::Duration,
};

use clap::Args;
use url::Url;

use super::{Failure, tell};
use crate::settings::{listen_address, reachable};

/// How long connecting, and each wait for more of the answer, may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// No answer of ours is longer.
const MOST_BYTES: u64 = 64 * 1024;

/// What `lehrgeld health` is told.
#[derive(Args, Debug)]
pub(super) struct Health {
    /// What to ask; /health/ready of the service on this machine unless said
    #[arg(long, value_name = "URL")]
    url: Option<Url>,

    /// Where the service on this machine listens
    #[arg(
        long,
        env = "LEHRGELD_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        value_parser = listen_address
    )]
    listen: SocketAddr,
}

/// Why nobody answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum HealthError {
    #[error("the address cannot be asked")]
    Address(#[from] url::ParseError),
    #[error("cannot ask {0}: only http:// is spoken here")]
    Scheme(Url),
    #[error("{url} does not answer")]
    Silent { url: Url, source: io::Error },
    #[error("{0} does not answer in HTTP")]
    NotHttp(Url),
}

impl Health {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let url = match self.url {
            Some(url) => url,
            None => ready_at(self.listen)?,
        };
        let (status, body) = get(&url)?;
        tell(body.trim_end())?;
        Ok(if status == 200 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

fn ready_at(listen: SocketAddr) -> Result<Url, HealthError> {
    let address = reachable(listen);
    Ok(Url::parse(&format!("http://{address}/health/ready"))?)
}

/// Status and body. One request in the simplest HTTP needs no client library in the image.
fn get(url: &Url) -> Result<(u16, String), HealthError> {
    if url.scheme() != "http" {
        return Err(HealthError::Scheme(url.clone()));
    }
    let answer = exchange(url).map_err(|source| HealthError::Silent {
        url: url.clone(),
        source,
    })?;
    parse(&answer).ok_or_else(|| HealthError::NotHttp(url.clone()))
}

fn exchange(url: &Url) -> io::Result<String> {
    let mut stream = connect(url)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // HTTP/1.0, so that the answer comes in one piece and the connection ends with it.
    let request = format!(
        "GET {} HTTP/1.0\r\nHost: {}\r\nAccept: application/json\r\n\r\n",
        url.path(),
        url.authority()
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(MOST_BYTES).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn connect(url: &Url) -> io::Result<TcpStream> {
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in url.socket_addrs(|| None)? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn parse(answer: &str) -> Option<(u16, String)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
    Some((status.parse().ok()?, body.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    /// A service that answers once.
    fn answering(answer: &'static str) -> (SocketAddr, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let served = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = vec![0; 1024];
            let length = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            String::from_utf8_lossy(&request[..length]).into_owned()
        });
        (address, served)
    }

    fn ask(address: SocketAddr) -> Result<(u16, String), HealthError> {
        get(&ready_at(address).unwrap())
    }

    #[test]
    fn it_asks_whether_the_service_is_ready() {
        let (address, served) = answering("HTTP/1.1 200 OK\r\nX: y\r\n\r\n{\"status\":\"ready\"}");
        let (status, body) = ask(address).unwrap();
        assert_eq!((status, body.as_str()), (200, "{\"status\":\"ready\"}"));
        let request = served.join().unwrap();
        assert!(
            request.starts_with("GET /health/ready HTTP/1.0\r\n"),
            "{request}"
        );
        assert!(
            request.contains(&format!("Host: {address}\r\n")),
            "{request}"
        );
    }

    #[test]
    fn only_200_is_well() {
        for (answer, well) in [
            ("HTTP/1.1 200 OK\r\n\r\n", true),
            ("HTTP/1.1 503 Service Unavailable\r\n\r\n{}", false),
        ] {
            let (address, served) = answering(answer);
            let health = Health {
                url: None,
                listen: address,
            };
            let code = if well {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            };
            assert_eq!(health.run().unwrap(), code, "{answer}");
            served.join().unwrap();
        }
    }

    #[test]
    fn whoever_does_not_speak_http_is_not_well() {
        let (address, served) = answering("SSH-2.0-OpenSSH\r\n");
        assert!(matches!(ask(address), Err(HealthError::NotHttp(_))));
        served.join().unwrap();
        let free = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        assert!(matches!(ask(free), Err(HealthError::Silent { .. })));
        let encrypted = Url::parse("https://127.0.0.1/").unwrap();
        assert!(matches!(get(&encrypted), Err(HealthError::Scheme(_))));
    }
}
