//! What customers tell Microsoft beside their numbers: their consents, which are our leads, and their civic addresses.
//!
//! Neither holds up what numbers need: what cannot be read now is read with the next look.

use super::Interrupted;
use super::context::{Held, Jobs};
use super::sync::Pass;
use crate::{Error, lead};
use numberline_domain::{CivicAddress, Contact, Guid, Lead, Location};
use numberline_store::Tx;
use numberline_store::record::{civic_address, lead as stored};
use numberline_upstream::{self as upstream, Consent, Upstream};

/// The status of a consent of which Microsoft tells none.
const UNTOLD: &str = "Untold";

/// Takes in every customer's consent.
pub(super) fn consents(jobs: &Jobs, held: &Held<'_>, upstream: &dyn Upstream) -> Result<(), Interrupted> {
    let consents = upstream.consents()?;
    let is_known = |tx: &Tx<'_>, consent: &Consent| -> Result<bool, numberline_store::Error> {
        let known = stored::get(tx, id_of(consent))?;
        Ok(known.as_ref() == Some(&lead_of(consent, known.as_ref())))
    };
    let news = jobs.read(|tx| {
        let known = consents.iter().map(|consent| is_known(tx, consent)).collect::<Result<Vec<_>, _>>()?;
        Ok(consents.iter().zip(known).filter(|(_, is_known)| !is_known).map(|(consent, _)| consent).collect::<Vec<_>>())
    })?;
    if news.is_empty() {
        return Ok(());
    }
    held.write(|tx| {
        for consent in news {
            // An operator may have set what is ours of it since the look, or be about to.
            stored::lock(tx, id_of(consent))?;
            let known = stored::get(tx, id_of(consent))?;
            lead::take_in(tx, &lead_of(consent, known.as_ref()))?;
        }
        Ok(())
    })
}

/// Takes in the civic addresses of a tenant. One that is kept no longer at Microsoft stays: numbers may still name it.
pub(super) fn addresses(pass: &Pass<'_>) -> Result<(), Interrupted> {
    let tenant = pass.tenant.guid;
    let theirs = pass.upstream.civic_addresses(&pass.account)?;
    let known = pass.jobs.read(|tx| civic_address::of_tenant(tx, tenant))?;
    let all = theirs.into_iter().map(|address| address_of(tenant, address));
    let news: Vec<CivicAddress> = all.filter(|address| !known.contains(address)).collect();
    if news.is_empty() {
        return Ok(());
    }
    pass.held.write(|tx| {
        news.iter().try_for_each(|address| lead::take_in_address(tx, address).map(drop)).map_err(Error::into)
    })
}

/// A consent has an id of its own, or is its tenant's only one.
fn id_of(consent: &Consent) -> Guid {
    consent.id.as_deref().and_then(|id| Guid::parse(id).ok()).unwrap_or(consent.tenant)
}

/// The lead of a consent. What is ours of it, such as the service that was made from it, stays as it is known.
fn lead_of(consent: &Consent, known: Option<&Lead>) -> Lead {
    let contacts: Vec<Contact> = consent.contacts.iter().map(contact_of).collect();
    Lead {
        id: id_of(consent),
        tenant_id: consent.tenant,
        service: known.and_then(|lead| lead.service),
        channel: known.and_then(|lead| lead.channel),
        is_direct: false,
        status: consent.status.as_deref().map_or_else(|| UNTOLD.to_owned(), capitalised),
        tenant_origin: known.and_then(|lead| lead.tenant_origin.clone()),
        operator_id: consent.operator_id.as_deref().and_then(|id| Guid::parse(id).ok()),
        consented_on: consent.consented_on,
        last_modified_on: consent.last_modified_on,
        consented_countries: consent.countries.clone(),
        contact_details: contacts.first().cloned(),
        contacts: contacts.into_iter().skip(1).collect(),
        comments: known.and_then(|lead| lead.comments.clone()),
    }
}

fn contact_of(contact: &upstream::Contact) -> Contact {
    Contact {
        full_name: Some(contact.full_name.clone()),
        email: Some(contact.email.clone()),
        phone_number: contact.telephone_number.clone(),
        company_name: contact.company_name.clone(),
        company_size: contact.company_size.clone(),
    }
}

/// The vendor's word for the gateway's: `Active` for `active`.
fn capitalised(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

fn address_of(tenant_id: Guid, address: upstream::CivicAddress) -> CivicAddress {
    let locations = address.locations.unwrap_or_default();
    CivicAddress {
        id: address.id,
        country: address.country,
        house_number: address.house_number,
        house_number_suffix: address.house_number_suffix,
        pre_directional: address.pre_directional,
        street_name: address.street_name,
        street_suffix: address.street_suffix,
        post_directional: address.post_directional,
        state_or_province: address.state_or_province,
        county_or_district: address.county_or_district,
        city_or_town: address.city_or_town,
        city_or_town_alias: address.city_or_town_alias,
        postal_or_zip_code: address.postal_or_zip_code,
        description: address.description,
        company_name: address.company_name,
        company_id: address.company_id,
        default_location_id: Some(address.default_location_id),
        validation_status: address.validation_status,
        tenant_id,
        partner_id: address.partner_id,
        locations: locations.into_iter().map(location_of).collect(),
    }
}

fn location_of(location: upstream::Location) -> Location {
    Location {
        id: location.id,
        civic_address_id: location.civic_address_id,
        description: location.description,
        additional_info: location.additional_info,
        is_default: location.is_default.unwrap_or_default(),
        elin: location.elin,
    }
}
