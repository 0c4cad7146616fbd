//! Access tokens: `lg_`, 30 random characters, and a checksum of 6.
//!
//! The prefix lets scanners of source code and logs find a leaked token; the checksum lets them, and
//! the service, tell it from noise without asking a database. The characters are those of base62, so
//! that a double click selects all of it. 30 of them hold 178 bits.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// How every token begins.
pub const PREFIX: &str = "lg_";
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// How many random characters.
const RANDOM: usize = 30;
/// How many characters hold a CRC-32.
const CHECK: usize = 6;
/// How many random bytes make a token for sure: a byte in eight on average is no good.
pub const ENTROPY: usize = 64;

/// A token as its owner holds it. It is never stored and has no `Debug` that shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What a token's owner may be shown to tell it from others, and what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The first characters.
    pub hint: String,
    /// The SHA-256 of the whole.
    pub hash: [u8; 32],
}

impl Secret {
    /// Makes a token of random bytes; nothing where too few of them are of use, which bytes that
    /// are random all but never are.
    #[must_use]
    pub fn of(entropy: &[u8; ENTROPY]) -> Option<Self> {
        // 248 is the largest multiple of 62 in a byte: what is beyond would favour some characters.
        let letters = entropy.iter().filter(|byte| **byte < 248);
        let random: String = letters
            .take(RANDOM)
            .map(|byte| letter(*byte % 62))
            .collect();
        (random.len() == RANDOM).then(|| Self(format!("{PREFIX}{random}{}", check(&random))))
    }

    /// Reads what someone sent; nothing where it cannot be a token.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let is_whole = rest.len() == RANDOM + CHECK && rest.bytes().all(|c| ALPHABET.contains(&c));
        let (random, sum) = rest.split_at_checked(RANDOM).filter(|_| is_whole)?;
        (sum == check(random)).then(|| Self(text.to_owned()))
    }

    /// What is kept of it.
    #[must_use]
    pub fn kept(&self) -> Kept {
        Kept {
            hint: self.0.chars().take(PREFIX.len() + 4).collect(),
            hash: Sha256::digest(self.0.as_bytes()).into(),
        }
    }

    /// The token itself, to be shown once.
    #[must_use]
    pub fn reveal(self) -> String {
        self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The CRC-32 of the random part in base62, with leading zeros.
fn check(random: &str) -> String {
    let mut rest = crc32fast::hash(random.as_bytes());
    let mut letters = [b'0'; CHECK];
    for place in letters.iter_mut().rev() {
        *place = ALPHABET[(rest % 62) as usize];
        rest /= 62;
    }
    letters.iter().map(|letter| char::from(*letter)).collect()
}

fn letter(number: u8) -> char {
    char::from(ALPHABET[usize::from(number)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> String {
        let mut entropy = [0; ENTROPY];
        for (index, byte) in entropy.iter_mut().enumerate() {
            *byte = u8::try_from(index * 5 % 256).unwrap();
        }
        Secret::of(&entropy).unwrap().reveal()
    }

    #[test]
    fn a_token_is_told_from_noise() {
        let token = secret();
        assert_eq!(token.len(), 39);
        assert_eq!(
            Secret::parse(&token).map(Secret::reveal),
            Some(token.clone())
        );
        for index in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[index] = if changed[index] == b'a' { b'b' } else { b'a' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Secret::parse(&changed), None, "{changed}");
        }
        for wrong in [
            "",
            "lg_",
            &token[..38],
            &format!("{token}0"),
            &token[3..],
            "lg_ä",
        ] {
            assert_eq!(Secret::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn bytes_that_would_favour_some_characters_are_left_out() {
        assert_eq!(Secret::of(&[255; ENTROPY]), None);
    }

    #[test]
    fn what_is_kept_tells_little() {
        let token = secret();
        let kept = Secret::parse(&token).unwrap().kept();
        assert_eq!(kept.hint, token[..7]);
        assert_eq!(format!("{:?}", Secret::parse(&token).unwrap()), "Secret");
    }
}
