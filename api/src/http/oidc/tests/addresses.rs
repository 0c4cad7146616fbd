//! Keys at an address: fetched when they are missed, and not more often than once a minute.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::*;

/// A provider that answers on this machine.
struct Login {
    port: u16,
    asked: Arc<AtomicUsize>,
    answer: Arc<Mutex<String>>,
}

impl Login {
    fn new(keys: impl IntoIterator<Item = Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let login = Self {
            port: listener.local_addr().unwrap().port(),
            asked: Arc::default(),
            answer: Arc::default(),
        };
        login.publish(keys);
        let (asked, answer) = (Arc::clone(&login.asked), Arc::clone(&login.answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                lines.find(String::is_empty);
                asked.fetch_add(1, Ordering::SeqCst);
                let answer = answer.lock().unwrap().clone();
                // A client that has heard enough hangs up.
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        login
    }

    fn publish(&self, keys: impl IntoIterator<Item = Value>) {
        self.answer_with("200 OK", &set(keys));
    }

    fn answer_with(&self, status: &str, body: &str) {
        let length = body.len();
        *self.answer.lock().unwrap() = format!(
            "HTTP/1.1 {status}\r\nlocation: /elsewhere\r\ncontent-length: {length}\r\n\r\n{body}"
        );
    }

    /// From here on it hangs up without a word.
    fn fall_silent(&self) {
        self.answer.lock().unwrap().clear();
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn verifier(&self) -> Verifier {
        let url = format!("http://127.0.0.1:{}/keys", self.port);
        Verifier::new(provider(KeySource::Address(url.parse().unwrap())), now()).unwrap()
    }
}

/// A token that holds for two days.
fn lasting(signer: &Signer) -> String {
    signer.token(&claims_with(json!({ "exp": now().timestamp() + 172_800 })))
}

async fn after(verifier: &Verifier, token: &str, offset: i64) -> Result<Claims, TokenError> {
    verifier.verify(token, now() + seconds(offset)).await
}

#[tokio::test]
async fn keys_are_fetched_for_the_first_token_and_kept() {
    let signer = Signer::es256("a");
    let login = Login::new([signer.jwk()]);
    let verifier = login.verifier();
    assert_eq!(login.asked(), 0);
    let token = lasting(&signer);
    for offset in [0, 1, 600, 3_599] {
        assert!(after(&verifier, &token, offset).await.is_ok());
        assert_eq!(login.asked(), 1);
    }
}

#[tokio::test]
async fn what_is_no_token_fetches_nothing() {
    let login = Login::new([]);
    let verifier = login.verifier();
    let signer = Signer::ed25519("a");
    let none = signer.sign(r#"{"alg":"none","kid":"a"}"#, "{}");
    for wrong in ["", "a.b.c", &none] {
        assert!(verify(&verifier, wrong).await.is_err());
    }
    assert_eq!(login.asked(), 0);
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_is_used() {
    let (old, new) = (Signer::ed25519("old"), Signer::ed25519("new"));
    let login = Login::new([old.jwk()]);
    let verifier = login.verifier();
    let (old_token, new_token) = (lasting(&old), lasting(&new));
    assert!(after(&verifier, &old_token, 0).await.is_ok());
    login.publish([old.jwk(), new.jwk()]);
    assert!(after(&verifier, &new_token, 60).await.is_ok());
    assert!(after(&verifier, &old_token, 60).await.is_ok());
    assert_eq!(login.asked(), 2);
}

#[tokio::test]
async fn unknown_keys_are_asked_for_once_a_minute() {
    let (known, unknown) = (Signer::ed25519("a"), Signer::ed25519("b"));
    let login = Login::new([known.jwk()]);
    let verifier = login.verifier();
    let (known, unknown) = (lasting(&known), lasting(&unknown));
    for (offset, asked) in [
        (0, 1),
        (1, 1),
        (59, 1),
        (60, 2),
        (61, 2),
        (119, 2),
        (120, 3),
    ] {
        let refused = after(&verifier, &unknown, offset).await;
        assert_eq!(refused, Err(TokenError::UnknownKey));
        assert!(after(&verifier, &known, offset).await.is_ok());
        assert_eq!(login.asked(), asked, "after {offset} s");
    }
    // Requests that came earlier and are looked at later do not count as another minute.
    let refused = after(&verifier, &unknown, 119).await;
    assert_eq!(refused, Err(TokenError::UnknownKey));
    assert_eq!(login.asked(), 3);
}

#[tokio::test]
async fn a_clock_that_was_wrong_shuts_no_key_out() {
    let (old, new) = (Signer::ed25519("old"), Signer::ed25519("new"));
    let login = Login::new([old.jwk()]);
    let verifier = login.verifier();
    assert!(after(&verifier, &lasting(&old), 80_000).await.is_ok());
    login.publish([new.jwk()]);
    assert!(after(&verifier, &lasting(&new), 0).await.is_ok());
}

#[tokio::test]
async fn a_key_that_is_withdrawn_is_forgotten_within_the_hour() {
    let (signer, other) = (Signer::ed25519("a"), Signer::ed25519("b"));
    let login = Login::new([signer.jwk()]);
    let verifier = login.verifier();
    let token = lasting(&signer);
    assert!(after(&verifier, &token, 0).await.is_ok());
    login.publish([other.jwk()]);
    assert!(after(&verifier, &token, 3_599).await.is_ok());
    let refused = after(&verifier, &token, 3_600).await;
    assert_eq!(refused, Err(TokenError::UnknownKey));
    // To publish none at all withdraws the last one too.
    login.publish([]);
    let refused = after(&verifier, &lasting(&other), 7_200).await;
    assert_eq!(refused, Err(TokenError::UnknownKey));
}

#[tokio::test]
async fn keys_outlive_the_provider_by_a_day() {
    let signer = Signer::ed25519("a");
    let login = Login::new([signer.jwk()]);
    let verifier = login.verifier();
    let token = lasting(&signer);
    assert!(after(&verifier, &token, 0).await.is_ok());
    login.fall_silent();
    for offset in [3_600, 3_601, 3_660, 86_399] {
        assert!(after(&verifier, &token, offset).await.is_ok());
    }
    assert_eq!(login.asked(), 4);
    for offset in [86_459, 90_000] {
        let refused = after(&verifier, &token, offset).await;
        assert_eq!(refused, Err(TokenError::NoKeys));
    }
    login.publish([signer.jwk()]);
    assert!(after(&verifier, &token, 90_060).await.is_ok());
}

#[tokio::test]
async fn what_is_no_set_of_keys_is_not_taken() {
    let signer = Signer::ed25519("a");
    let good = set([signer.jwk()]);
    let large = format!("{good}{}", " ".repeat(1024 * 1024));
    for (status, body) in [
        ("500 Internal Server Error", good.as_str()),
        ("302 Found", &good),
        ("204 No Content", ""),
        ("200 OK", "<html>"),
        ("200 OK", "[]"),
        ("200 OK", &large),
    ] {
        let login = Login::new([]);
        login.answer_with(status, body);
        let refused = verify(&login.verifier(), &lasting(&signer)).await;
        assert_eq!(refused, Err(TokenError::NoKeys), "{status}");
        assert_eq!(login.asked(), 1, "{status}");
    }
}

#[tokio::test]
async fn those_who_come_together_share_one_fetch() {
    let signer = Signer::ed25519("a");
    let login = Login::new([signer.jwk()]);
    let verifier = login.verifier();
    let token = lasting(&signer);
    let all = (0..20).map(|_| verify(&verifier, &token));
    let all = futures::future::join_all(all).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(login.asked(), 1);
}

#[tokio::test]
async fn whoever_hangs_up_does_not_end_what_others_wait_for() {
    let signer = Signer::ed25519("a");
    let login = Login::new([signer.jwk()]);
    let verifier = login.verifier();
    let token = lasting(&signer);
    let mut first = Box::pin(verify(&verifier, &token));
    while login.asked() == 0 {
        assert!(futures::poll!(&mut first).is_pending());
        tokio::task::yield_now().await;
    }
    drop(first);
    assert!(verify(&verifier, &token).await.is_ok());
    assert_eq!(login.asked(), 1);
}
