//! What is seen of numbers at the upstream, and the one place that writes it into their rows.
//!
//! A batch is one transaction, and may come from an old reading: the rows are read anew in it, and what each observation
//! means is judged by them. One that says nothing new changes nothing.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`judge`] | what an observation means to a number: pure |
//! | [`write`] | a batch of observations into rows, entries, log and what left |
//! | [`check`] | a batch of assignment checks into rows and log |
//! | [`known`] | the rows and entries that a batch is about |
//! | [`intern`] | offers, places and shapes of the rows to be written |
//! | [`told`] | what changed about a number, in words |
//! | [`log`] | the rows of the change log: one for each tenant and group of equal changes |

pub(crate) mod check;
mod intern;
mod judge;
mod known;
mod log;
mod told;
pub(crate) mod write;

use numberline_domain::{Guid, JsonText, PhoneNumber, Place};
use numberline_upstream::{CapabilityPlan, OperatorConnect, Provisioning, UpstreamNumber};

/// What is seen of one number in its tenant's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Observation {
    pub(crate) phone: PhoneNumber,
    pub(crate) seen: Seen,
}

/// What is seen of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It is ready for use.
    Ready(Offered),
    /// It is there, and something about it is under way or unknown.
    OnItsWay,
    /// It is there, and what was ordered for it failed, with this code and sentence.
    Refused(String, String),
    /// It is not there: asked for by itself, Microsoft said so.
    Absent,
}

/// What Microsoft says of a number that is ready.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Offered {
    /// `acquiredCapabilities`; `None` keeps what is known.
    pub(crate) acquired: Option<JsonText>,
    /// `availableCapabilities`, likewise.
    pub(crate) available: Option<JsonText>,
    /// `isoCountryCode`, likewise.
    pub(crate) country: Option<String>,
    /// Where it is used, likewise.
    pub(crate) place: Option<Place>,
}

/// The tenant that a batch is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tenant {
    pub(crate) id: u32,
    pub(crate) guid: Guid,
}

impl Seen {
    /// What a number of an account means. One without Operator Connect is not ours: as if it were not there.
    pub(crate) fn of(number: &UpstreamNumber, plans: &[CapabilityPlan]) -> Option<Self> {
        let side = number.operator_connect.as_ref().filter(|side| side.enabled)?;
        Some(match &number.state {
            Provisioning::Synced => Self::Ready(offered(number, side, plans)),
            Provisioning::Pending | Provisioning::Untold | Provisioning::Other(_) => Self::OnItsWay,
            Provisioning::Failed(errors) => {
                let code = errors.first().map_or("provisioning-failed", |error| &error.code);
                let sentence = errors.first().map_or("Microsoft does not say why", |error| &error.message);
                Self::Refused(code.to_owned(), sentence.to_owned())
            }
        })
    }
}

fn offered(number: &UpstreamNumber, side: &OperatorConnect, plans: &[CapabilityPlan]) -> Offered {
    let place = &side.place;
    let is_told = place.location_id.is_some() || place.civic_address_id.is_some();
    Offered {
        acquired: number.acquired_capabilities(plans).map(|words| list(&words)),
        available: side.available.as_deref().map(list),
        country: number.country(),
        place: is_told.then(|| place.clone()),
    }
}

/// Words as a JSON list.
pub(crate) fn list(words: &[String]) -> JsonText {
    JsonText::from_json(&serde_json::to_string(words).expect("texts can be written as JSON"))
}
