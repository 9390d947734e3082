//! Buffers that answers are rendered into, used again once they are sent.
//!
//! A fresh buffer of a page's size costs more in page faults than the page costs to render. The pool is bounded in the
//! size of each buffer and in the size of all.

use parking_lot::Mutex;
use std::ops::Deref;
use std::sync::Arc;

/// A larger buffer is not kept.
const LARGEST_KEPT: usize = 1024 * 1024;
/// All kept buffers together.
const KEPT_TOGETHER: usize = 32 * 1024 * 1024;

/// A pool of buffers. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Buffers(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// Last in, first out: the buffer used last is likeliest still in a cache.
    free: Vec<Vec<u8>>,
    bytes: usize,
}

/// A buffer, which goes back to its pool when it is dropped.
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    pool: Buffers,
}

impl Buffers {
    /// An empty buffer.
    pub(crate) fn take(&self) -> Buffer {
        let mut kept = self.0.lock();
        let bytes = kept.free.pop().unwrap_or_default();
        kept.bytes -= bytes.capacity();
        drop(kept);
        Buffer { bytes, pool: self.clone() }
    }

    fn put_back(&self, mut bytes: Vec<u8>) {
        let capacity = bytes.capacity();
        if capacity == 0 || capacity > LARGEST_KEPT {
            return;
        }
        bytes.clear();
        let mut kept = self.0.lock();
        if kept.bytes + capacity <= KEPT_TOGETHER {
            kept.bytes += capacity;
            kept.free.push(bytes);
        }
    }
}

impl Buffer {
    /// The bytes, to write.
    pub(crate) fn bytes_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        self.pool.put_back(std::mem::take(&mut self.bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_buffer_is_used_again_and_empty() {
        let buffers = Buffers::default();
        let mut first = buffers.take();
        first.bytes_mut().extend_from_slice(b"page");
        let place = first.as_ptr();
        drop(first);
        let second = buffers.take();
        assert_eq!((second.bytes.as_ptr(), second.len()), (place, 0));
    }

    #[test]
    fn the_pool_is_bounded_in_each_and_in_all() {
        let buffers = Buffers::default();
        buffers.put_back(Vec::with_capacity(LARGEST_KEPT + 1));
        assert_eq!(buffers.0.lock().bytes, 0);
        for _ in 0..100 {
            buffers.put_back(Vec::with_capacity(LARGEST_KEPT));
        }
        assert_eq!(buffers.0.lock().bytes, KEPT_TOGETHER);
        for _ in 0..100 {
            std::mem::forget(buffers.take());
        }
        assert_eq!(buffers.0.lock().bytes, 0);
    }
}
