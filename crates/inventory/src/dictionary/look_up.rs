//! What a record is put together from.

use super::{Dictionary, Form, NO_HEAD, offer_part, service_part};

impl Dictionary {
    /// Fields 2 to 13 and the key of field 14.
    #[inline]
    pub(crate) fn push_head(&self, out: &mut Vec<u8>, form: &Form) {
        if form.head == NO_HEAD {
            out.extend_from_slice(self.offers.get(form.offer as usize, offer_part::SOURCE));
            self.push_rest_of_head(out, form.service, form.sbc);
        } else {
            out.extend_from_slice(self.heads.get(form.head as usize, 0));
        }
    }

    /// Fields 2 and 3 and the key of field 14: what the second edition has of a head.
    pub(crate) fn push_short_head(&self, out: &mut Vec<u8>, form: &Form) {
        out.extend_from_slice(self.offers.get(form.offer as usize, offer_part::SOURCE));
        out.extend_from_slice(self.sbcs.get(form.sbc as usize, 0));
        out.extend_from_slice(b",\"id\":");
    }

    /// From the end of field 18 to the key of field 22.
    #[inline]
    pub(crate) fn capabilities(&self, offer: u32) -> &[u8] {
        self.offers.get(offer as usize, offer_part::CAPABILITIES)
    }

    /// Field 23 and the key of field 24.
    #[inline]
    pub(crate) fn country(&self, offer: u32) -> &[u8] {
        self.offers.get(offer as usize, offer_part::COUNTRY)
    }

    /// The value of field 25, and field 26.
    #[inline]
    pub(crate) fn place(&self, place: u32) -> &[u8] {
        self.places.get(place as usize, 0)
    }

    /// The value of field 27.
    #[inline]
    pub(crate) fn word(&self, assignment: u8) -> &[u8] {
        self.words.get(usize::from(assignment), 0)
    }

    /// Field 28 and the key of field 29.
    #[inline]
    pub(crate) fn tenant(&self, service: u32) -> &[u8] {
        self.service_pieces.get(service as usize, service_part::TENANT)
    }

    /// The value of field 32.
    #[inline]
    pub(crate) fn sweep(&self, sweep: u32) -> Option<i64> {
        self.sweeps[sweep as usize]
    }

    /// Whether a service with this id is defined.
    pub(crate) fn knows_service(&self, id: u32) -> bool {
        self.service(id).is_some()
    }

    /// Whether SBC texts with this id are defined.
    pub(crate) fn knows_sbc(&self, id: u32) -> bool {
        self.sbcs.knows(id as usize)
    }

    /// Whether an offer with this id is defined.
    pub(crate) fn knows_offer(&self, id: u32) -> bool {
        self.offers.knows(id as usize)
    }

    /// Whether a place with this id is defined; 0, "none", always is.
    pub(crate) fn knows_place(&self, id: u32) -> bool {
        self.places.knows(id as usize)
    }

    /// Whether a sweep with this id is defined; 0, "none", always is.
    pub(crate) fn knows_sweep(&self, id: u32) -> bool {
        id == 0 || self.sweeps.get(id as usize).is_some_and(Option::is_some)
    }

    /// Whether an assignment word with this id is defined; 0, "none", always is.
    pub(crate) fn knows_assignment(&self, id: u8) -> bool {
        self.words.knows(usize::from(id))
    }
}
