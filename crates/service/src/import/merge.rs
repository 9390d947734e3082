//! A record beside the stored number: what it keeps, what it changes.

use super::database::{fact, find_main};
use super::facts::{self, Fact};
use super::intern::Interner;
use super::record::{ASSIGNMENT, JOB, KINDS, OFFER, PLACE, Present, SBC, SERVICE, SWEEP, fields_of};
use super::stage::bit;
use crate::Error;
use hashbrown::HashMap;
use numberline_domain::{ChannelId, Shape, Ticks};
use numberline_store::staging::{Matched, Settled, StagedId, StagedNumber, Stager, State};
use numberline_store::{Tx, shape, tenant};

/// The fields that make the shape.
const SHAPE_FIELDS: Present =
    fields_of(&KINDS[JOB]) | fields_of(&KINDS[SERVICE]) | fields_of(&KINDS[SBC]) | fields_of(&KINDS[OFFER]);

/// Entries that a memory of answers may have before it starts anew.
const REMEMBERED: usize = 65_536;

pub(super) struct Merger<'t, 'c, 'i> {
    tx: &'t Tx<'c>,
    interner: &'i mut Interner,
    stager: Stager<'t, 'c>,
    /// Which row of the database a staged fact or shape equals, if any.
    same_fact: HashMap<(usize, StagedId), Option<u32>>,
    same_shape: HashMap<StagedId, Option<u32>>,
    mixed: HashMap<(StagedId, u32, Present), StagedId>,
    /// Tenant and channel of a stored shape.
    homes: HashMap<u32, (u32, ChannelId)>,
}

impl<'t, 'c, 'i> Merger<'t, 'c, 'i> {
    pub(super) fn new(tx: &'t Tx<'c>, interner: &'i mut Interner) -> Self {
        Self {
            tx,
            interner,
            stager: Stager::new(tx),
            same_fact: HashMap::new(),
            same_shape: HashMap::new(),
            mixed: HashMap::new(),
            homes: HashMap::new(),
        }
    }

    /// Writes down what the outcomes need.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        Ok(self.stager.flush()?)
    }

    /// Compares.
    pub(super) fn merge(&mut self, matched: &Matched) -> Result<Settled, Error> {
        let Matched { staged, stored } = matched;
        let present = |name: &'static str| staged.present & bit(name) != 0;
        let ticks = |stored: Option<Ticks>| stored.map(Ticks::as_i64);
        let id = if present("id") { staged.id } else { Some(stored.id) };
        let mut merged = StagedNumber {
            id,
            entry: if present("uploadTelephoneNumberEntryId") { staged.entry } else { stored.entry },
            acquired_on: if present("acquiredOn") { staged.acquired_on } else { ticks(stored.acquired_on) },
            aslcht: if present("aslcht") { staged.aslcht } else { ticks(stored.aslcht) },
            aslsct: if present("aslsct") { staged.aslsct } else { ticks(stored.aslsct) },
            aslv_code: if present("aslvCode") { staged.aslv_code } else { stored.aslv_code },
            status: if present("acquiredNumberStatus") { staged.status } else { stored.status },
            shape: self.shape(staged, stored.shape)?,
            place: self.part(PLACE, staged.present, staged.place, stored.place)?,
            sweep: self.part(SWEEP, staged.present, staged.sweep, stored.sweep)?,
            assignment: self.part(ASSIGNMENT, staged.present, staged.assignment, stored.assignment.into())?,
            ..staged.clone()
        };
        let equal = merged.id == Some(stored.id)
            && merged.entry == stored.entry
            && merged.acquired_on == ticks(stored.acquired_on)
            && merged.aslcht == ticks(stored.aslcht)
            && merged.aslsct == ticks(stored.aslsct)
            && merged.aslv_code == stored.aslv_code
            && merged.status == stored.status
            && merged.shape == -StagedId::from(stored.shape)
            && merged.place == -StagedId::from(stored.place)
            && merged.sweep == -StagedId::from(stored.sweep)
            && merged.assignment == -StagedId::from(stored.assignment);
        merged.state = if equal { State::Unchanged } else { State::Changed };
        let old_id = (merged.id != Some(stored.id)).then_some(stored.id);
        let (old_tenant, old_channel) = self.home_of(stored.shape)?;
        Ok(Settled { number: merged, old_id, old_tenant, old_channel })
    }

    /// One of the facts that stand in the number itself.
    fn part(&mut self, kind: usize, present: Present, staged: StagedId, stored: u32) -> Result<StagedId, Error> {
        let id = self.mix(kind, present, staged, -StagedId::from(stored))?;
        let same = self.same_as(kind, id)?;
        Ok(if same == Some(stored) { -StagedId::from(stored) } else { id })
    }

    /// The shape that results: negative when it is the stored one.
    fn shape(&mut self, staged: &StagedNumber, stored: u32) -> Result<StagedId, Error> {
        let present = staged.present & SHAPE_FIELDS;
        if present == 0 {
            return Ok(-StagedId::from(stored));
        }
        let id = if present == SHAPE_FIELDS { staged.shape } else { self.mixed_shape(staged.shape, stored, present)? };
        let same = match self.same_shape.get(&id) {
            Some(same) => *same,
            None => self.find_shape(id)?,
        };
        Ok(if same == Some(stored) { -StagedId::from(stored) } else { id })
    }

    fn mixed_shape(&mut self, staged: StagedId, stored: u32, present: Present) -> Result<StagedId, Error> {
        if let Some(id) = self.mixed.get(&(staged, stored, present)) {
            return Ok(*id);
        }
        let Shape { job, service, sbc, offer } =
            shape::get(self.tx, stored)?.ok_or_else(|| Error::missing("shape", stored))?;
        let stored_parts = [job, service, sbc, offer].map(StagedId::from);
        let mut parts = self.stager.find_shape(staged)?;
        for (kind, (part, stored_part)) in parts.iter_mut().zip(stored_parts).enumerate() {
            *part = self.mix(kind, present, *part, -stored_part)?;
        }
        let id = self.interner.shape(&mut self.stager, parts)?;
        forget_if_full(&mut self.mixed);
        self.mixed.insert((staged, stored, present), id);
        Ok(id)
    }

    /// A fact whose present members come from the file and whose absent ones from the database.
    fn mix(&mut self, kind: usize, present: Present, staged: StagedId, stored: StagedId) -> Result<StagedId, Error> {
        let fields = fields_of(&KINDS[kind]);
        if present & fields == fields {
            return Ok(staged);
        }
        if present & fields == 0 {
            return Ok(stored);
        }
        let from_file = facts::members(&fact(self.tx, &mut self.stager, kind, staged)?);
        let from_database = facts::members(&fact(self.tx, &mut self.stager, kind, stored)?);
        let members = KINDS[kind].fields.iter().zip(from_file.into_iter().zip(from_database));
        let members: Vec<String> =
            members.map(|(field, (new, old))| if present & (1 << field) != 0 { new } else { old }).collect();
        let key = format!("[{}]", members.join(","));
        let id = self.interner.fact(&mut self.stager, kind, &key)?;
        Ok(id.expect("made of members that were judged before"))
    }

    /// The row of the database that a staged fact equals, if there is one.
    fn same_as(&mut self, kind: usize, id: StagedId) -> Result<Option<u32>, Error> {
        if id <= 0 {
            return Ok(u32::try_from(-id).ok());
        }
        if let Some(same) = self.same_fact.get(&(kind, id)) {
            return Ok(*same);
        }
        let staged: Fact = fact(self.tx, &mut self.stager, kind, id)?;
        let same = find_main(self.tx, &staged)?;
        forget_if_full(&mut self.same_fact);
        self.same_fact.insert((kind, id), same);
        Ok(same)
    }

    fn find_shape(&mut self, id: StagedId) -> Result<Option<u32>, Error> {
        let parts = self.stager.find_shape(id)?;
        let mut same = [0; 4];
        let mut known = true;
        for (kind, part) in parts.into_iter().enumerate() {
            match self.same_as(kind, part)? {
                Some(main) => same[kind] = main,
                None => known = false,
            }
        }
        let [job, service, sbc, offer] = same;
        let found = if known { shape::find_id(self.tx, Shape { job, service, sbc, offer })? } else { None };
        forget_if_full(&mut self.same_shape);
        self.same_shape.insert(id, found);
        Ok(found)
    }

    fn home_of(&mut self, stored: u32) -> Result<(u32, ChannelId), Error> {
        if let Some(home) = self.homes.get(&stored) {
            return Ok(*home);
        }
        let shape = shape::get(self.tx, stored)?.ok_or_else(|| Error::missing("shape", stored))?;
        let Fact::Service(service) = fact(self.tx, &mut self.stager, SERVICE, -StagedId::from(shape.service))? else {
            return Err(Error::missing("service_fact", shape.service));
        };
        let tenant =
            tenant::find(self.tx, service.tenant_id)?.ok_or_else(|| Error::missing("tenant of shape", stored))?;
        let home = (tenant, service.ovoc_channel_id);
        forget_if_full(&mut self.homes);
        self.homes.insert(stored, home);
        Ok(home)
    }
}

fn forget_if_full<K, V>(memory: &mut HashMap<K, V>) {
    if memory.len() >= REMEMBERED {
        memory.clear();
    }
}
