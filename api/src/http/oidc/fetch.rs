//! Fetches a provider's keys over HTTP, bounded in time and size.

use std::{str::FromStr, sync::Arc, time::Duration};

use reqwest::{Client, StatusCode, header::ACCEPT, redirect::Policy};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use url::{Host, Url};

use super::keys::{KeysError, LARGEST};

/// How long an answer may take, from the first step to the last byte.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where a provider publishes its keys: over TLS, or on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwksUrl(Url);

/// Why keys must not be fetched from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongJwksUrl {
    /// Not an address at all.
    #[error("is not an address, as in https://login.example.org/jwks.json")]
    Malformed,
    /// What comes from there could be anyone's.
    #[error("must begin with https://, or with http:// on this machine")]
    Insecure,
    /// It would stand in logs.
    #[error("must hold no user name and no password")]
    Credentials,
}

impl FromStr for JwksUrl {
    type Err = WrongJwksUrl;

    fn from_str(text: &str) -> Result<Self, WrongJwksUrl> {
        let url = Url::parse(text).map_err(|_| WrongJwksUrl::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WrongJwksUrl::Credentials);
        }
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_here(&url) => Ok(Self(url)),
            _ => Err(WrongJwksUrl::Insecure),
        }
    }
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Asks one address.
#[derive(Debug)]
pub(super) struct Fetcher {
    url: JwksUrl,
    client: Client,
}

impl Fetcher {
    /// Trusts whom the machine trusts, and goes through the proxy that the environment names,
    /// except to this machine.
    pub(super) fn new(url: JwksUrl) -> Result<Self, KeysError> {
        let encrypted = url.0.scheme() == "https";
        let roots = if encrypted {
            roots()?
        } else {
            RootCertStore::empty()
        };
        let mut client = Client::builder()
            .tls_backend_preconfigured(tls(roots)?)
            .user_agent(concat!("lehrgeld/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .https_only(encrypted)
            .timeout(PATIENCE)
            // A connection belongs to the runtime of the request that opened it.
            .pool_max_idle_per_host(0);
        if !encrypted {
            client = client.no_proxy();
        }
        let client = client.build().map_err(failed)?;
        Ok(Self { url, client })
    }

    /// What is there now.
    pub(super) async fn fetch(&self) -> Result<Vec<u8>, KeysError> {
        let request = self.client.get(self.url.0.clone());
        let request = request.header(ACCEPT, "application/jwk-set+json, application/json");
        let mut response = request.send().await.map_err(failed)?;
        if response.status() != StatusCode::OK {
            return Err(KeysError::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(KeysError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// Without the address, which stands in the settings and need not stand in the log.
fn failed(error: reqwest::Error) -> KeysError {
    KeysError::Fetch(error.without_url())
}

/// Those of the machine, or those that `SSL_CERT_FILE` or `SSL_CERT_DIR` names.
fn roots() -> Result<RootCertStore, KeysError> {
    let mut roots = RootCertStore::empty();
    let (added, _) =
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if added == 0 {
        return Err(KeysError::NoRoots);
    }
    Ok(roots)
}

fn tls(roots: RootCertStore) -> Result<ClientConfig, KeysError> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(KeysError::Tls)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
