//! What numbers share: owner, wish, standing, capabilities, assignment. Rendered once for each combination, so that a page
//! is copied together from pieces.

use super::capability::{self, Capabilities};
use super::wish::{Wish, operator_connect_configuration};
use crate::options::WhileReleasing;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use numberline_domain::{Guid, PhoneNumber};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

/// Where a number stands at the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Standing {
    /// Written, not yet through.
    Pending,
    /// Through.
    Synced,
    /// It did not get through.
    Failed(Arc<Failure>),
    /// Its delete was accepted.
    Releasing {
        /// How it stood before.
        before: Box<Standing>,
        /// What of that shows.
        shows: WhileReleasing,
    },
}

/// Why a number did not get through.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Failure {
    /// The error's word.
    pub code: String,
    /// The error's sentence.
    pub message: String,
}

/// What a customer has assigned a number to, in the words of Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Assignment {
    /// Nothing.
    Unassigned,
    /// A person.
    UserAssigned,
    /// A conference bridge.
    ConferenceAssigned,
    /// An application of Microsoft's: an attendant or a queue.
    VoiceApplicationAssigned,
    /// Another application.
    ThirdPartyAppAssigned,
    /// A policy.
    PolicyAssigned,
    /// Graph does not know.
    InternalError,
}

impl Assignment {
    /// The word that Graph has for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unassigned => "unassigned",
            Self::UserAssigned => "userAssigned",
            Self::ConferenceAssigned => "conferenceAssigned",
            Self::VoiceApplicationAssigned => "voiceApplicationAssigned",
            Self::ThirdPartyAppAssigned => "thirdPartyAppAssigned",
            Self::PolicyAssigned => "policyAssigned",
            Self::InternalError => "internalError",
        }
    }

    /// Whether it is assigned to something.
    #[must_use]
    pub const fn is_assigned(self) -> bool {
        !matches!(self, Self::Unassigned | Self::InternalError)
    }
}

/// A combination.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) account: Arc<str>,
    pub(crate) wish: Arc<Wish>,
    pub(crate) standing: Standing,
    /// `None` until the number is through for the first time; its customer does not see it before.
    pub(crate) capabilities: Option<Arc<Capabilities>>,
    pub(crate) assignment: Assignment,
    pub(crate) country: Option<&'static str>,
}

/// A combination, rendered.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) key: Key,
    pub(crate) is_for_teams: bool,
    /// Whether the gateway shows it.
    pub(crate) is_at_gateway: bool,
    /// What follows the telephone number at the gateway, from the comma on.
    gateway: Box<[u8]>,
    /// What follows the telephone number in Graph, up to the value of `assignmentTargetId`, and what follows that.
    graph: [Box<[u8]>; 2],
}

impl Shape {
    fn new(key: Key, operator: Guid) -> Self {
        let (gateway, graph) = (gateway_tail(&key), graph_pieces(&key, operator));
        let is_at_gateway = !matches!(key.standing, Standing::Releasing { shows: WhileReleasing::Absent, .. });
        Self { is_for_teams: key.wish.is_for_teams(), is_at_gateway, key, gateway, graph }
    }

    /// Writes the number as the gateway shows it.
    pub(crate) fn write_for_gateway(&self, phone: PhoneNumber, out: &mut Vec<u8>) {
        let _ = write!(out, "{{\"telephoneNumber\":\"+{}\"", phone.digits());
        out.extend_from_slice(&self.gateway);
    }

    /// Writes the number as its customer sees it.
    pub(crate) fn write_for_graph(&self, phone: PhoneNumber, tenant: Guid, out: &mut Vec<u8>) {
        let _ = write!(out, "{{\"id\":\"{}\",\"telephoneNumber\":\"{phone}\"", graph_id(tenant, phone));
        out.extend_from_slice(&self.graph[0]);
        if self.key.assignment.is_assigned() {
            let _ = write!(out, "\"{}\"", target(phone, self.key.assignment));
        } else {
            out.extend_from_slice(b"null");
        }
        out.extend_from_slice(&self.graph[1]);
    }
}

/// The key of a row in Graph.
pub(crate) fn graph_id(tenant: Guid, phone: PhoneNumber) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{tenant}|{phone}"))
}

/// The number that a key of a row in Graph means.
pub(crate) fn phone_of(tenant: Guid, graph_id: &str) -> Option<PhoneNumber> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(graph_id).ok()?).ok()?;
    PhoneNumber::parse(text.strip_prefix(&format!("{tenant}|"))?).ok()
}

/// What it is assigned to: always the same for the same number, so that nothing has to be kept.
fn target(phone: PhoneNumber, assignment: Assignment) -> Guid {
    crate::random::Random::new(phone.digits() ^ (assignment as u64) << 56).guid()
}

fn gateway_tail(key: &Key) -> Box<[u8]> {
    let wish = key.wish.value();
    let mut number = json!({ "accountName": *key.account, "serviceDetails": wish["serviceDetails"] });
    if let Value::Object(service) = &mut number["serviceDetails"]["teamsOperatorConnect"] {
        let word = if key.assignment.is_assigned() { "assigned" } else { "unassigned" };
        service.insert("assignmentStatus".to_owned(), word.into());
        if let Some(Value::Object(configuration)) = service.get_mut("configuration")
            && let Some(capabilities) = &key.capabilities
        {
            configuration.insert("acquiredCapabilities".to_owned(), capabilities.acquired.clone().into());
            configuration.insert("availableCapabilities".to_owned(), capabilities.available.clone().into());
        }
    } else if let Some(services) = number["serviceDetails"].as_object_mut() {
        services.remove("teamsOperatorConnect");
    }
    if let Some(configuration) = wish.get("configuration") {
        number["configuration"] = configuration.clone();
    }
    let shown = match &key.standing {
        Standing::Releasing { before, shows: WhileReleasing::Unchanged } => before,
        standing => standing,
    };
    let (status, errors) = match shown {
        Standing::Pending | Standing::Releasing { .. } => ("pending", json!([])),
        Standing::Synced => ("synced", json!([])),
        Standing::Failed(failure) => ("failed", json!([**failure])),
    };
    number["serviceProvisioningStatus"] = status.into();
    number["serviceProvisioningErrors"] = errors;
    let text = number.to_string();
    format!(",{}", &text[1..]).into_bytes().into()
}

fn graph_pieces(key: &Key, operator: Guid) -> [Box<[u8]>; 2] {
    let wish = key.wish.value();
    let configuration = operator_connect_configuration(&wish);
    let additional = configuration["additionalUsages"].as_array().into_iter().flatten();
    let usages = std::iter::once(&configuration["usage"]).chain(additional).filter_map(Value::as_str);
    let capabilities: Vec<_> = usages.filter_map(capability::plan).map(|plan| plan.graph).collect();
    let before = json!({
        "operatorId": operator.to_string(),
        "numberType": "operatorConnect",
        "activationState": "activated",
        "capabilities": capabilities,
        "locationId": configuration["locationId"],
        "civicAddressId": configuration["civicAddressId"],
        "networkSiteId": null,
    });
    let country = configuration["displayedCountryCode"].as_str().or(key.country);
    let actions = if configuration["allowTenantAddressUpdate"] == true { json!(["locationUpdate"]) } else { json!([]) };
    let after = json!({
        "assignmentCategory": key.assignment.is_assigned().then_some("primary"),
        "portInStatus": null,
        "assignmentStatus": key.assignment.as_str(),
        "isoCountryCode": country,
        "city": null,
        "numberSource": "online",
        "supportedCustomerActions": actions,
        "reverseNumberLookupOptions": [],
    });
    let (before, after) = (before.to_string(), after.to_string());
    let before = format!(",{},\"assignmentTargetId\":", &before[1..before.len() - 1]);
    [before.into_bytes().into(), format!(",{}", &after[1..]).into_bytes().into()]
}

/// The combinations that there are, each once.
#[derive(Debug)]
pub(crate) struct Shapes {
    operator: Guid,
    known: HashMap<Key, Arc<Shape>>,
    /// How many may be known before those that no number has any more are forgotten.
    tidy_at: usize,
}

impl Shapes {
    const FEW: usize = 256;

    pub(crate) fn new(operator: Guid) -> Self {
        Self { operator, known: HashMap::new(), tidy_at: Self::FEW }
    }

    pub(crate) fn shape(&mut self, key: Key) -> Arc<Shape> {
        if let Some(shape) = self.known.get(&key) {
            return Arc::clone(shape);
        }
        if self.known.len() >= self.tidy_at {
            self.known.retain(|_, shape| Arc::strong_count(shape) > 1);
            self.tidy_at = (self.known.len() * 2).max(Self::FEW);
        }
        let shape = Arc::new(Shape::new(key.clone(), self.operator));
        self.known.insert(key, Arc::clone(&shape));
        shape
    }
}
