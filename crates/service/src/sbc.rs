//! The operator's SBCs.

use crate::record::{self, Kept};
use crate::{Error, Service, rewrite};
use numberline_domain::{Sbc, SbcId, Scope};
use numberline_store::record::sbc as stored;
use numberline_store::{RecordKind, Tx, fact};
use std::collections::BTreeMap;

/// The SBCs, in the order of ids: those with a record, and for one who sees all tenants also those only seen on numbers.
///
/// # Errors
/// When the database fails.
pub fn list(service: &Service, scope: &Scope) -> Result<Vec<Sbc>, Error> {
    service.database.read(|tx| Ok(in_scope(tx, scope)?.into_values().collect()))
}

/// An SBC of [`list`].
///
/// # Errors
/// When the database fails.
pub fn find(service: &Service, scope: &Scope, id: SbcId) -> Result<Option<Sbc>, Error> {
    service.database.read(|tx| Ok(in_scope(tx, scope)?.remove(&id)))
}

fn in_scope(tx: &Tx<'_>, scope: &Scope) -> Result<BTreeMap<SbcId, Sbc>, Error> {
    let mut sbcs = stored::all(tx)?;
    match scope {
        Scope::Limited(_) => {}
        Scope::All => {
            let mut seen = BTreeMap::new();
            fact::sbc::scan(tx, |_, facts| {
                seen.extend(facts.attached().into_iter().filter_map(|sbc| Some((sbc.id, sbc.name?))));
            })?;
            for (id, name) in seen {
                sbcs.entry(id).or_insert(Sbc { id, name, fqdn: None, ip_address: None });
            }
        }
    }
    Ok(sbcs)
}

/// Sets an SBC. Every number that it is attached to shows its name and address at once.
///
/// # Errors
/// When the database fails.
pub fn set(service: &Service, sbc: Sbc, actor: &str) -> Result<Kept<Sbc>, Error> {
    let kept = record::write(service, actor, |tx| {
        rewrite::begin(tx)?;
        let mut known = stored::all(tx)?;
        let before = known.insert(sbc.id, sbc.clone());
        if before.as_ref() != Some(&sbc) {
            stored::set(tx, &sbc)?;
            record::log(tx, None, RecordKind::Sbc, before.as_ref().map(told), told(&sbc));
        }
        rewrite::sbc(tx, &sbc, &known)?;
        Ok(sbc)
    })?;
    kept.map_err(|refusal| Error::Refused(refusal.to_string()))
}

/// An SBC in the log.
pub(crate) fn told(sbc: &Sbc) -> String {
    serde_json::json!({ "sbcId": sbc.id, "sbcName": sbc.name, "address": sbc.address() }).to_string()
}
