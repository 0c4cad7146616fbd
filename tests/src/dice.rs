//! Dice: what a test throws is the same each time it starts from the same seed.

use std::env;

/// Names another seed than the usual one.
const SEED: &str = "LEHRGELD_TEST_SEED";

/// Dice that fall the same way each time.
#[derive(Clone, Debug)]
pub struct Dice {
    seed: u64,
    state: u64,
}

impl Dice {
    /// Dice of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, state: seed }
    }

    /// Dice of this seed, unless the environment names another.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests' setting, not the service's"
    )]
    pub fn usual(seed: u64) -> Self {
        let named = env::var(SEED).ok();
        Self::new(named.map_or(seed, |seed| seed.parse().unwrap()))
    }

    /// How to throw them again.
    #[must_use]
    pub fn again(&self) -> String {
        format!("{SEED}={}", self.seed)
    }

    /// Other dice, which fall differently for each number.
    #[must_use]
    pub fn fork(&self, number: u64) -> Self {
        let mut fork = Self {
            seed: self.seed,
            state: self.seed ^ number.wrapping_mul(0xd134_2543_de82_ef95),
        };
        fork.next();
        fork
    }

    /// A number below this.
    pub fn below(&mut self, sides: u32) -> u32 {
        let wide = u64::from(sides) * (self.next() >> 32);
        u32::try_from(wide >> 32).unwrap()
    }

    /// Whether something with this chance in a hundred happens.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.index(from.len())]
    }

    /// A place in a list of this length.
    pub fn index(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).unwrap()) as usize
    }

    /// `SplitMix64`.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
