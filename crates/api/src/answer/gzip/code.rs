//! Prefix codes: how long each symbol's is, and which bits it has.

use super::bits::Put;

/// The longest code that deflate has.
const LONGEST: usize = 15;

/// A prefix code for the symbols `0..N`.
pub(super) struct Code<const N: usize> {
    /// Bits of each symbol's code; 0 for symbols that do not occur.
    pub(super) lengths: [u8; N],
    /// The codes, as they are written: first bit lowest.
    pub(super) bits: [u16; N],
}

impl<const N: usize> Code<N> {
    /// The best code for symbols that occur so often, none longer than `limit` bits, or nearly so where the limit matters.
    pub(super) fn of(weights: &[u32; N], limit: usize) -> Self {
        let mut used: Vec<(u32, usize)> = weights
            .iter()
            .zip(0..)
            .filter(|(weight, _)| **weight > 0)
            .map(|(weight, symbol)| (*weight, symbol))
            .collect();
        used.sort_unstable();
        let mut lengths = [0; N];
        let counts = keep_to(limit, depths(&used));
        // The most frequent symbols get the shortest codes.
        let mut symbols = used.iter().rev();
        for (length, count) in (0_u8..).zip(counts) {
            for (_, symbol) in symbols.by_ref().take(count) {
                lengths[*symbol] = length;
            }
        }
        let bits = canonical(&lengths);
        Self { lengths, bits }
    }

    /// What stands for a symbol.
    #[inline]
    pub(super) fn put(&self, symbol: usize) -> Put {
        Put { bits: self.bits[symbol].into(), count: self.lengths[symbol].into() }
    }
}

/// How many symbols have each depth in a Huffman tree; the symbols come with ascending weights.
fn depths(used: &[(u32, usize)]) -> Vec<usize> {
    let leaves = used.len();
    if leaves < 2 {
        return vec![0, leaves];
    }
    // Leaves first, then the nodes in the order in which they are made: both are queues with ascending weights.
    let mut weights: Vec<u64> = used.iter().map(|(weight, _)| u64::from(*weight)).collect();
    let mut parents = vec![0; 2 * leaves - 1];
    let (mut leaf, mut node) = (0, leaves);
    for parent in leaves..2 * leaves - 1 {
        let mut lightest = || {
            let next =
                if leaf < leaves && (node == parent || weights[leaf] <= weights[node]) { &mut leaf } else { &mut node };
            parents[*next] = parent;
            *next += 1;
            weights[*next - 1]
        };
        let weight = lightest() + lightest();
        weights.push(weight);
    }
    let mut depths = vec![0_usize; 2 * leaves - 1];
    let mut counts = vec![0; leaves];
    for index in (0..2 * leaves - 2).rev() {
        depths[index] = depths[parents[index]] + 1;
        if index < leaves {
            counts[depths[index]] += 1;
        }
    }
    counts
}

/// Moves symbols up that are too deep, and others down until the code is one again.
fn keep_to(limit: usize, mut counts: Vec<usize>) -> Vec<usize> {
    let too_deep: usize = counts.drain((limit + 1).min(counts.len())..).sum();
    counts.resize(limit + 1, 0);
    counts[limit] += too_deep;
    let taken: usize = counts.iter().enumerate().skip(1).map(|(length, count)| count << (limit - length)).sum();
    // Each step frees one code of the greatest length.
    for _ in 0..taken.saturating_sub(1 << limit) {
        let shorter = (1..limit).rev().find(|length| counts[*length] > 0).expect("there are at most 2^limit symbols");
        counts[limit] -= 1;
        counts[shorter] -= 1;
        counts[shorter + 1] += 2;
    }
    counts
}

/// The codes of these lengths, as RFC 1951 §3.2.2 has them.
fn canonical<const N: usize>(lengths: &[u8; N]) -> [u16; N] {
    let mut counts = [0_u16; LONGEST + 1];
    lengths.iter().filter(|length| **length > 0).for_each(|length| counts[usize::from(*length)] += 1);
    let mut next = [0_u16; LONGEST + 1];
    for length in 1..=LONGEST {
        next[length] = (next[length - 1] + counts[length - 1]) << 1;
    }
    lengths.map(|length| {
        if length == 0 {
            return 0;
        }
        let code = next[usize::from(length)];
        next[usize::from(length)] += 1;
        code.reverse_bits() >> (u16::BITS - u32::from(length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_complete<const N: usize>(weights: &[u32; N], limit: usize) {
        let code = Code::of(weights, limit);
        let used = weights.iter().filter(|weight| **weight > 0).count();
        let taken: usize =
            code.lengths.iter().filter(|length| **length > 0).map(|length| 1 << (limit - usize::from(*length))).sum();
        for (weight, length) in weights.iter().zip(code.lengths) {
            assert_eq!(*weight > 0, length > 0, "{weights:?}");
            assert!(usize::from(length) <= limit);
        }
        let expected = if used == 1 { 1 << (limit - 1) } else { 1 << limit };
        assert!(used == 0 || taken == expected, "{weights:?}");
    }

    #[test]
    fn a_code_is_complete_and_keeps_to_its_limit() {
        assert_complete(&[0; 30], 15);
        assert_complete(&[0, 7, 0], 15);
        assert_complete(&[1, 1, 1, 1], 7);
        // Weights that grow like Fibonacci's numbers make the deepest trees.
        let mut weights = [1_u32; 40];
        for index in 2..40 {
            weights[index] = weights[index - 1] + weights[index - 2];
        }
        assert_complete(&weights, 15);
        assert_complete(&weights, 7);
        let rare: [u32; 286] = std::array::from_fn(|symbol| if symbol < 4 { 1_000_000 } else { 1 });
        assert_complete(&rare, 15);
    }

    #[test]
    fn frequent_symbols_have_short_codes() {
        let code = Code::of(&[1, 100, 10], 15);
        assert_eq!(code.lengths, [2, 1, 2]);
        assert_eq!(code.bits, [0b01, 0b0, 0b11]);
    }
}
