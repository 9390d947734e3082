//! JSON rendered once per interned value, kept end to end in large chunks.

/// A chunk's size in bytes; a longer text has a chunk of its own.
const CHUNK: usize = 64 * 1024;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    chunk: u32,
    start: u32,
    length: u32,
}

impl Span {
    /// Stands for "not defined".
    const NONE: Self = Self { chunk: u32::MAX, start: 0, length: 0 };
}

#[derive(Default)]
struct Arena {
    chunks: Vec<Vec<u8>>,
    live: usize,
    dead: usize,
}

impl Arena {
    fn add(&mut self, text: &[u8]) -> Span {
        if self.chunks.last().is_none_or(|last| last.capacity() - last.len() < text.len()) {
            self.chunks.push(Vec::with_capacity(text.len().max(CHUNK)));
        }
        let index = self.chunks.len() - 1;
        let chunk = &mut self.chunks[index];
        let start = chunk.len();
        chunk.extend_from_slice(text);
        self.live += text.len();
        let narrow = |value: usize| u32::try_from(value).expect("a piece is shorter than 4 GiB");
        Span { chunk: narrow(index), start: narrow(start), length: narrow(text.len()) }
    }

    fn release(&mut self, span: Span) {
        self.live -= span.length as usize;
        self.dead += span.length as usize;
    }

    #[inline]
    fn get(&self, span: Span) -> &[u8] {
        &self.chunks[span.chunk as usize][span.start as usize..][..span.length as usize]
    }
}

/// The pieces of one kind of value, by its id. A value has several when other values' pieces stand between them.
pub(crate) struct Pieces<const PARTS: usize> {
    spans: Vec<[Span; PARTS]>,
    arena: Arena,
}

impl<const PARTS: usize> Pieces<PARTS> {
    pub(crate) fn new() -> Self {
        Self { spans: Vec::new(), arena: Arena::default() }
    }

    /// Sets the pieces of a value; earlier ones go.
    pub(crate) fn define(&mut self, id: usize, texts: [&[u8]; PARTS]) {
        if id >= self.spans.len() {
            self.spans.resize(id + 1, [Span::NONE; PARTS]);
        }
        if self.knows(id) {
            if (0..PARTS).all(|part| self.get(id, part) == texts[part]) {
                return;
            }
            for span in self.spans[id] {
                self.arena.release(span);
            }
        }
        self.spans[id] = texts.map(|text| self.arena.add(text));
        if self.arena.dead > CHUNK.max(self.arena.live) {
            self.compact();
        }
    }

    pub(crate) fn knows(&self, id: usize) -> bool {
        self.spans.get(id).is_some_and(|spans| spans[0] != Span::NONE)
    }

    /// A piece of a value that is defined.
    #[inline]
    pub(crate) fn get(&self, id: usize, part: usize) -> &[u8] {
        self.arena.get(self.spans[id][part])
    }

    /// Leaves what redefinitions made garbage behind.
    fn compact(&mut self) {
        let old = std::mem::take(&mut self.arena);
        for span in self.spans.iter_mut().flatten().filter(|span| **span != Span::NONE) {
            *span = self.arena.add(old.get(*span));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redefining_for_ever_takes_no_more_room() {
        let mut pieces = Pieces::<2>::new();
        let long = vec![b'x'; CHUNK + 1];
        for round in 0..2_000_usize {
            let text = round.to_string().repeat(50);
            pieces.define(round % 7, [text.as_bytes(), b""]);
            assert_eq!(pieces.get(round % 7, 0), text.as_bytes());
        }
        pieces.define(9, [&long, b"short"]);
        assert_eq!(pieces.get(9, 0), long);
        assert_eq!(pieces.get(9, 1), b"short");
        assert!(!pieces.knows(8));
        assert!(pieces.arena.chunks.len() <= 5);
    }
}
