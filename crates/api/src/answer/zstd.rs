//! Zstandard of a whole body. Each thread keeps one compressor, for its state (half a megabyte) costs more to make than
//! to reset.

use std::cell::RefCell;
use zstd::bulk::Compressor;

/// A page of 200 (287 kB) took 68 µs and 7.3 kB at level 1, 69 µs and 7.2 kB at 2, 94 µs and 7.8 kB at 3, where locations
/// repeat; 133 µs and 19.0 kB, 136 µs and 18.9 kB, 188 µs and 19.4 kB where they differ. Level 2 gains nothing, and needs
/// a third more state. gzip at its fastest took 230 µs and 15.0 kB, 325 µs and 35.0 kB of the same pages.
const LEVEL: i32 = 1;

thread_local! {
    static COMPRESSOR: RefCell<Compressor<'static>> =
        RefCell::new(Compressor::new(LEVEL).expect("the level is one there is"));
}

/// Writes `plain` as one frame into `target`, which is empty.
pub(super) fn compress(plain: &[u8], target: &mut Vec<u8>) {
    debug_assert!(target.is_empty());
    // Room for the worst case, of which only what is written is ever touched.
    target.reserve(zstd::zstd_safe::compress_bound(plain.len()));
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.compress_to_buffer(plain, target).expect("there is room for the worst case");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_comes_back_also_with_a_used_compressor() {
        let noise: Vec<u8> =
            (0..300_000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
        for plain in [b"".as_slice(), b"numbers", &noise, &[b'7'; 100_000]] {
            let mut target = Vec::new();
            compress(plain, &mut target);
            assert_eq!(zstd::decode_all(target.as_slice()).unwrap(), plain);
        }
    }
}
