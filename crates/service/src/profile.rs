//! Calling profiles at Microsoft, as the operator has them.

use crate::record::{self, Kept, RecordRefusal};
use crate::{Error, Service};
use numberline_domain::{CallingProfile, Guid, Sbc};
use numberline_store::record::{calling_profile as stored, sbc};
use numberline_store::{Error as StoreError, RecordKind, Tx};

/// A profile, and the SBCs that it names: for each trunk those that match it, then those beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The profile.
    pub profile: CallingProfile,
    /// For each of its trunks, the SBCs with its FQDN.
    pub matching: Vec<Vec<Sbc>>,
    /// The SBCs beside those.
    pub additional: Vec<Sbc>,
}

/// Every profile, in the order of names.
///
/// # Errors
/// When the database fails.
pub fn list(service: &Service) -> Result<Vec<Resolved>, Error> {
    service.database.read(|tx| {
        let profiles = stored::all(tx)?;
        profiles.into_iter().map(|profile| resolve(tx, profile)).collect()
    })
}

/// The profile with this id.
///
/// # Errors
/// When the database fails.
pub fn find(service: &Service, id: Guid) -> Result<Option<Resolved>, Error> {
    service.database.read(|tx| stored::get(tx, id)?.map(|profile| resolve(tx, profile)).transpose())
}

/// The profile that a text names: by its name, else by its id.
///
/// # Errors
/// When the database fails.
pub fn by_name(tx: &Tx<'_>, text: &str) -> Result<Option<CallingProfile>, Error> {
    if let Some(named) = stored::by_name(tx, text)? {
        return Ok(Some(named));
    }
    match Guid::parse(text) {
        Ok(id) => Ok(stored::get(tx, id)?),
        Err(_) => Ok(None),
    }
}

/// Sets a profile.
///
/// # Errors
/// When the database fails.
pub fn set(
    service: &Service,
    profile: CallingProfile,
    actor: &str,
) -> Result<Result<Kept<Resolved>, RecordRefusal>, Error> {
    record::write(service, actor, |tx| {
        let before = stored::get(tx, profile.id)?;
        for id in &profile.additional_sbcs {
            if sbc::get(tx, *id)?.is_none() {
                return Err(RecordRefusal::UnknownSbc(*id).into());
            }
        }
        if before.as_ref() != Some(&profile) {
            stored::set(tx, &profile).map_err(|error| match error {
                StoreError::Constraint { ref name } if name == "calling_profile_name_key" => {
                    RecordRefusal::NameTaken(profile.name.clone()).into()
                }
                error => record::Halt::from(error),
            })?;
            let before = before.as_ref().map(told);
            record::log(tx, None, RecordKind::CallingProfile, before, told(&profile));
        }
        Ok(resolve(tx, profile)?)
    })
}

fn resolve(tx: &Tx<'_>, profile: CallingProfile) -> Result<Resolved, Error> {
    let sbcs = sbc::all(tx)?;
    let of_trunk = profile.trunks.iter().map(|trunk| sbcs.values().filter(|sbc| trunk.matches(sbc)).cloned().collect());
    let matching = of_trunk.collect();
    let additional = profile.additional_sbcs.iter().filter_map(|id| sbcs.get(id).cloned()).collect();
    Ok(Resolved { matching, additional, profile })
}

fn told(profile: &CallingProfile) -> String {
    serde_json::json!({ "callingProfileId": profile.id, "name": profile.name }).to_string()
}
