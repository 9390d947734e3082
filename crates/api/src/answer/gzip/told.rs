//! A text told in steps: bytes that stand for themselves, and copies of earlier ones.

/// The longest copy that deflate can name, and the shortest.
pub(super) const LONGEST: usize = 258;
pub(super) const SHORTEST: usize = 3;
/// So many bytes are taken at once where fewer would do: a run of a few is then moved without a loop.
const SPARE: usize = 16;

/// Bytes that stand for themselves, then a copy of earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// How many bytes stand for themselves.
    pub(super) literals: u32,
    /// How many bytes are copied after them: as many as deflate can name, or 0 for no copy.
    pub(super) length: u16,
    /// From how far back; 0 for no copy.
    pub(super) distance: u16,
}

/// The steps so far; kept from text to text for its memory.
#[derive(Default)]
pub(super) struct Told {
    steps: Vec<Step>,
    /// The bytes of all steps that stand for themselves; [`SPARE`] more when the text is told to its end.
    literals: Vec<u8>,
    end: usize,
}

impl Told {
    pub(super) fn clear(&mut self) {
        self.steps.clear();
        self.literals.clear();
        self.end = 0;
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The bytes that stand for themselves, of a text that is told to its end.
    pub(super) fn literals(&self) -> &[u8] {
        &self.literals[..self.literals.len() - SPARE]
    }

    /// The same and a few more, so that the last ones can be read in fours.
    pub(super) fn literals_and_more(&self) -> &[u8] {
        &self.literals
    }

    /// Up to where the text is told.
    pub(super) const fn end(&self) -> usize {
        self.end
    }

    /// Tells the text up to `start` as it stands, and so many bytes from there as a copy.
    #[inline]
    pub(super) fn copy(&mut self, text: &[u8], mut start: usize, mut length: usize, distance: usize) {
        while length > LONGEST {
            // What is left must not become too short.
            let piece = LONGEST - if length - LONGEST < SHORTEST { SHORTEST } else { 0 };
            self.step(text, start, piece, distance);
            start += piece;
            length -= piece;
        }
        self.step(text, start, length, distance);
    }

    /// Tells the rest of the text as it stands.
    pub(super) fn finish(&mut self, text: &[u8]) {
        self.step(text, text.len(), 0, 0);
        self.literals.extend_from_slice(&[0; SPARE]);
    }

    #[inline]
    fn step(&mut self, text: &[u8], start: usize, length: usize, distance: usize) {
        let count = start - self.end;
        match text[self.end..].first_chunk::<SPARE>() {
            Some(bytes) if count <= SPARE => {
                self.literals.extend_from_slice(bytes);
                self.literals.truncate(self.literals.len() - SPARE + count);
            }
            _ => self.literals.extend_from_slice(&text[self.end..start]),
        }
        let narrow = |count: usize| u16::try_from(count).expect("copies are short and near");
        self.steps.push(Step {
            literals: u32::try_from(count).expect("an answer is shorter than 4 GiB"),
            length: narrow(length),
            distance: narrow(distance),
        });
        self.end = start + length;
    }
}
