//! Where time and ids come from, so that tests can set the one and repeat the other.

use std::sync::Mutex;

use chrono::{DateTime, SubsecRound as _, Utc};
use uuid::{ContextV7, NoContext, Timestamp, Uuid};

use crate::domain::origin::told_time;

/// Tells the time and makes ids.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Now, in whole microseconds: neither more nor less survives in both databases.
    fn now(&self) -> DateTime<Utc>;

    /// A new UUIDv7, larger than any that this clock made before.
    fn id(&self) -> Uuid;

    /// A new UUIDv7 that tells the day alone.
    fn id_of_day(&self) -> Uuid;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock {
    ids: Mutex<ContextV7>,
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn id(&self) -> Uuid {
        let now = self.now();
        // A poisoned lock holds a counter that is still good.
        let ids = self
            .ids
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(
            &*ids,
            seconds,
            now.timestamp_subsec_nanos(),
        ))
    }

    fn id_of_day(&self) -> Uuid {
        let midnight = told_time(self.now(), false);
        let seconds = u64::try_from(midnight.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_a_day_are_all_of_its_first_moment() {
        let clock = SystemClock::default();
        let ids: Vec<_> = (0..1_000).map(|_| clock.id_of_day()).collect();
        let unique: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len());
        for id in ids {
            let (seconds, nanoseconds) = id.get_timestamp().unwrap().to_unix();
            assert_eq!((seconds % 86_400, nanoseconds), (0, 0));
        }
    }

    #[test]
    fn ids_grow() {
        let clock = SystemClock::default();
        let ids: Vec<_> = (0..10_000).map(|_| clock.id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
