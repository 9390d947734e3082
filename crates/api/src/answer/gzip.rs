//! gzip of a whole body. Each thread keeps one compressor, for its 256 KiB of state cost more to make than to reset.

use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;

/// Pages repeat themselves so much that the fastest level already shrinks them twentyfold.
const LEVEL: u32 = 1;
/// The window of 32 KiB that every gzip reader knows.
const WINDOW_BITS: u8 = 15;

thread_local! {
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::new(LEVEL), WINDOW_BITS));
}

/// Writes `plain` as one gzip member behind what `target` holds.
pub(super) fn compress(plain: &[u8], target: &mut Vec<u8>) {
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        target.reserve(plain.len() / 8 + 64);
        loop {
            let done = usize::try_from(compressor.total_in()).expect("what is in memory is counted by usize");
            let status = compressor
                .compress_vec(&plain[done..], target, FlushCompress::Finish)
                .expect("the compressor was reset, so its state is sound");
            if status == Status::StreamEnd {
                return;
            }
            target.reserve(target.capacity().max(1024));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn unzip(bytes: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
        plain
    }

    #[test]
    fn what_is_compressed_comes_back_also_with_a_used_compressor() {
        let noise: Vec<u8> =
            (0..300_000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
        for plain in [b"".as_slice(), b"numbers", &noise, &[b'7'; 100_000]] {
            let mut target = Vec::new();
            compress(plain, &mut target);
            assert_eq!(unzip(&target), plain);
        }
    }
}
