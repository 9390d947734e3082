//! The words and rules of the field, pure: no I/O, no clock, no SQL, no HTTP.
//!
//! | word | meaning |
//! | --- | --- |
//! | [`PhoneNumber`] | a telephone number in E.164 form |
//! | [`Status`] | where a number stands in its life, 0–4 |
//! | [`StatusFilter`] | which statuses a list asks for |
//! | [`Standing`], [`Event`] | every move of a number's life |
//! | [`Wanted`], [`PhoneRange`], [`Refused`] | what an order names, and why it cannot be |
//! | [`TaskId`], [`TaskKind`], [`TaskStatus`], [`EntryState`] | what takes time, and how it stands |
//! | [`OrderKind`], [`OrderState`] | what the upstream is asked for |
//! | [`Ticks`] | an instant, in .NET ticks of 100 ns |
//! | [`Guid`] | a Microsoft or service identifier |
//! | [`Number`] | what is a number's own; the rest it shares through its [`Shape`] |
//! | [`JobFacts`], [`ServiceFacts`], [`SbcFacts`], [`Offer`] | what numbers share, interned as seen |
//! | [`Place`] | the location and civic address of a number |
//! | [`CustomerService`], [`Channel`], [`Sbc`], [`CallingProfile`], [`Lead`], [`CivicAddress`] | what numbers share, as records |
//! | [`Role`], [`Scope`], [`TokenId`], [`TokenHash`] | who may ask, and for what |
//! | [`Search`] | what a person types to find numbers |
//! | [`IdSet`] | the ids of a batch, packed as ranges |

mod access;
mod clock;
mod guid;
mod id_set;
mod json_text;
mod life;
mod number;
mod order;
mod phone;
mod record;
mod scope;
mod search;
mod shape;
mod status;
mod task;
mod ticks;

pub use access::{Role, Token, TokenHash, TokenId, TokenSecret};
pub use clock::Clock;
pub use guid::{Guid, InvalidGuid};
pub use id_set::{CorruptIdSet, IdSet, IdSetBuilder};
pub use json_text::{InvalidJsonText, JsonText};
pub use life::{Event, IllegalMove, Standing};
pub use number::{AssignmentWord, Number, NumberId};
pub use order::{Country, Expanded, Item, PhoneRange, Reason, ReasonClass, Refused, Wanted};
pub use phone::{InvalidPhoneNumber, PhoneNumber};
pub use record::{
    AttachedSbc, CallingProfile, Channel, CivicAddress, Contact, CustomerService, InvalidLabel, Label, Lead, Location,
    OfferType, Sbc, SbcId, ServiceEdit, SiteLocation, Trunk,
};
pub use scope::{Limits, Scope};
pub use search::Search;
pub use shape::{ChannelId, JobFacts, Offer, Place, SbcFacts, ServiceFacts, Shape};
pub use status::{InvalidStatus, Status, StatusFilter};
pub use task::{EntryState, OrderKind, OrderState, TaskId, TaskKind, TaskStatus};
pub use ticks::{InvalidTicks, Ticks};
