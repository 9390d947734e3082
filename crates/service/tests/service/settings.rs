//! Records set at random over the small model of [`records`](crate::records): names that come back to what they were, so
//! that facts become equal to each other; channels and SBCs that change.

use numberline_domain::{Guid, Label, Sbc, ServiceEdit, SiteLocation};
use numberline_service::token::Caller;
use numberline_service::{Service, customer, sbc};
use proptest::prelude::*;

/// The service of the model.
pub(crate) const SERVICE: &str = "82686da4-980d-4eef-8c00-cfe918d954d4";
const ACTOR: &str = "cli:test@here";

/// Something that is set.
#[derive(Debug, Clone)]
pub(crate) enum Setting {
    Service(ServiceEdit),
    Sbc(Sbc),
}

impl Setting {
    /// Sets it. A service that nothing names yet is refused, which is well.
    pub(crate) fn perform(&self, service: &Service) {
        match self {
            Self::Service(edit) => {
                let (caller, guid) = (Caller::of_the_command_line(), Guid::parse(SERVICE).unwrap());
                // SIP connections need SBCs.
                for id in edit.sites.iter().flatten().map(|site| site.sbc) {
                    if sbc::find(service, &caller.scope, id).unwrap().is_none() {
                        sbc::set(service, named(id, "made"), ACTOR).unwrap();
                    }
                }
                let _refused_or_kept = customer::set(service, &caller, guid, None, edit, ACTOR).unwrap();
            }
            Self::Sbc(sbc) => {
                sbc::set(service, sbc.clone(), ACTOR).unwrap();
            }
        }
    }
}

fn named(id: i64, name: &str) -> Sbc {
    Sbc { id, name: name.to_owned(), fqdn: None, ip_address: None }
}

fn maybe<T: std::fmt::Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::weighted(0.4, value)
}

fn name() -> impl Strategy<Value = Option<Label>> {
    prop_oneof![Just(None), "(BradOCDev|MSFT|New)".prop_map(|text| Label::parse(&text).ok())]
}

fn sites() -> impl Strategy<Value = Vec<SiteLocation>> {
    let site = (11_i64..13).prop_map(|sbc| SiteLocation {
        id: None,
        name: None,
        sbc,
        deployment_state: None,
        configuration_type: None,
    });
    proptest::collection::vec(site, 0..3)
}

/// A record set.
pub(crate) fn setting() -> impl Strategy<Value = Setting> {
    let edit = (maybe(name()), maybe(name()), maybe(prop_oneof![Just(0_i64), Just(3)]), maybe(sites())).prop_map(
        |(full_name, company_name, channel, sites)| {
            Setting::Service(ServiceEdit { full_name, company_name, channel, sites, ..ServiceEdit::default() })
        },
    );
    let fqdn = prop_oneof![Just(None), Just(Some("sbc.example".to_owned()))];
    let sbc = (11_i64..13, "(US SP1 SBC|a|b|made)", fqdn)
        .prop_map(|(id, name, fqdn)| Setting::Sbc(Sbc { fqdn, ..named(id, &name) }));
    prop_oneof![2 => edit, 1 => sbc]
}
