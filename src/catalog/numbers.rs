//! Numeric ids for formats that want numbers: the same string id always gives the same number.
//!
//! In: string ids. Out: numbers below 2^53, no two alike. Must not know: what has the id.

use std::collections::HashSet;

/// The numbers that are taken.
#[derive(Debug, Default)]
pub struct Numbers(HashSet<u64>);

impl Numbers {
    /// A number for `id`; collisions are resolved in the order of the calls.
    pub fn next(&mut self, id: &str) -> u64 {
        let mut round = 0;
        loop {
            let number = hash(id, round) & ((1 << 53) - 1);
            if number != 0 && self.0.insert(number) {
                return number;
            }
            round += 1;
        }
    }
}

/// FNV-1a of 64 bits with a final mix; stable for ever, unlike the standard hasher.
pub fn hash(id: &str, round: u64) -> u64 {
    let seed = 0xcbf2_9ce4_8422_2325 ^ round.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = id.bytes().fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
    let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stable_distinct_and_safe_in_a_double() {
        let ids: Vec<String> = (0..50_000).map(|n| format!("project-{n}")).collect();
        let mut taken = Numbers::default();
        let all: Vec<u64> = ids.iter().map(|id| taken.next(id)).collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), ids.len());
        assert!(all.iter().all(|n| *n < 1 << 53));
        assert_eq!(Numbers::default().next("rail-x"), Numbers::default().next("rail-x"));
        assert_ne!(taken.next("a"), taken.next("a"));
    }
}
