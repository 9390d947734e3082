//! The interned values that numbers share, as pieces of JSON ready to be copied.

mod cards;
mod heads;
mod look_up;

use crate::jobs::Jobs;
use crate::pieces::Pieces;
use crate::text::{
    push_json, push_optional_guid, push_optional_integer, push_optional_string, push_optional_time, push_string,
};
pub(crate) use cards::ServiceCard;
use heads::HeadKey;
use numberline_domain::{AssignmentWord, Offer, Place, SbcFacts, ServiceFacts, Shape};

/// The head of a shape whose head is put together when needed.
const NO_HEAD: u32 = 0;

/// Parts of a service's pieces.
mod service_part {
    pub(super) const PROFILE: usize = 0;
    pub(super) const CUSTOMER: usize = 1;
    pub(super) const TENANT: usize = 2;
}

/// Parts of an offer's pieces.
mod offer_part {
    pub(super) const SOURCE: usize = 0;
    pub(super) const CAPABILITIES: usize = 1;
    pub(super) const COUNTRY: usize = 2;
}

/// A shape with what is looked up for it once: its group and its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) job: u32,
    pub(crate) service: u32,
    pub(crate) sbc: u32,
    pub(crate) offer: u32,
    pub(crate) group: u32,
    head: u32,
}

const _: () = assert!(size_of::<Form>() <= 32);

impl Form {
    /// Stands for "not defined": ids begin at 1.
    pub(crate) const NONE: Self = Self { job: 0, service: 0, sbc: 0, offer: 0, group: 0, head: NO_HEAD };
}

struct Service {
    group: u32,
    heads: Vec<u32>,
}

/// Every interned value, by kind and id.
pub(crate) struct Dictionary {
    pub(crate) jobs: Jobs,
    forms: Vec<Form>,
    services: Vec<Option<Service>>,
    service_pieces: Pieces<3>,
    sbcs: Pieces<3>,
    offers: Pieces<3>,
    /// Index in `source_names` by offer.
    sources: Vec<u32>,
    source_names: Vec<String>,
    head_keys: Vec<HeadKey>,
    /// Heads that no shape has any longer.
    free_heads: Vec<u32>,
    heads: Pieces<1>,
    places: Pieces<1>,
    sweeps: Vec<Option<i64>>,
    words: Pieces<1>,
    cards: cards::Cards,
}

impl Dictionary {
    pub(crate) fn new() -> Self {
        let mut dictionary = Self {
            jobs: Jobs::new(),
            forms: Vec::new(),
            services: Vec::new(),
            service_pieces: Pieces::new(),
            sbcs: Pieces::new(),
            offers: Pieces::new(),
            sources: Vec::new(),
            source_names: Vec::new(),
            head_keys: vec![HeadKey::NONE],
            free_heads: Vec::new(),
            heads: Pieces::new(),
            places: Pieces::new(),
            sweeps: vec![None],
            words: Pieces::new(),
            cards: cards::Cards::default(),
        };
        dictionary.define_place(0, &Place::default());
        dictionary.words.define(0, [b"null"]);
        dictionary
    }

    /// `group` is where the service's numbers are listed.
    pub(crate) fn define_service(&mut self, id: u32, facts: &ServiceFacts, group: u32) {
        let (mut profile, mut customer, mut tenant) = (Vec::new(), Vec::new(), Vec::new());
        profile.extend_from_slice(b",\"tenantCallingProfileId\":");
        push_optional_integer(&mut profile, facts.tenant_calling_profile_id);
        profile.extend_from_slice(b",\"ocSipConnectionName\":");
        push_optional_string(&mut profile, facts.oc_sip_connection_name.as_deref());
        profile.extend_from_slice(b",\"ocSipConnectionDescription\":");
        push_optional_string(&mut profile, facts.oc_sip_connection_description.as_deref());
        profile.extend_from_slice(b",\"umpCustomerGuid\":");
        push_optional_guid(&mut profile, facts.ump_customer_guid);
        profile.extend_from_slice(b",\"sbcListJson\":");
        customer.extend_from_slice(b",\"ovocChannelId\":");
        push_optional_integer(&mut customer, Some(facts.ovoc_channel_id));
        customer.extend_from_slice(b",\"consentedOn\":");
        push_optional_time(&mut customer, facts.consented_on);
        customer.extend_from_slice(b",\"umpCustomerFullName\":");
        push_optional_string(&mut customer, facts.ump_customer_full_name.as_deref());
        customer.extend_from_slice(b",\"msCompanyName\":");
        push_optional_string(&mut customer, facts.ms_company_name.as_deref());
        customer.extend_from_slice(b",\"sbcListArray\":");
        tenant.extend_from_slice(b",\"tenantId\":");
        push_optional_guid(&mut tenant, Some(facts.tenant_id));
        tenant.extend_from_slice(b",\"aslcht\":");
        self.service_pieces.define(id as usize, [&profile, &customer, &tenant]);

        self.cards.define_service(id, facts, group);
        let heads = match entry(&mut self.services, id) {
            Some(known) => {
                debug_assert_eq!(known.group, group, "a service never changes its tenant or channel");
                known.heads.clone()
            }
            unknown => {
                *unknown = Some(Service { group, heads: Vec::new() });
                Vec::new()
            }
        };
        for head in heads {
            self.render_head(head);
        }
    }

    pub(crate) fn define_sbc(&mut self, id: u32, facts: &SbcFacts) {
        let is_known = self.sbcs.knows(id as usize);
        let texts = [&facts.sbc_list, &facts.sbc_list_json, &facts.sbc_list_array].map(|json| {
            let mut text = Vec::new();
            push_json(&mut text, json.as_ref());
            text
        });
        self.sbcs.define(id as usize, texts.each_ref().map(Vec::as_slice));
        if is_known {
            self.render_heads_with_sbc(id);
        }
    }

    pub(crate) fn define_offer(&mut self, id: u32, offer: &Offer) {
        let (mut source, mut capabilities, mut country) = (Vec::new(), Vec::new(), Vec::new());
        source.extend_from_slice(b",\"source\":");
        push_string(&mut source, &offer.source);
        source.extend_from_slice(b",\"sbcList\":");
        capabilities.extend_from_slice(b"\",\"callingProfileId\":");
        push_optional_guid(&mut capabilities, offer.calling_profile_id);
        capabilities.extend_from_slice(b",\"acquiredCapabilities\":");
        push_json(&mut capabilities, offer.acquired_capabilities.as_ref());
        capabilities.extend_from_slice(b",\"availableCapabilities\":");
        push_json(&mut capabilities, offer.available_capabilities.as_ref());
        capabilities.extend_from_slice(b",\"acquiredOn\":");
        country.extend_from_slice(b",\"isoCountryCode\":");
        push_optional_string(&mut country, offer.iso_country_code.as_deref());
        country.extend_from_slice(b",\"tnUploadJobId\":");
        self.cards.define_offer(id, offer);
        let is_known = self.offers.knows(id as usize);
        self.offers.define(id as usize, [&source, &capabilities, &country]);

        let source = self.intern_source(&offer.source);
        if id as usize >= self.sources.len() {
            self.sources.resize(id as usize + 1, 0);
        }
        let old = std::mem::replace(&mut self.sources[id as usize], source);
        if is_known && old != source {
            self.choose_heads_again(id);
        }
    }

    /// # Panics
    /// When the facts that it names are not defined yet.
    pub(crate) fn define_shape(&mut self, id: u32, shape: Shape) {
        assert!(
            self.jobs.knows(shape.job as usize)
                && self.service(shape.service).is_some()
                && self.sbcs.knows(shape.sbc as usize)
                && self.offers.knows(shape.offer as usize),
            "shape {id} names facts that are not defined yet: {shape:?}"
        );
        let Shape { job, service, sbc, offer } = shape;
        let group = self.service(service).map_or(0, |service| service.group);
        let form = Form { job, service, sbc, offer, group, head: NO_HEAD };
        if id as usize >= self.forms.len() {
            self.forms.resize(id as usize + 1, Form::NONE);
        }
        let old = std::mem::replace(&mut self.forms[id as usize], form);
        debug_assert!(old == Form::NONE || old.group == group, "a shape never changes its tenant or channel");
        // A service has few places for heads: a shape that becomes another one gives its own back first.
        if old.head != NO_HEAD && (old.service, old.sbc) != (service, sbc) {
            self.release_head(old.service, old.head);
        }
        self.forms[id as usize].head = self.head_for(&form);
    }

    pub(crate) fn define_place(&mut self, id: u32, place: &Place) {
        let mut text = Vec::new();
        push_optional_string(&mut text, place.location_id.as_deref());
        text.extend_from_slice(b",\"civicAddressId\":");
        push_optional_string(&mut text, place.civic_address_id.as_deref());
        self.places.define(id as usize, [&text]);
    }

    pub(crate) fn define_sweep(&mut self, id: u32, ticks: i64) {
        *entry(&mut self.sweeps, id) = Some(ticks);
    }

    pub(crate) fn define_assignment(&mut self, id: u8, word: &AssignmentWord) {
        let mut text = Vec::new();
        push_string(&mut text, &word.0);
        self.cards.define_word(id, &word.0);
        self.words.define(usize::from(id), [&text]);
    }

    /// The shape with this id; `None` when it is not defined.
    #[inline]
    pub(crate) fn form(&self, id: u32) -> Option<&Form> {
        self.forms.get(id as usize).filter(|form| form.service != 0)
    }

    fn service(&self, id: u32) -> Option<&Service> {
        self.services.get(id as usize).and_then(Option::as_ref)
    }

    fn intern_source(&mut self, source: &str) -> u32 {
        let known = self.source_names.iter().position(|known| known == source);
        let index = known.unwrap_or_else(|| {
            self.source_names.push(source.to_owned());
            self.source_names.len() - 1
        });
        u32::try_from(index).expect("there are as few sources as words for them")
    }
}

/// The place of an id in a list by id.
fn entry<T: Default>(list: &mut Vec<T>, id: u32) -> &mut T {
    if id as usize >= list.len() {
        list.resize_with(id as usize + 1, T::default);
    }
    &mut list[id as usize]
}
