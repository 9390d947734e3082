//! Calling profiles.

use super::{of_json, to_json};
use crate::row::Row;
use crate::{Error, Tx};
use numberline_domain::{CallingProfile, Guid, JsonText};

statements! {
    SET = "INSERT INTO calling_profile (id, name, environment, region, carrier, offer_types, emergency_dial_strings,
               is_emergency_profile, emergency_profile_id, trunks, additional_sbcs, validation)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, environment = excluded.environment,
               region = excluded.region, carrier = excluded.carrier, offer_types = excluded.offer_types,
               emergency_dial_strings = excluded.emergency_dial_strings,
               is_emergency_profile = excluded.is_emergency_profile,
               emergency_profile_id = excluded.emergency_profile_id, trunks = excluded.trunks,
               additional_sbcs = excluded.additional_sbcs, validation = excluded.validation";
    GET = "SELECT id, name, environment, region, carrier, offer_types, emergency_dial_strings, is_emergency_profile,
               emergency_profile_id, trunks, additional_sbcs, validation FROM calling_profile WHERE id = $1";
    BY_NAME = "SELECT id, name, environment, region, carrier, offer_types, emergency_dial_strings, is_emergency_profile,
               emergency_profile_id, trunks, additional_sbcs, validation FROM calling_profile WHERE name = $1";
    ALL = "SELECT id, name, environment, region, carrier, offer_types, emergency_dial_strings, is_emergency_profile,
               emergency_profile_id, trunks, additional_sbcs, validation FROM calling_profile ORDER BY name";
}

/// Writes a profile: a new one, or other values for the one with its id.
///
/// # Errors
/// [`Error::Constraint`] `calling_profile_name_key` when another profile has its name, and any other [`Error`] of the
/// database.
pub fn set(tx: &Tx<'_>, profile: &CallingProfile) -> Result<(), Error> {
    let validation: Option<JsonText> = profile.validation.as_ref().map(to_json);
    tx.execute_exactly(
        SET,
        &[
            profile.id.into(),
            (&profile.name).into(),
            profile.environment.as_deref().into(),
            profile.region.as_deref().into(),
            profile.carrier.as_deref().into(),
            (&to_json(&profile.offer_types)).into(),
            (&to_json(&profile.emergency_dial_strings)).into(),
            i64::from(profile.is_emergency_profile).into(),
            profile.emergency_profile_id.into(),
            (&to_json(&profile.trunks)).into(),
            (&to_json(&profile.additional_sbcs)).into(),
            validation.as_ref().into(),
        ],
        1,
    )
}

/// The profile with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: Guid) -> Result<Option<CallingProfile>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// The profile of this name.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn by_name(tx: &Tx<'_>, name: &str) -> Result<Option<CallingProfile>, Error> {
    tx.find(BY_NAME, &[name.into()], read)
}

/// Every profile, in the order of names.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn all(tx: &Tx<'_>) -> Result<Vec<CallingProfile>, Error> {
    let mut profiles = Vec::new();
    tx.query(ALL, &[], |row| {
        profiles.push(read(row)?);
        Ok::<_, Error>(())
    })?;
    Ok(profiles)
}

fn read(row: &Row<'_>) -> Result<CallingProfile, Error> {
    let validation = row.optional_text(11)?;
    Ok(CallingProfile {
        id: row.guid(0, "calling_profile.id")?,
        name: row.text(1)?.to_owned(),
        environment: row.optional_string(2)?,
        region: row.optional_string(3)?,
        carrier: row.optional_string(4)?,
        offer_types: of_json(row.text(5)?, "calling_profile.offer_types")?,
        emergency_dial_strings: of_json(row.text(6)?, "calling_profile.emergency_dial_strings")?,
        is_emergency_profile: row.integer(7)? != 0,
        emergency_profile_id: row.optional_guid(8, "calling_profile.emergency_profile_id")?,
        trunks: of_json(row.text(9)?, "calling_profile.trunks")?,
        additional_sbcs: of_json(row.text(10)?, "calling_profile.additional_sbcs")?,
        validation: validation.map(|text| of_json(text, "calling_profile.validation")).transpose()?,
    })
}
