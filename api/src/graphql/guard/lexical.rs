//! Looks over a document's characters, in one pass and without recursion, before any parser does.

use async_graphql::Pos;

use super::{Refusal, limits};
use crate::graphql::error::Code;

/// Refuses what the parser must not see: a document too long, of too many words, nested too
/// deep, or with a string that never ends (which the parser would read as something else).
pub(super) fn check(document: &str) -> Result<(), Refusal> {
    if document.len() > limits::BYTES {
        return Err(Refusal::too_large(
            format!(
                "the document is longer than {} bytes; send values as variables",
                limits::BYTES
            ),
            None,
        ));
    }
    Scanner {
        document,
        at: 0,
        tokens: 0,
        letters: 0,
        nesting: 0,
    }
    .run()
}

struct Scanner<'a> {
    document: &'a str,
    at: usize,
    tokens: usize,
    letters: usize,
    nesting: usize,
}

impl Scanner<'_> {
    fn run(mut self) -> Result<(), Refusal> {
        while let Some(&byte) = self.rest().first() {
            match byte {
                b' ' | b',' | b'\t' | b'\n' | b'\r' => self.at += 1,
                _ => self.token(byte)?,
            }
        }
        Ok(())
    }

    fn token(&mut self, byte: u8) -> Result<(), Refusal> {
        self.tokens += 1;
        if self.tokens > limits::TOKENS {
            return Err(self.too_large(format!(
                "the document has more than {} tokens; send values as variables",
                limits::TOKENS
            )));
        }
        match byte {
            b'#' => self.skip(|byte| !matches!(byte, b'\n' | b'\r')),
            b'"' => return self.string(),
            b'(' | b'[' | b'{' => return self.open(),
            b')' | b']' | b'}' => {
                self.nesting = self.nesting.saturating_sub(1);
                self.at += 1;
            }
            b'.' => self.skip(|byte| byte == b'.'),
            _ if is_word(byte) => return self.word(),
            _ => self.at += 1,
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), Refusal> {
        self.nesting += 1;
        if self.nesting > limits::NESTING {
            return Err(self.too_large(format!(
                "the document is nested deeper than {} levels",
                limits::NESTING
            )));
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        self.skip(is_word);
        let length = self.at - start;
        self.letters += length;
        if length > limits::WORD || self.letters > limits::LETTERS {
            self.at = start;
            return Err(self.too_large(format!(
                "a name or number is longer than {} characters, or all of them than {}",
                limits::WORD,
                limits::LETTERS
            )));
        }
        Ok(())
    }

    fn string(&mut self) -> Result<(), Refusal> {
        let length = if self.rest().starts_with(BLOCK) {
            block_string(&self.rest()[BLOCK.len()..]).map(|length| BLOCK.len() + length)
        } else {
            plain_string(&self.rest()[1..]).map(|length| 1 + length)
        };
        match length {
            Some(length) => {
                self.at += length;
                Ok(())
            }
            None => Err(Refusal::new(
                Code::ParseFailed,
                "syntax error: a string that does not end",
                Some(self.position()),
            )),
        }
    }

    fn skip(&mut self, while_: impl Fn(u8) -> bool) {
        self.at += self.rest().iter().take_while(|byte| while_(**byte)).count();
    }

    fn rest(&self) -> &[u8] {
        &self.document.as_bytes()[self.at..]
    }

    fn too_large(&self, message: String) -> Refusal {
        Refusal::too_large(message, Some(self.position()))
    }

    /// Counts lines and columns only when something is refused. A scanner never stops inside of
    /// a character, but if it did the position would be a little off, not the service down.
    fn position(&self) -> Pos {
        let before = self.document.get(..self.at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Pos {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

const BLOCK: &[u8] = b"\"\"\"";
const ESCAPED_BLOCK: &[u8] = b"\\\"\"\"";

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of a block string's content and its end, if it ends.
fn block_string(content: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = content.get(at..)?;
        if rest.starts_with(BLOCK) {
            return Some(at + BLOCK.len());
        }
        if rest.is_empty() {
            return None;
        }
        at += if rest.starts_with(ESCAPED_BLOCK) {
            ESCAPED_BLOCK.len()
        } else {
            1
        };
    }
}

/// The length of a string's content and its end, if it ends on its line.
fn plain_string(content: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match content.get(at)? {
            b'"' => return Some(at + 1),
            b'\n' | b'\r' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}
