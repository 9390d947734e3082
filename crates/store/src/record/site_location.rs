//! The SIP connections of services, which the vendor calls site locations.

use crate::row::Value;
use crate::{Error, Tx};
use numberline_domain::{Guid, SiteLocation};

statements! {
    CLEAR = "DELETE FROM site_location WHERE service = $1";
    ADD = "INSERT INTO site_location (id, service, position, name, sbc, deployment_state, configuration_type)
           VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_SERVICE = "SELECT id, name, sbc, deployment_state, configuration_type FROM site_location
                  WHERE service = $1 ORDER BY position";
}

/// Puts these in the place of a service's SIP connections. Each must have an id.
///
/// # Errors
/// [`Error::Constraint`] `site_location_id_key` when an id is taken, one about `sbc` when an SBC does not exist, and any
/// other [`Error`] of the database.
pub fn replace(tx: &Tx<'_>, service: Guid, sites: &[SiteLocation]) -> Result<(), Error> {
    tx.execute(CLEAR, &[service.into()])?;
    let mut add = tx.batch(ADD)?;
    for (position, site) in (0_i64..).zip(sites) {
        add.execute(&[
            site.id.into(),
            service.into(),
            position.into(),
            site.name.as_deref().into(),
            Value::Integer(site.sbc),
            site.deployment_state.as_deref().into(),
            site.configuration_type.as_deref().into(),
        ])?;
    }
    Ok(())
}

/// A service's SIP connections, in order.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_service(tx: &Tx<'_>, service: Guid) -> Result<Vec<SiteLocation>, Error> {
    let mut sites = Vec::new();
    tx.query(OF_SERVICE, &[service.into()], |row| {
        sites.push(SiteLocation {
            id: Some(row.guid(0, "site_location.id")?),
            name: row.optional_string(1)?,
            sbc: row.integer(2)?,
            deployment_state: row.optional_string(3)?,
            configuration_type: row.optional_string(4)?,
        });
        Ok::<_, Error>(())
    })?;
    Ok(sites)
}
