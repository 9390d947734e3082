//! Channels, the operator's resellers.

use crate::record::{self, Kept};
use crate::{Error, Service};
use numberline_domain::Channel;
use numberline_store::RecordKind;
use numberline_store::record::channel as stored;

/// Every channel that has a record, in the order of ids.
///
/// # Errors
/// When the database fails.
pub fn list(service: &Service) -> Result<Vec<Channel>, Error> {
    service.database.read(|tx| Ok(stored::all(tx)?))
}

/// Sets a channel.
///
/// # Errors
/// When the database fails.
pub fn set(service: &Service, channel: Channel, actor: &str) -> Result<Kept<Channel>, Error> {
    let kept = record::write(service, actor, |tx| {
        let before = stored::get(tx, channel.id)?;
        if before.as_ref() != Some(&channel) {
            stored::set(tx, &channel)?;
            let before = before.as_ref().map(told);
            record::log(tx, None, RecordKind::Channel, before, told(&channel));
        }
        Ok(channel)
    })?;
    kept.map_err(|refusal| Error::Refused(refusal.to_string()))
}

fn told(channel: &Channel) -> String {
    serde_json::json!({ "id": channel.id, "name": channel.name }).to_string()
}
