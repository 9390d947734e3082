//! What makes a tuple of facts unique. A database's UNIQUE does not judge nulls, and PostgreSQL limits the length of
//! what it indexes, so the tuple's digest stands for it.

use numberline_domain::{Guid, JobFacts, JsonText, Offer, Place, SbcFacts, ServiceFacts, Ticks};
use sha2::{Digest as _, Sha256};

/// The first 16 bytes of the SHA-256 of a tuple, written so that no two tuples are written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    /// Where none is needed.
    pub(crate) const NONE: Self = Self([0; 16]);

    /// The digest of a job's facts.
    #[must_use]
    pub fn of_job(facts: &JobFacts) -> Self {
        let JobFacts { upload_to_account_job_id, when_created, tn_upload_job_id } = facts;
        let mut tuple = Tuple::default();
        tuple.integer(*upload_to_account_job_id);
        tuple.ticks(Some(*when_created));
        tuple.guid(*tn_upload_job_id);
        tuple.finish()
    }

    /// The digest of a service's facts.
    #[must_use]
    pub fn of_service(facts: &ServiceFacts) -> Self {
        let ServiceFacts {
            tenant_id,
            ump_customer_guid,
            ump_customer_full_name,
            ms_company_name,
            ovoc_channel_id,
            consented_on,
            tenant_calling_profile_id,
            oc_sip_connection_name,
            oc_sip_connection_description,
        } = facts;
        let mut tuple = Tuple::default();
        tuple.guid(Some(*tenant_id));
        tuple.guid(*ump_customer_guid);
        tuple.text(ump_customer_full_name.as_deref());
        tuple.text(ms_company_name.as_deref());
        tuple.integer(Some(*ovoc_channel_id));
        tuple.ticks(*consented_on);
        tuple.integer(*tenant_calling_profile_id);
        tuple.text(oc_sip_connection_name.as_deref());
        tuple.text(oc_sip_connection_description.as_deref());
        tuple.finish()
    }

    /// The digest of SBC texts.
    #[must_use]
    pub fn of_sbc(facts: &SbcFacts) -> Self {
        let SbcFacts { sbc_list, sbc_list_json, sbc_list_array } = facts;
        let mut tuple = Tuple::default();
        tuple.json(sbc_list.as_ref());
        tuple.json(sbc_list_json.as_ref());
        tuple.json(sbc_list_array.as_ref());
        tuple.finish()
    }

    /// The digest of an offer.
    #[must_use]
    pub fn of_offer(facts: &Offer) -> Self {
        let Offer { source, calling_profile_id, iso_country_code, acquired_capabilities, available_capabilities } =
            facts;
        let mut tuple = Tuple::default();
        tuple.text(Some(source));
        tuple.guid(*calling_profile_id);
        tuple.text(iso_country_code.as_deref());
        tuple.json(acquired_capabilities.as_ref());
        tuple.json(available_capabilities.as_ref());
        tuple.finish()
    }

    /// The digest of a place.
    #[must_use]
    pub fn of_place(place: &Place) -> Self {
        let Place { location_id, civic_address_id } = place;
        let mut tuple = Tuple::default();
        tuple.text(location_id.as_deref());
        tuple.text(civic_address_id.as_deref());
        tuple.finish()
    }

    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A tuple being written: each member is a marker (0 for null, 1 for a value), then its length, then its bytes.
#[derive(Default)]
struct Tuple(Sha256);

impl Tuple {
    fn member(&mut self, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else { return self.0.update([0]) };
        self.0.update([1]);
        self.0.update(u64::try_from(bytes.len()).expect("a length fits 64 bits").to_le_bytes());
        self.0.update(bytes);
    }

    fn text(&mut self, text: Option<&str>) {
        self.member(text.map(str::as_bytes));
    }

    fn json(&mut self, json: Option<&JsonText>) {
        self.text(json.map(JsonText::as_str));
    }

    fn integer(&mut self, integer: Option<i64>) {
        self.member(integer.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice));
    }

    fn ticks(&mut self, ticks: Option<Ticks>) {
        self.integer(ticks.map(Ticks::as_i64));
    }

    fn guid(&mut self, guid: Option<Guid>) {
        self.member(guid.map(|guid| guid.as_u128().to_le_bytes()).as_ref().map(<[u8; 16]>::as_slice));
    }

    fn finish(self) -> Digest {
        let hash: [u8; 32] = self.0.finalize().into();
        let (first, _) = hash.split_first_chunk().expect("32 bytes are more than 16");
        Digest(*first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(location: Option<&str>, address: Option<&str>) -> Digest {
        Digest::of_place(&Place {
            location_id: location.map(str::to_owned),
            civic_address_id: address.map(str::to_owned),
        })
    }

    #[test]
    fn null_is_not_the_empty_text() {
        assert_ne!(place(None, None), place(Some(""), None));
        assert_ne!(place(Some(""), None), place(None, Some("")));
    }

    #[test]
    fn a_text_does_not_run_into_its_neighbour() {
        assert_ne!(place(Some("ab"), Some("c")), place(Some("a"), Some("bc")));
    }

    #[test]
    fn a_stored_digest_stays_what_it_is() {
        assert_eq!(
            place(Some("a"), None).0,
            [178, 170, 225, 117, 27, 177, 83, 3, 146, 214, 173, 79, 142, 188, 191, 41]
        );
    }
}
