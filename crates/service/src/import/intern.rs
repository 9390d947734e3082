//! Turns the keys of records into staged ids: each key is parsed once and its text kept in the staging tables.
//!
//! The caches are bounded: a key that has fallen out gets another staged id, which later leads to the same row of the
//! database. So memory does not grow with the file.

use super::facts;
use super::keys::Keys;
use super::record::{ASSIGNMENT, Candidate, JOB, KINDS, OFFER, PLACE, SBC, SERVICE, SWEEP};
use super::value::Fault;
use crate::Error;
use hashbrown::HashMap;
use numberline_store::staging::{StagedId, Stager};

/// Keys remembered of each kind. The worst case (every key of one kilobyte) stays under 64 MB in all.
const REMEMBERED: usize = 8_192;

/// The staged ids of what a record shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) shape: StagedId,
    pub(super) place: StagedId,
    pub(super) sweep: StagedId,
    pub(super) assignment: StagedId,
}

/// The staged ids of a batch's keys as far as they were met, each with how often its kind had been forgotten then. So
/// what a batch remembers makes no difference but in time.
#[derive(Default)]
pub(super) struct Met(Vec<Option<(u64, StagedId)>>);

pub(super) struct Interner {
    keys: [HashMap<Box<str>, StagedId>; KINDS.len()],
    /// How often the keys of a kind were forgotten.
    forgotten: [u64; KINDS.len()],
    shapes: HashMap<[StagedId; 4], StagedId>,
    last_fact: StagedId,
    last_shape: StagedId,
}

impl Interner {
    pub(super) fn new() -> Self {
        Self {
            keys: Default::default(),
            forgotten: Default::default(),
            shapes: HashMap::new(),
            last_fact: 0,
            last_shape: 0,
        }
    }

    /// The staged ids of a record's keys, or what is wrong with them. `met` remembers those of its batch.
    pub(super) fn intern(
        &mut self,
        stager: &mut Stager<'_, '_>,
        keys: &Keys,
        met: &mut Met,
        candidate: &Candidate,
    ) -> Result<Result<Shared, Vec<Fault>>, Error> {
        let mut ids = [0; KINDS.len()];
        let mut faults = Vec::new();
        for (kind, key) in candidate.keys.into_iter().enumerate() {
            let index = key as usize;
            if let Some((forgotten, id)) = met.0.get(index).copied().flatten()
                && forgotten == self.forgotten[kind]
            {
                ids[kind] = id;
                continue;
            }
            match self.fact(stager, kind, keys.get(key))? {
                Ok(id) => {
                    ids[kind] = id;
                    if index >= met.0.len() {
                        met.0.resize(index + 1, None);
                    }
                    met.0[index] = Some((self.forgotten[kind], id));
                }
                Err(more) => faults.extend(more),
            }
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let shape = self.shape(stager, [ids[JOB], ids[SERVICE], ids[SBC], ids[OFFER]])?;
        Ok(Ok(Shared { shape, place: ids[PLACE], sweep: ids[SWEEP], assignment: ids[ASSIGNMENT] }))
    }

    /// How many staged ids the keys of a kind have got at most.
    pub(super) fn staged(&self, kind: usize) -> usize {
        let forgotten = usize::try_from(self.forgotten[kind]).unwrap_or(usize::MAX);
        forgotten.saturating_mul(REMEMBERED).saturating_add(self.keys[kind].len())
    }

    /// The staged id of a key.
    pub(super) fn fact(
        &mut self,
        stager: &mut Stager<'_, '_>,
        kind: usize,
        key: &str,
    ) -> Result<Result<StagedId, Vec<Fault>>, Error> {
        if key == KINDS[kind].null_key {
            return Ok(Ok(0));
        }
        if let Some(id) = self.keys[kind].get(key) {
            return Ok(Ok(*id));
        }
        if let Err(faults) = facts::parse(kind, key) {
            return Ok(Err(faults));
        }
        self.last_fact += 1;
        stager.fact(self.last_fact, kind, key)?;
        if self.keys[kind].len() >= REMEMBERED {
            self.keys[kind].clear();
            self.forgotten[kind] += 1;
        }
        self.keys[kind].insert(key.into(), self.last_fact);
        Ok(Ok(self.last_fact))
    }

    /// The staged id of a shape.
    pub(super) fn shape(&mut self, stager: &mut Stager<'_, '_>, parts: [StagedId; 4]) -> Result<StagedId, Error> {
        if let Some(id) = self.shapes.get(&parts) {
            return Ok(*id);
        }
        self.last_shape += 1;
        stager.shape(self.last_shape, parts)?;
        if self.shapes.len() >= REMEMBERED * 8 {
            self.shapes.clear();
        }
        self.shapes.insert(parts, self.last_shape);
        Ok(self.last_shape)
    }
}
