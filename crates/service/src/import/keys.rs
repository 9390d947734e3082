//! The keys of a batch, each kept once. Neighbours in a file mostly share theirs, so that what follows handles few.

use super::record::KINDS;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Which of a batch's keys a record bears.
pub(crate) type KeyId = u32;

/// Keys of every kind.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    text: String,
    /// For each key, its kind and where its text ends; it begins where the one before it ends.
    keys: Vec<(usize, usize)>,
    known: HashTable<KeyId>,
    hasher: DefaultHashBuilder,
    /// Of each kind, the one that was met last.
    last: [Option<KeyId>; KINDS.len()],
}

impl Keys {
    /// The id of the key that `write` appends to a text.
    pub(crate) fn add(&mut self, kind: usize, write: impl FnOnce(&mut String)) -> KeyId {
        let start = self.text.len();
        write(&mut self.text);
        let id = match self.last[kind] {
            Some(last) if self.get(last) == &self.text[start..] => {
                self.text.truncate(start);
                return last;
            }
            Some(_) | None => self.find_or_keep(kind, start),
        };
        self.last[kind] = Some(id);
        id
    }

    fn find_or_keep(&mut self, kind: usize, start: usize) -> KeyId {
        let hash = self.hasher.hash_one((kind, &self.text[start..]));
        let found =
            self.known.find(hash, |id| key(&self.keys, &self.text, *id) == (kind, &self.text[start..])).copied();
        if let Some(id) = found {
            self.text.truncate(start);
            return id;
        }
        let id = KeyId::try_from(self.keys.len()).expect("a batch is small");
        self.keys.push((kind, self.text.len()));
        let (keys, text, hasher) = (&self.keys, &self.text, &self.hasher);
        self.known.insert_unique(hash, id, |id| hasher.hash_one(key(keys, text, *id)));
        id
    }

    /// A key.
    pub(super) fn get(&self, id: KeyId) -> &str {
        key(&self.keys, &self.text, id).1
    }
}

fn key<'t>(keys: &[(usize, usize)], text: &'t str, id: KeyId) -> (usize, &'t str) {
    let index = id as usize;
    let start = index.checked_sub(1).map_or(0, |before| keys[before].1);
    let (kind, end) = keys[index];
    (kind, &text[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_of_one_kind_are_one() {
        let mut keys = Keys::default();
        let mut add = |kind, text: &str| keys.add(kind, |out| out.push_str(text));
        let ids = [add(0, "[1]"), add(1, "[1]"), add(0, "[2]"), add(0, "[1]"), add(1, "[1]"), add(2, "")];
        assert_eq!(ids, [0, 1, 2, 0, 1, 3]);
        assert_eq!([0, 1, 2, 3].map(|id| keys.get(id)), ["[1]", "[1]", "[2]", ""]);
    }
}
