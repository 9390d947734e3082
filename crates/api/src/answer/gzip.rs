//! gzip of a whole body, by an encoder that knows what pages are like: records that are near copies of each other.
//!
//! A general encoder looks for repetitions everywhere. Here, what follows a difference most often repeats from the same
//! distance as what came before it, so most of a page is found by comparing it with itself, moved by a record's length;
//! see `docs/adr/0010-a-gzip-encoder-for-pages.md`. The result is an ordinary gzip member (RFC 1952) with one block
//! (RFC 1951), the same for the same text, and right for any text: others are only packed less well.

mod bits;
mod block;
mod code;
mod codes;
mod header;
mod steps;
mod told;

use std::cell::RefCell;
use steps::Finder;

/// Magic number, method "deflate", no flags, no time, "fastest", and an unknown operating system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff];

thread_local! {
    static FINDER: RefCell<Finder> = RefCell::new(Finder::new());
}

/// Writes `plain` as one gzip member behind what `target` holds.
pub(super) fn compress(plain: &[u8], target: &mut Vec<u8>) {
    target.extend_from_slice(&HEADER);
    FINDER.with_borrow_mut(|finder| block::write(finder.find(plain), target));
    target.extend_from_slice(&crc32fast::hash(plain).to_le_bytes());
    let length = u32::try_from(plain.len() & 0xffff_ffff).expect("the member's length counts modulo 2^32");
    target.extend_from_slice(&length.to_le_bytes());
}

#[cfg(test)]
mod tests;
