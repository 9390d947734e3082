//! What the calls that order something take from a request.

use crate::body::{self, Members, Node, Sent};
use crate::problem::{Faults, Problem};
use crate::query::{self, Parameter};
use http::HeaderMap;
use numberline_domain::{Guid, PhoneNumber, PhoneRange, Wanted};
use numberline_service::release::Release;
use numberline_service::sweep::Check;
use numberline_service::token::Caller;
use numberline_service::unassign::Unassign;
use numberline_service::upload::{Terms, Upload};

/// The longest name of a calling profile, ticket or key.
pub(crate) const LONGEST_NAME: usize = 255;
/// The longest word for a usage or a capability.
pub(crate) const LONGEST_WORD: usize = 64;
/// Capabilities that an upload may ask for.
pub(crate) const MOST_CAPABILITIES: usize = 64;
/// The newest way in which uploads are carried out.
pub(crate) const NEWEST_WORKFLOW: u8 = 3;

const KEY: &str = "Idempotency-Key";
const TENANT: &str = "msTenantId";
const NUMBERS: &str = "telephoneNumbers";
const PARAMETERS: [Parameter; 1] = [Parameter { name: TENANT, aliases: &[] }];

/// An order, and the key under which it may be repeated.
pub(crate) struct Ordering<T> {
    pub(crate) order: T,
    pub(crate) key: Option<String>,
}

impl<T> Ordering<T> {
    /// Reads a request; `read` makes the order, of at most so many numbers, of its tenant and its body.
    pub(crate) fn read(
        sent: &Sent,
        caller: &Caller,
        most: usize,
        read: fn(Guid, &Node, usize, &mut Faults) -> Option<T>,
    ) -> Result<Self, Problem> {
        let mut faults = Faults::new();
        let node = sent.json(&mut faults)?;
        let tenant = tenant(sent.query.as_deref(), caller, &mut faults);
        let key = key(&sent.headers, &mut faults);
        // The body's faults are told also when the tenant has one.
        let nobody = Guid::from_u128(0);
        let order = node.and_then(|node| read(tenant.unwrap_or(nobody), &node, most, &mut faults));
        match order {
            Some(order) if faults.is_empty() => Ok(Self { order, key }),
            Some(_) | None => Err(Problem::of_faults(faults)),
        }
    }
}

/// The tenant of the query; where it has none, the only one that the caller sees.
fn tenant(query: Option<&str>, caller: &Caller, faults: &mut Faults) -> Option<Guid> {
    let [given] = query::read(query, &PARAMETERS, faults);
    let fault = match (given, caller.scope.tenants()) {
        (Some(text), _) => match Guid::parse(&text) {
            Ok(guid) => return Some(guid),
            Err(reason) => format!("`{}` {reason}", query::echo(&text)),
        },
        (None, Some([only])) => return Some(*only),
        (None, _) => "is missing; name the tenant".to_owned(),
    };
    if !faults.contains_key(TENANT) {
        query::add(faults, TENANT.to_owned(), fault);
    }
    None
}

/// The key, of visible ASCII characters.
fn key(headers: &HeaderMap, faults: &mut Faults) -> Option<String> {
    let mut given = headers.get_all(KEY).iter();
    let value = given.next()?;
    let text = value.to_str().unwrap_or_default();
    let is_sound = (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_sound || given.next().is_some() {
        query::add(
            faults,
            KEY.to_owned(),
            format!("is to be given once, as 1 to {LONGEST_NAME} visible ASCII characters"),
        );
    }
    Some(text.to_owned())
}

/// An upload.
pub(crate) fn upload(tenant: Guid, node: &Node, most: usize, faults: &mut Faults) -> Option<Upload> {
    let names = [
        "callingProfile",
        "usage",
        "additionalUsage",
        "capabilities",
        "phoneNumbersList",
        "phoneNumberRanges",
        "ticketId",
        "workflowVersion",
    ];
    let members = Members::read("", node, names, faults)?;
    let mut name = |member| body::text(members.get(member), 1..=LONGEST_NAME, |sign| !sign.is_control(), faults);
    let (calling_profile, ticket_id) = (name("callingProfile"), name("ticketId"));
    let mut word = |member| body::text(members.get(member), 1..=LONGEST_WORD, is_word, faults);
    let (usage, additional_usage) = (word("usage"), word("additionalUsage"));
    let terms = Terms {
        source: "webapi".to_owned(),
        calling_profile,
        usage: usage.unwrap_or_else(|| Terms::USAGE.to_owned()),
        additional_usage,
        capabilities: capabilities(members.get("capabilities"), faults),
        ticket_id,
        workflow_version: body::integer(members.get("workflowVersion"), 1..=NEWEST_WORKFLOW.into(), faults)
            .and_then(|version| u8::try_from(version).ok())
            .unwrap_or(NEWEST_WORKFLOW),
    };
    let wanted = Wanted {
        numbers: numbers(members.get("phoneNumbersList"), 0..=most, faults),
        ranges: ranges(members.get("phoneNumberRanges"), most, faults),
    };
    Some(Upload { tenant, wanted, limit: most, terms })
}

/// A release: a list of numbers, or an object with ranges.
pub(crate) fn release(tenant: Guid, node: &Node, most: usize, faults: &mut Faults) -> Option<Release> {
    const RANGES: &str = "phoneNumberRanges";
    let wanted = if matches!(node, Node::List(_)) {
        Wanted { numbers: numbers((String::new(), node), 0..=most, faults), ranges: Vec::new() }
    } else {
        let members = Members::read("", node, [RANGES], faults)?;
        let (path, node) = members.get(RANGES);
        if *node == Node::Null {
            query::add(faults, path.clone(), "is missing; name the ranges".to_owned());
        }
        Wanted { numbers: Vec::new(), ranges: ranges((path, node), most, faults) }
    };
    Some(Release { tenant, wanted, limit: most })
}

/// An unassignment.
pub(crate) fn unassign(tenant: Guid, node: &Node, most: usize, faults: &mut Faults) -> Option<Unassign> {
    let numbers = telephone_numbers(node, 1..=most, faults)?;
    Some(Unassign { tenant, wanted: Wanted { numbers, ranges: Vec::new() }, limit: most })
}

/// A check: of the numbers that it names, or of all.
pub(crate) fn check(tenant: Guid, node: &Node, most: usize, faults: &mut Faults) -> Option<Check> {
    let members = Members::read("", node, [NUMBERS], faults)?;
    let (path, node) = members.get(NUMBERS);
    let numbers = (*node != Node::Null).then(|| numbers((path, node), 1..=most, faults));
    Some(Check { tenant, numbers })
}

/// The numbers of `{"telephoneNumbers":[…]}`.
pub(crate) fn telephone_numbers(
    node: &Node,
    length: std::ops::RangeInclusive<usize>,
    faults: &mut Faults,
) -> Option<Vec<PhoneNumber>> {
    let members = Members::read("", node, [NUMBERS], faults)?;
    let (path, node) = members.get(NUMBERS);
    if *node == Node::Null {
        query::add(faults, path.clone(), "is missing; name the numbers".to_owned());
    }
    Some(numbers((path, node), length, faults))
}

fn numbers(at: (String, &Node), length: std::ops::RangeInclusive<usize>, faults: &mut Faults) -> Vec<PhoneNumber> {
    let items = body::list(at, length, faults);
    items.filter_map(|item| body::phone(item, faults)).collect()
}

fn ranges(at: (String, &Node), most: usize, faults: &mut Faults) -> Vec<PhoneRange> {
    let items = body::list(at, 0..=most, faults);
    items.filter_map(|item| body::range(item, faults)).collect()
}

/// The capabilities asked for, in their order.
fn capabilities((path, node): (String, &Node), faults: &mut Faults) -> Vec<String> {
    if *node == Node::Null {
        return Terms::CAPABILITIES.map(str::to_owned).to_vec();
    }
    let items = body::list((path, node), 0..=MOST_CAPABILITIES, faults);
    let words = items.filter_map(|(path, item)| match item {
        Node::Null => {
            query::add(faults, path, "is null; it has to be a text".to_owned());
            None
        }
        item => body::text((path, item), 1..=LONGEST_WORD, is_word, faults),
    });
    words.collect()
}

const fn is_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
}
