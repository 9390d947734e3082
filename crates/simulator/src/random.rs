//! Random choices that follow from the seed alone.

use numberline_domain::Guid;

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// An index below `end`, or 0 when that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("a length fits 64 bits").max(1);
        usize::try_from(self.next() % end).expect("it is below a length")
    }

    /// Whether something happens that happens so often, 0 for never and 1 for always.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are more than a probability needs")]
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        ((self.next() >> 11) as f64) < probability * (1_u64 << 53) as f64
    }

    /// A GUID of version 4.
    pub(crate) fn guid(&mut self) -> Guid {
        let bits = u128::from(self.next()) << 64 | u128::from(self.next());
        Guid::from_u128(bits & !(0xf << 76) & !(0xc << 60) | 0x4 << 76 | 0x8 << 60)
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}
