//! What searches and counts look at: the texts and GUIDs of interned values, beside their rendered pieces.

use super::{Dictionary, entry};
use numberline_domain::{ChannelId, Guid, Offer, ServiceFacts};

/// A service, to be searched and shown.
pub(crate) struct ServiceCard {
    pub(crate) group: u32,
    pub(crate) tenant: Guid,
    pub(crate) guid: Option<Guid>,
    pub(crate) name: Option<Box<str>>,
    pub(crate) company: Option<Box<str>>,
    pub(crate) channel: ChannelId,
    pub(crate) connection: Option<Box<str>>,
}

/// An offer, to be searched and counted.
pub(crate) struct OfferCard {
    pub(crate) source: Box<str>,
    pub(crate) country: Option<Box<str>>,
    pub(crate) profile: Option<Guid>,
}

/// Cards by kind and id.
#[derive(Default)]
pub(super) struct Cards {
    services: Vec<Option<ServiceCard>>,
    offers: Vec<Option<OfferCard>>,
    words: Vec<Option<Box<str>>>,
}

impl Cards {
    pub(super) fn define_service(&mut self, id: u32, facts: &ServiceFacts, group: u32) {
        let boxed = |text: &Option<String>| text.as_deref().map(Box::from);
        *entry(&mut self.services, id) = Some(ServiceCard {
            group,
            tenant: facts.tenant_id,
            guid: facts.ump_customer_guid,
            name: boxed(&facts.ump_customer_full_name),
            company: boxed(&facts.ms_company_name),
            channel: facts.ovoc_channel_id,
            connection: boxed(&facts.oc_sip_connection_name),
        });
    }

    pub(super) fn define_offer(&mut self, id: u32, offer: &Offer) {
        *entry(&mut self.offers, id) = Some(OfferCard {
            source: offer.source.as_str().into(),
            country: offer.iso_country_code.as_deref().map(Box::from),
            profile: offer.calling_profile_id,
        });
    }

    pub(super) fn define_word(&mut self, id: u8, word: &str) {
        *entry(&mut self.words, u32::from(id)) = Some(word.into());
    }
}

impl Dictionary {
    /// Every service that is defined, with its id.
    pub(crate) fn service_cards(&self) -> impl Iterator<Item = (usize, &ServiceCard)> {
        self.cards.services.iter().enumerate().filter_map(|(id, card)| Some((id, card.as_ref()?)))
    }

    /// Every offer that is defined, with its id.
    pub(crate) fn offer_cards(&self) -> impl Iterator<Item = (usize, &OfferCard)> {
        self.cards.offers.iter().enumerate().filter_map(|(id, card)| Some((id, card.as_ref()?)))
    }

    /// A service; `None` when it is not defined.
    pub(crate) fn service_card(&self, id: u32) -> Option<&ServiceCard> {
        self.cards.services.get(id as usize)?.as_ref()
    }

    /// An offer; `None` when it is not defined.
    pub(crate) fn offer_card(&self, id: u32) -> Option<&OfferCard> {
        self.cards.offers.get(id as usize)?.as_ref()
    }

    /// An assignment word; `None` for 0, which stands for none.
    pub(crate) fn word_text(&self, id: u8) -> Option<&str> {
        self.cards.words.get(usize::from(id))?.as_deref()
    }
}
