//! Numeric ids for formats that want numbers: the same string id always gives the same number.
//!
//! In: string ids. Out: numbers below 2^53, no two alike. Must not know: what has the id.

use std::collections::HashSet;

/// One number per id, in the same order; collisions are resolved in the order given.
pub fn numbers<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let mut taken = HashSet::new();
    ids.map(|id| {
        let mut round = 0;
        loop {
            let number = hash(id, round) & ((1 << 53) - 1);
            if number != 0 && taken.insert(number) {
                return number;
            }
            round += 1;
        }
    })
    .collect()
}

/// FNV-1a of 64 bits with a final mix; stable for ever, unlike the standard hasher.
fn hash(id: &str, round: u64) -> u64 {
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
        let all = numbers(ids.iter().map(String::as_str));
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), ids.len());
        assert!(all.iter().all(|n| *n < 1 << 53));
        assert_eq!(numbers(["rail-x"].into_iter()), numbers(["rail-x"].into_iter()));
        assert_eq!(numbers(["a", "a"].into_iter()).iter().collect::<HashSet<_>>().len(), 2);
    }
}
