//! The ids of what the rows to be written share: offers, places, shapes, job and service facts. Each is asked for once a
//! batch.

use super::known::{Facts, ShapeFacts};
use super::{Offered, Tenant};
use crate::{Error, upload};
use hashbrown::HashMap;
use numberline_domain::{Guid, JobFacts, Offer, PhoneNumber, Place, Shape, Ticks};
use numberline_store::{Tx, fact, place, shape};
use rlibphonenumber::PHONE_NUMBER_UTIL;

/// `source` of numbers that were not uploaded here.
const FOUND: &str = "ocsync";

#[derive(Default)]
pub(super) struct Interner {
    offers: HashMap<(u32, Offered), u32>,
    found: HashMap<Offered, u32>,
    /// Job, service and SBC facts of numbers that are found.
    of_found: Option<(u32, u32, u32)>,
    places: HashMap<Place, u32>,
}

/// The offer as it is after what was seen: what is not told stays.
pub(super) fn merged(offer: &Offer, offered: &Offered) -> Offer {
    Offer {
        source: offer.source.clone(),
        calling_profile_id: offer.calling_profile_id,
        // What was known of it first stays: the two sides may name one country in two ways.
        iso_country_code: offer.iso_country_code.clone().or_else(|| offered.country.clone()),
        acquired_capabilities: offered.acquired.clone().or_else(|| offer.acquired_capabilities.clone()),
        available_capabilities: offered.available.clone().or_else(|| offer.available_capabilities.clone()),
    }
}

impl Interner {
    /// The shape of a number of this one after what was seen.
    pub(super) fn refreshed(
        &mut self,
        tx: &mut Tx<'_>,
        facts: &mut Facts,
        id: u32,
        offered: &Offered,
    ) -> Result<u32, Error> {
        let key = (id, Offered { place: None, ..offered.clone() });
        if let Some(refreshed) = self.offers.get(&key) {
            return Ok(*refreshed);
        }
        let ShapeFacts { shape, offer, .. } = facts.shape(tx, id)?;
        let after = merged(offer, offered);
        let refreshed = if after == *offer {
            id
        } else {
            let shape = *shape;
            let offer = first(fact::offer::intern_each(tx, &[after])?)?;
            first(shape::intern_each(tx, &[Shape { offer, ..shape }])?)?
        };
        self.offers.insert(key, refreshed);
        Ok(refreshed)
    }

    /// The shape of a number that was found.
    pub(super) fn found(
        &mut self,
        tx: &mut Tx<'_>,
        tenant: Tenant,
        profile: Option<Guid>,
        offered: &Offered,
        at: Ticks,
    ) -> Result<u32, Error> {
        let key = Offered { place: None, ..offered.clone() };
        if let Some(id) = self.found.get(&key) {
            return Ok(*id);
        }
        let (job, service, sbc) = match self.of_found {
            Some(facts) => facts,
            None => *self.of_found.insert(facts_of_found(tx, tenant, at)?),
        };
        let offer = Offer {
            source: FOUND.to_owned(),
            calling_profile_id: profile,
            iso_country_code: offered.country.clone(),
            acquired_capabilities: offered.acquired.clone(),
            available_capabilities: offered.available.clone(),
        };
        let offer = first(fact::offer::intern_each(tx, &[offer])?)?;
        let id = first(shape::intern_each(tx, &[Shape { job, service, sbc, offer }])?)?;
        self.found.insert(key, id);
        Ok(id)
    }

    /// The id of a place.
    pub(super) fn place(&mut self, tx: &mut Tx<'_>, place: &Place) -> Result<u32, Error> {
        if let Some(id) = self.places.get(place) {
            return Ok(*id);
        }
        let id =
            if *place == Place::default() { 0 } else { first(place::intern_each(tx, std::slice::from_ref(place))?)? };
        self.places.insert(place.clone(), id);
        Ok(id)
    }
}

/// A number that is found belongs where one that is uploaded would: nobody said which of the tenant's services it is for, and
/// the newest numbers may be another system's, or of a service that is served no longer.
fn facts_of_found(tx: &mut Tx<'_>, tenant: Tenant, at: Ticks) -> Result<(u32, u32, u32), Error> {
    let job = JobFacts { upload_to_account_job_id: None, when_created: at, tn_upload_job_id: None };
    let job = first(fact::job::intern_each(tx, &[job])?)?;
    let (service, sbc) = upload::facts_of_service(tx, tenant.id)?;
    Ok((job, service, sbc))
}

/// The country that a number belongs to, as the phone library knows it.
pub(super) fn country_of(phone: PhoneNumber) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse(phone.to_string(), None).ok()?;
    let region = number.get_region_code()?.to_string();
    (region.len() == 2 && region.bytes().all(|letter| letter.is_ascii_uppercase())).then_some(region)
}

fn first(ids: Vec<u32>) -> Result<u32, Error> {
    ids.into_iter().next().ok_or_else(|| Error::Refused("the database gave no id for a value".to_owned()))
}
