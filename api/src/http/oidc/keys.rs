//! A provider's keys over time: where they come from, and when they are taken anew.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    TokenError,
    fetch::{Fetcher, JwksUrl},
    key::KeySet,
};

/// How many bytes a set of keys has at most.
pub(super) const LARGEST: usize = 1024 * 1024;
/// How long it takes at least from one attempt to take the keys to the next.
const PAUSE: TimeDelta = TimeDelta::seconds(60);
/// After how long the keys of a file, or at an address, are taken anew although nobody misses one:
/// a key that the provider withdrew must not stay good.
const FRESH_FROM_FILE: TimeDelta = PAUSE;
const FRESH_FROM_ADDRESS: TimeDelta = TimeDelta::hours(1);
/// How long keys are used that could not be taken anew.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// Where a provider's keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// In a file.
    File(PathBuf),
    /// At an address.
    Address(JwksUrl),
}

/// Why the keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file cannot be read.
    #[error("cannot read the keys of the identity provider from {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file has no key to verify with.
    #[error("{path} holds no public key with an id for RS256, PS256, ES256 or EdDSA")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The address cannot be asked.
    #[error("cannot fetch the keys of the identity provider")]
    Fetch(#[source] reqwest::Error),
    /// The address answered with something else.
    #[error("the identity provider answered {0} instead of its keys")]
    Status(u16),
    /// There are more than any provider has.
    #[error("the keys of the identity provider are larger than a mebibyte")]
    TooLarge,
    /// They are something else.
    #[error("the keys of the identity provider are not a JSON Web Key Set")]
    Format(#[source] serde_json::Error),
    /// This machine trusts nobody.
    #[error("no root certificates on this machine to trust the identity provider's address by")]
    NoRoots,
    /// TLS cannot be used.
    #[error("cannot prepare TLS")]
    Tls(#[source] rustls::Error),
}

/// The keys, kept and taken anew.
#[derive(Clone, Debug)]
pub(super) struct Keys(Arc<Store>);

#[derive(Debug)]
struct Store {
    origin: Origin,
    state: Mutex<State>,
    /// Held by whoever takes the keys anew, so that those who miss a key meanwhile wait for it.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
enum Origin {
    File(PathBuf),
    Address(Fetcher),
}

#[derive(Debug, Default)]
struct State {
    held: Option<Held>,
    tried: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug)]
struct Held {
    keys: Arc<KeySet>,
    since: DateTime<Utc>,
}

impl Keys {
    /// Reads a file's keys at once and fetches none.
    pub(super) fn open(source: KeySource, now: DateTime<Utc>) -> Result<Self, KeysError> {
        let mut state = State::default();
        let origin = match source {
            KeySource::File(path) => {
                let keys = parse(&read(&path)?)?;
                if keys.is_empty() {
                    return Err(KeysError::Empty { path });
                }
                state.tried = Some(now);
                state.hold(keys, now);
                Origin::File(path)
            }
            KeySource::Address(url) => Origin::Address(Fetcher::new(url)?),
        };
        Ok(Self(Arc::new(Store {
            origin,
            state: Mutex::new(state),
            turn: tokio::sync::Mutex::default(),
        })))
    }

    /// The keys as of now, taken anew if they are old or lack this one.
    pub(super) async fn current(
        &self,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<KeySet>, TokenError> {
        if self.0.is_overdue(now) {
            self.renew(now).await;
        }
        if let Some(keys) = self.0.usable(now).filter(|keys| keys.has(id)) {
            return Ok(keys);
        }
        self.renew(now).await;
        self.0.usable(now).ok_or(TokenError::NoKeys)
    }

    /// Takes the keys anew, or waits for whoever does, unless that was just tried.
    async fn renew(&self, now: DateTime<Utc>) {
        let store = Arc::clone(&self.0);
        // A task of its own: a client that hangs up must not end what others wait for.
        let renewing = tokio::spawn(async move { store.renew(now).await });
        if let Err(error) = renewing.await {
            tracing::error!(%error, "the keys of the identity provider were not taken anew");
        }
    }
}

impl Store {
    async fn renew(&self, now: DateTime<Utc>) {
        let _turn = self.turn.lock().await;
        if !self.state().may_try(now) {
            return;
        }
        self.state().tried = Some(now);
        match self.origin.load().await {
            Ok(keys) => {
                if keys.is_empty() {
                    tracing::warn!("the identity provider has no key that can verify a token");
                }
                self.state().hold(keys, now);
            }
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(error, "the keys of the identity provider cannot be had");
            }
        }
    }

    /// Whether it is time to take the keys anew, although those that are held may be used.
    fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        let fresh = match self.origin {
            Origin::File(_) => FRESH_FROM_FILE,
            Origin::Address(_) => FRESH_FROM_ADDRESS,
        };
        let state = self.state();
        let held = state.held.as_ref();
        held.is_some_and(|held| apart(held.since, now) >= fresh) && state.may_try(now)
    }

    fn usable(&self, now: DateTime<Utc>) -> Option<Arc<KeySet>> {
        let state = self.state();
        let held = state.held.as_ref()?;
        (apart(held.since, now) < KEPT).then(|| Arc::clone(&held.keys))
    }

    /// A poisoned lock holds keys that are still good.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn may_try(&self, now: DateTime<Utc>) -> bool {
        self.tried.is_none_or(|tried| apart(tried, now) >= PAUSE)
    }

    fn hold(&mut self, keys: KeySet, since: DateTime<Utc>) {
        let keys = Arc::new(keys);
        self.held = Some(Held { keys, since });
    }
}

impl Origin {
    async fn load(&self) -> Result<KeySet, KeysError> {
        let json = match self {
            Self::File(path) => read(path)?,
            Self::Address(fetcher) => fetcher.fetch().await?,
        };
        parse(&json)
    }
}

/// A small file of this machine, and once a minute: not worth a thread of its own.
fn read(path: &Path) -> Result<Vec<u8>, KeysError> {
    let mut json = Vec::new();
    let limit = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    File::open(path)
        .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut json))
        .map_err(|source| KeysError::File {
            path: path.to_owned(),
            source,
        })?;
    if json.len() > LARGEST {
        return Err(KeysError::TooLarge);
    }
    Ok(json)
}

fn parse(json: &[u8]) -> Result<KeySet, KeysError> {
    KeySet::parse(json).map_err(KeysError::Format)
}

/// However the clock was set meanwhile. Two requests may also ask in another order than they came.
fn apart(one: DateTime<Utc>, other: DateTime<Utc>) -> TimeDelta {
    (other - one).abs()
}
