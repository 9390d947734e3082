//! A typed client of Numberline's own API.
//!
//! ```no_run
//! use numberline_client::{Client, Guid, ListNumbers, Status, StatusFilter};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new("http://127.0.0.1:8080", "nl_…")?;
//! let query = ListNumbers {
//!     tenant: Some(Guid::parse("3bc57cac-5794-457f-ad36-2c88cade9dbb")?),
//!     status: StatusFilter::Only(Status::Active),
//!     ..ListNumbers::default()
//! };
//! let first = client.list_numbers(&query).await?;
//! println!("{} active numbers", first.value.total_records);
//! for number in &first.value.data {
//!     println!("{} acquired {:?}", number.telephone_number, number.acquired_on);
//! }
//! if let Some(etag) = &first.etag {
//!     // Nothing is transferred unless something has changed.
//!     let news = client.list_numbers_unless(&query, etag).await?;
//!     assert!(news.is_none());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The client repeats nothing by itself: [`Problem::retry_after`] says when a repetition makes sense.

mod answer;
mod client;
mod error;
mod life;
mod record;
mod wire;

pub use answer::{Answer, Page, Readiness};
pub use client::{Client, ListNumbers};
pub use error::{Error, Problem};
pub use life::{ListReleased, PastChange, ReleasedNumber, WantedPage};
pub use numberline_domain::{Guid, PhoneNumber, Status, StatusFilter, Ticks};
pub use record::{NumberRecord, NumberRecordV2, Sbc};
