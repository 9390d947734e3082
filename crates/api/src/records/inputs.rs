//! What the calls about records take from a request.

use super::members::{self, LARGEST, Members};
use crate::body::Sent;
use crate::problem::{Faults, Problem};
use crate::query::{self, Parameter, Plus};
use http::Uri;
use numberline_domain::{
    CallingProfile, Channel, Contact, Guid, Lead, OfferType, Sbc, ServiceEdit, SiteLocation, Trunk,
};

/// The GUID that ends a path.
pub(super) fn guid(uri: &Uri, name: &str) -> Result<Guid, Problem> {
    ends_path(uri, name, numberline_domain::InvalidGuid, |text| Guid::parse(text).ok())
}

/// The id that ends a path.
pub(super) fn id(uri: &Uri, name: &str, least: i64) -> Result<i64, Problem> {
    let what = format!("is not an integer from {least} to {LARGEST}");
    ends_path(uri, name, what, |text| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|id| digits && (least..=LARGEST).contains(id))
    })
}

fn ends_path<T>(
    uri: &Uri,
    name: &str,
    what: impl std::fmt::Display,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Problem> {
    let mut faults = Faults::new();
    // These calls take no parameters.
    let [] = query::read::<0>(uri.query(), &[], &mut faults);
    let raw = uri.path().rsplit('/').next().unwrap_or_default();
    let parsed = query::decode(raw, Plus::IsPlus).and_then(|text| parse(&text));
    if parsed.is_none() {
        query::add(&mut faults, name.to_owned(), format!("`{}` {what}", query::echo(raw)));
    }
    match parsed {
        Some(parsed) if faults.is_empty() => Ok(parsed),
        Some(_) | None => Err(Problem::of_faults(faults)),
    }
}

/// `allDetails`.
pub(super) fn all_details(uri: &Uri) -> Result<bool, Problem> {
    let mut faults = Faults::new();
    let [details] = query::read(uri.query(), &[Parameter { name: "allDetails", aliases: &[] }], &mut faults);
    let details = flag("allDetails", details.as_deref(), &mut faults);
    if faults.is_empty() { Ok(details) } else { Err(Problem::of_faults(faults)) }
}

fn flag(name: &str, text: Option<&str>, faults: &mut Faults) -> bool {
    match text {
        None => false,
        Some(text) if text.eq_ignore_ascii_case("true") => true,
        Some(text) if text.eq_ignore_ascii_case("false") => false,
        Some(text) => {
            query::add(faults, name.to_owned(), format!("`{}` is neither `true` nor `false`", query::echo(text)));
            false
        }
    }
}

const PAGE: Parameter = Parameter { name: "pageNumber", aliases: &["page number", "page_number"] };
const SIZE: Parameter = Parameter { name: "pageSize", aliases: &["page size", "page_size"] };

/// A page and its size.
pub(super) fn page(uri: &Uri, most: u64, default: u64) -> Result<(u64, u64), Problem> {
    let mut faults = Faults::new();
    let [page, size] = query::read(uri.query(), &[PAGE, SIZE], &mut faults);
    let page = query::integer(PAGE.name, page.as_deref(), 1..=crate::numbers::MAX_PAGE_NUMBER, 1, &mut faults);
    let size = query::integer(SIZE.name, size.as_deref(), 1..=most, default, &mut faults);
    if faults.is_empty() { Ok((page, size)) } else { Err(Problem::of_faults(faults)) }
}

/// Which leads are asked for.
pub(super) struct LeadQuery {
    pub(super) tenant: Option<Guid>,
    pub(super) page: u64,
    pub(super) size: u64,
}

/// The most leads on a page, and how many there are when nobody says: the vendor's.
pub(super) const LEADS: (u64, u64) = (20_000, 10);

pub(super) fn leads(uri: &Uri) -> Result<LeadQuery, Problem> {
    let mut faults = Faults::new();
    let tenant = Parameter { name: "msTenantId", aliases: &[] };
    let online = Parameter { name: "checkOnline", aliases: &[] };
    let [tenant, page, size, online] = query::read(uri.query(), &[tenant, PAGE, SIZE, online], &mut faults);
    let tenant = tenant.and_then(|text| {
        let parsed = Guid::parse(&text);
        let echo = || format!("`{}` {}", query::echo(&text), numberline_domain::InvalidGuid);
        parsed.map_err(|_| query::add(&mut faults, "msTenantId".to_owned(), echo())).ok()
    });
    let page = query::integer(PAGE.name, page.as_deref(), 1..=crate::numbers::MAX_PAGE_NUMBER, 1, &mut faults);
    let size = query::integer(SIZE.name, size.as_deref(), 1..=LEADS.0, LEADS.1, &mut faults);
    flag("checkOnline", online.as_deref(), &mut faults);
    if faults.is_empty() { Ok(LeadQuery { tenant, page, size }) } else { Err(Problem::of_faults(faults)) }
}

/// Whether what a body does not mention is emptied or left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmentioned {
    Emptied,
    Left,
}

/// The tenant that a service is made for, and what it is set to.
pub(super) fn service(sent: &Sent, unmentioned: Unmentioned) -> Result<(Option<Guid>, ServiceEdit), Problem> {
    let (tenant, mut edit) = members::read(sent, |members| {
        let tenant = members.guid_not_null("msTenantId");
        let edit = ServiceEdit {
            short_name: members.label("customerShortName"),
            full_name: members.label("customerFullName"),
            company_name: members.label("msCompanyName"),
            default_domain: members.label("msDefaultDomain"),
            license_type: members.integer("licenseType", 0..=5),
            licensed_users: members.integer("licensedUsersCount", 0..=LARGEST),
            channel: members.integer_not_null("ovocChannelId", 0..=LARGEST),
            consented_on: members.time("consentedOn"),
            tenant_calling_profile_id: members.integer("tenantCallingProfileId", 0..=LARGEST),
            sip_connection_name: members.label("ocSipConnectionName"),
            sip_connection_description: members.label("ocSipConnectionDescription"),
            sites: members.objects("siteLocation", site),
        };
        Some((tenant, edit))
    })?;
    if unmentioned == Unmentioned::Emptied {
        edit = ServiceEdit {
            short_name: edit.short_name.or(Some(None)),
            full_name: edit.full_name.or(Some(None)),
            company_name: edit.company_name.or(Some(None)),
            default_domain: edit.default_domain.or(Some(None)),
            license_type: edit.license_type.or(Some(None)),
            licensed_users: edit.licensed_users.or(Some(None)),
            channel: edit.channel.or(Some(0)),
            consented_on: edit.consented_on.or(Some(None)),
            tenant_calling_profile_id: edit.tenant_calling_profile_id.or(Some(None)),
            sip_connection_name: edit.sip_connection_name.or(Some(None)),
            sip_connection_description: edit.sip_connection_description.or(Some(None)),
            sites: edit.sites.or(Some(Vec::new())),
        };
    }
    Ok((tenant, edit))
}

fn site(members: &mut Members<'_>) -> Option<SiteLocation> {
    let id = members.guid("id").flatten();
    let name = members.text("name");
    let sbc = members.integer_not_null("sbcId", 0..=LARGEST);
    let sbc = members.required("sbcId", sbc);
    let (deployment_state, configuration_type) =
        (members.text("sbcDeploymentState"), members.text("sbcConfigurationType"));
    Some(SiteLocation { id, name, sbc: sbc?, deployment_state, configuration_type })
}

pub(super) fn sbc(id: i64, sent: &Sent) -> Result<Sbc, Problem> {
    members::read(sent, |members| {
        let name = members.required_text("name");
        let (fqdn, ip_address) = (members.text("fqdn"), members.text("ipAddress"));
        Some(Sbc { id, name: name?, fqdn, ip_address })
    })
}

pub(super) fn channel(id: i64, sent: &Sent) -> Result<Channel, Problem> {
    members::read(sent, |members| {
        let name = members.required_text("name");
        let ms_tenant_id = members.guid("msTenantId").flatten();
        let description = members.text("description");
        Some(Channel { id, name: name?, ms_tenant_id, description })
    })
}

pub(super) fn profile(id: Guid, sent: &Sent) -> Result<CallingProfile, Problem> {
    members::read(sent, |members| {
        let name = members.required_text("name");
        let (environment, region, carrier) =
            (members.text("enviroment"), members.text("region"), members.text("carrier"));
        let offer_types = members.objects("offerTypes", |members| {
            let name = members.required_text("offerTypeName");
            let test_numbers = members.labels("testNumbers");
            Some(OfferType { offer_type_name: name?, test_numbers })
        });
        let trunks = members.objects("trunksEnrolled", |members| {
            let fqdn = members.required_text("trunkFqdn");
            let id = members.guid_not_null("trunkId");
            let id = members.required("trunkId", id);
            Some(Trunk { trunk_fqdn: fqdn?, trunk_id: id? })
        });
        let additional =
            members.list("additionalSbcIds", |_, _, value| value.as_integer().filter(|id| (0..=LARGEST).contains(id)));
        let emergency_dial_strings = members.labels("emergencyDialStrings");
        let is_emergency_profile = members.flag("isEmergencyProfile");
        let emergency_profile_id = members.guid("emergencyProfileId").flatten();
        let validation = members.texts("validation");
        Some(CallingProfile {
            id,
            name: name?,
            environment,
            region,
            carrier,
            offer_types: offer_types.unwrap_or_default(),
            emergency_dial_strings,
            is_emergency_profile,
            emergency_profile_id,
            trunks: trunks.unwrap_or_default(),
            additional_sbcs: additional.unwrap_or_default(),
            validation,
        })
    })
}

pub(super) fn lead(id: Guid, sent: &Sent) -> Result<Lead, Problem> {
    members::read(sent, |members| {
        let tenant = members.guid_not_null("tenantId");
        let tenant = members.required("tenantId", tenant);
        let status = members.required_text("status");
        let lead = Lead {
            id,
            tenant_id: tenant.unwrap_or(id),
            service: members.guid("umpCustomerGuid").flatten(),
            channel: members.integer("ovocChannelId", 0..=LARGEST).flatten(),
            is_direct: members.flag("isDirectLead"),
            status: status.clone().unwrap_or_default(),
            tenant_origin: members.text("tenantOrigin"),
            operator_id: members.guid("operatorId").flatten(),
            consented_on: members.time("consentedOn").flatten(),
            last_modified_on: members.time("lastModifiedOn").flatten(),
            consented_countries: members.labels("consentedCountries"),
            contact_details: members.object("contactDetails", contact),
            contacts: members.objects("contacts", contact).unwrap_or_default(),
            comments: members.text("comments"),
        };
        // What is missing has been told.
        (tenant.is_some() && status.is_some()).then_some(lead)
    })
}

fn contact(members: &mut Members<'_>) -> Option<Contact> {
    Some(Contact {
        full_name: members.text("fullName"),
        email: members.text("email"),
        phone_number: members.text("phoneNumber"),
        company_name: members.text("companyName"),
        company_size: members.text("companySize"),
    })
}
