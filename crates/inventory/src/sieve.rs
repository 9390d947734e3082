//! Which numbers of a list are shown: a question about what they share and about their digits.

use crate::Inventory;
use crate::dictionary::{Dictionary, Form};
use crate::row::Row;
use crate::text::{put_unsigned, width_unsigned};
use memchr::memmem::Finder;
use numberline_domain::{Guid, Search};

/// A value that may be asked for, or its absence.
pub type Wanted<T> = Option<Option<T>>;

/// What numbers must have to be shown, beside tenant and status. The default lets all through.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Sieve {
    /// The service's `umpCustomerGuid`.
    pub service: Wanted<Guid>,
    /// `isoCountryCode`.
    pub country: Wanted<String>,
    /// `assignmentStatus`.
    pub assignment: Wanted<String>,
    /// What a person typed.
    pub search: Option<Search>,
}

impl Sieve {
    /// Whether it lets every number through.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// A sieve made ready for one state of the inventory: a number is judged by a few look-ups.
pub struct Ready {
    services: Option<Vec<bool>>,
    offers: Option<Vec<bool>>,
    words: Option<Vec<bool>>,
    /// By service or by offer.
    either: Option<(Vec<bool>, Vec<bool>)>,
    phone: PhoneTest,
}

enum PhoneTest {
    Any,
    Prefix { value: u64, width: usize },
    Part(Box<Finder<'static>>),
    None,
}

impl Inventory {
    /// Makes a sieve ready. What is defined later is not let through, until it is made ready anew.
    #[must_use]
    pub fn ready(&self, sieve: &Sieve) -> Ready {
        let dictionary = &self.dictionary;
        let mut ready = Ready {
            services: sieve.service.map(|wanted| services(dictionary, |card| card.guid == wanted)),
            offers: sieve.country.as_ref().map(|wanted| {
                flags(dictionary.offer_cards().map(|(id, card)| (id, card.country.as_deref() == wanted.as_deref())))
            }),
            words: sieve
                .assignment
                .as_ref()
                .map(|wanted| (0..=u8::MAX).map(|id| dictionary.word_text(id) == wanted.as_deref()).collect()),
            either: None,
            phone: PhoneTest::Any,
        };
        match &sieve.search {
            // A list is looked up number by number: see `picked`.
            None | Some(Search::Numbers(_)) => {}
            Some(Search::Prefix(digits)) => {
                ready.phone =
                    digits.parse().map_or(PhoneTest::None, |value| PhoneTest::Prefix { value, width: digits.len() });
            }
            Some(Search::Part(digits)) => ready.phone = PhoneTest::Part(Box::new(Finder::new(digits).into_owned())),
            Some(Search::Guid(guid)) => {
                let by_service = services(dictionary, |card| card.tenant == *guid || card.guid == Some(*guid));
                let by_offer = flags(dictionary.offer_cards().map(|(id, card)| (id, card.profile == Some(*guid))));
                ready.either = Some((by_service, by_offer));
            }
            Some(Search::Text(text)) => {
                let has =
                    |name: &Option<Box<str>>| name.as_ref().is_some_and(|name| name.to_lowercase().contains(text));
                let by_service =
                    services(dictionary, |card| has(&card.name) || has(&card.company) || has(&card.connection));
                ready.either = Some((by_service, Vec::new()));
            }
        }
        ready
    }
}

fn services(dictionary: &Dictionary, wanted: impl Fn(&crate::dictionary::ServiceCard) -> bool) -> Vec<bool> {
    flags(dictionary.service_cards().map(|(id, card)| (id, wanted(card))))
}

fn flags(cards: impl Iterator<Item = (usize, bool)>) -> Vec<bool> {
    let mut flags = Vec::new();
    for (id, flag) in cards {
        flags.resize(id + 1, false);
        flags[id] = flag;
    }
    flags
}

impl Ready {
    /// Whether a number is shown.
    #[inline]
    pub(crate) fn admits(&self, row: &Row, form: &Form) -> bool {
        let by = |flags: &Vec<bool>, id: u32| flags.get(id as usize).copied().unwrap_or_default();
        self.services.as_ref().is_none_or(|flags| by(flags, form.service))
            && self.offers.as_ref().is_none_or(|flags| by(flags, form.offer))
            && self.words.as_ref().is_none_or(|flags| by(flags, row.assignment.into()))
            && self
                .either
                .as_ref()
                .is_none_or(|(services, offers)| by(services, form.service) || by(offers, form.offer))
            && self.phone.admits(row.phone)
    }
}

impl PhoneTest {
    #[inline]
    fn admits(&self, phone: u64) -> bool {
        match self {
            Self::Any => true,
            Self::None => false,
            Self::Prefix { value, width } => {
                let more = width_unsigned(phone).checked_sub(*width);
                more.and_then(|more| u32::try_from(more).ok()).is_some_and(|more| phone / 10_u64.pow(more) == *value)
            }
            Self::Part(finder) => {
                let mut digits = [0; 20];
                let width = width_unsigned(phone);
                put_unsigned(&mut digits[..width], phone);
                finder.find(&digits[..width]).is_some()
            }
        }
    }
}
