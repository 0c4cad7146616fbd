//! Up to which change of the database an index has got, kept in its commits.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::digest;

/// Up to where an index has followed a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Which database: another one, or a restored copy, has another id.
    pub instance: Uuid,
    /// The last change that is in the index.
    pub change: i64,
    /// Whatever else the caller needs to go on from there.
    pub mark: String,
}

/// What a commit carries. The file it stands in has no checksum of its own, and a position that
/// is wrong by one bit would lose changes without a sign.
#[derive(Serialize, Deserialize)]
struct Payload {
    position: Position,
    digest: u64,
}

impl Position {
    pub(crate) fn to_payload(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Payload {
            position: self.clone(),
            digest: digest::of(self),
        })
    }

    /// The position in a payload, unless it was damaged.
    pub(crate) fn from_payload(payload: &str) -> Option<Self> {
        let payload: Payload = serde_json::from_str(payload).ok()?;
        (payload.digest == digest::of(&payload.position)).then_some(payload.position)
    }

    /// Where a reader of changes has to go on so that no shelf misses any. `None` if a shelf
    /// has no position or the shelves followed different databases.
    pub(crate) fn lowest(shelves: &[Option<Self>]) -> Option<Self> {
        let mut lowest: Option<&Self> = None;
        for position in shelves {
            let position = position.as_ref()?;
            match lowest {
                Some(low) if low.instance != position.instance => return None,
                Some(low) if low.change <= position.change => {}
                _ => lowest = Some(position),
            }
        }
        lowest.cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(instance: u128, change: i64) -> Position {
        Position {
            instance: Uuid::from_u128(instance),
            change,
            mark: format!("m{change}"),
        }
    }

    #[test]
    fn a_payload_comes_back_unless_damaged() {
        let position = at(1, 41);
        let payload = position.to_payload().unwrap();
        assert_eq!(Position::from_payload(&payload), Some(position));
        let damaged = payload.replace("41", "45");
        assert_eq!(Position::from_payload(&damaged), None);
        assert_eq!(Position::from_payload("{"), None);
    }

    #[test]
    fn the_lowest_position_counts() {
        let lowest = |positions: [Position; 3]| Position::lowest(&positions.map(Some));
        assert_eq!(lowest([at(1, 5), at(1, 3), at(1, 9)]), Some(at(1, 3)));
        assert_eq!(lowest([at(1, 5), at(2, 5), at(1, 5)]), None);
        assert_eq!(Position::lowest(&[Some(at(1, 5)), None]), None);
    }
}
