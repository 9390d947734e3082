//! Takes in what numbers share: interned values by id, and the tenants' names.

use crate::Inventory;
use numberline_domain::{AssignmentWord, Guid, JobFacts, Offer, Place, SbcFacts, ServiceFacts, Shape};

impl Inventory {
    /// Sets the facts of an upload job.
    pub fn define_job(&mut self, id: u32, facts: &JobFacts) {
        self.dictionary.jobs.define(id as usize, facts);
    }

    /// Sets the facts of a service. Its tenant exists from now on.
    pub fn define_service(&mut self, id: u32, facts: &ServiceFacts) {
        let group = self.ensure_group(facts.tenant_id, facts.ovoc_channel_id);
        self.dictionary.define_service(id, facts, group);
    }

    /// Sets the SBC texts of a service.
    pub fn define_sbc(&mut self, id: u32, facts: &SbcFacts) {
        self.dictionary.define_sbc(id, facts);
    }

    /// Sets what was ordered and is offered.
    pub fn define_offer(&mut self, id: u32, offer: &Offer) {
        self.dictionary.define_offer(id, offer);
    }

    /// Sets a tuple of the above.
    ///
    /// # Panics
    /// When one of the facts that it names is not defined yet.
    pub fn define_shape(&mut self, id: u32, shape: Shape) {
        self.dictionary.define_shape(id, shape);
    }

    /// Sets a place; 0 is defined from the start, as none.
    pub fn define_place(&mut self, id: u32, place: &Place) {
        self.dictionary.define_place(id, place);
    }

    /// Sets the `asticks` of a check sweep; 0 is defined from the start, as none.
    pub fn define_sweep(&mut self, id: u32, ticks: i64) {
        self.dictionary.define_sweep(id, ticks);
    }

    /// Sets an assignment word; 0 is defined from the start, as none.
    pub fn define_assignment(&mut self, id: u8, word: &AssignmentWord) {
        self.dictionary.define_assignment(id, word);
    }

    /// Makes a tenant exist, for ever, also without rows.
    pub fn name_tenant(&mut self, tenant: Guid) {
        self.tenants.ensure(tenant);
        self.settle_sums();
    }

    /// Whether a shape with this id is defined.
    #[must_use]
    pub fn knows_shape(&self, id: u32) -> bool {
        self.dictionary.form(id).is_some()
    }

    /// Whether a job with this id is defined.
    #[must_use]
    pub fn knows_job(&self, id: u32) -> bool {
        self.dictionary.jobs.knows(id as usize)
    }

    /// Whether a service with this id is defined.
    #[must_use]
    pub fn knows_service(&self, id: u32) -> bool {
        self.dictionary.knows_service(id)
    }

    /// Whether SBC texts with this id are defined.
    #[must_use]
    pub fn knows_sbc(&self, id: u32) -> bool {
        self.dictionary.knows_sbc(id)
    }

    /// Whether an offer with this id is defined.
    #[must_use]
    pub fn knows_offer(&self, id: u32) -> bool {
        self.dictionary.knows_offer(id)
    }

    /// Whether a place with this id is defined.
    #[must_use]
    pub fn knows_place(&self, id: u32) -> bool {
        self.dictionary.knows_place(id)
    }

    /// Whether a sweep with this id is defined.
    #[must_use]
    pub fn knows_sweep(&self, id: u32) -> bool {
        self.dictionary.knows_sweep(id)
    }

    /// Whether an assignment word with this id is defined.
    #[must_use]
    pub fn knows_assignment(&self, id: u8) -> bool {
        self.dictionary.knows_assignment(id)
    }
}
