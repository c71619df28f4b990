//! Order drawn once per learner and activity, the same after a reload and in every language.

/// What an order is drawn from. The same seed always gives the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(u64);

impl Seed {
    /// The seed of `learner` for `activity`, both as text (FNV-1a over both).
    pub fn of(learner: &str, activity: &str) -> Self {
        let bytes = learner.bytes().chain([0]).chain(activity.bytes());
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// `entries` in the order this seed draws (Fisher–Yates over splitmix64).
    ///
    /// The entries are sorted first, so that the order they were written in does not matter.
    /// (By a heap: the sort of the standard library is ten times its size.)
    pub fn shuffle<T: Ord>(self, mut entries: Vec<T>) -> Vec<T> {
        entries = std::collections::BinaryHeap::from(entries).into_sorted_vec();
        let mut state = self.0;
        for last in (1..entries.len()).rev() {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            // The bias of the remainder is below 2⁻⁵⁰ for any list an activity can have.
            let pick = (z % (last as u64 + 1)) as usize;
            entries.swap(pick, last);
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_depends_on_the_seed_and_not_on_the_order_written() {
        let seed = Seed::of("ada", "ladder");
        let one = seed.shuffle(vec!["a", "b", "c", "d", "e"]);
        assert_eq!(one, seed.shuffle(vec!["e", "d", "c", "b", "a"]));
        let others = (0..20).map(|n| Seed::of(&format!("learner {n}"), "ladder"));
        let orders: std::collections::BTreeSet<_> = others
            .map(|s| s.shuffle(vec!["a", "b", "c", "d", "e"]))
            .collect();
        assert!(
            orders.len() > 10,
            "twenty learners see many orders: {orders:?}"
        );
    }

    #[test]
    fn every_place_is_drawn_about_as_often() {
        let mut first = [0_u32; 4];
        for n in 0..4000 {
            let order = Seed::of(&n.to_string(), "x").shuffle(vec![0_usize, 1, 2, 3]);
            first[order[0]] += 1;
        }
        assert!(
            first.iter().all(|count| (850..1150).contains(count)),
            "{first:?}"
        );
    }
}
