//! What an order says, made anew at each try from what is kept: the same every time, for the same id.

use super::Work;
use crate::job::Interrupted;
use crate::observation::write::release_refused;
use numberline_domain::{PhoneNumber, TaskKind};
use numberline_store::{Entry, Tx, UpstreamOrder};
use numberline_upstream::{CreateOrder, DeleteOrder, Failure, InvalidOrder, OperatorConnect, OrderId, OrderedNumber};
use serde::Deserialize;

/// What uploaded numbers shall be: the input of the task.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Terms {
    usage: String,
    #[serde(default)]
    additional_usage: Option<String>,
    #[serde(default)]
    capabilities: Vec<String>,
}

const fn id_of(order: &UpstreamOrder) -> OrderId {
    OrderId { request: order.id, first_sent: order.first_sent }
}

/// An order to have numbers.
pub(super) fn upload(work: &Work<'_>, order: &UpstreamOrder, entries: &[Entry]) -> Result<CreateOrder, Failure> {
    let terms: Terms = serde_json::from_str(&work.task.input).map_err(|error| Failure::Unavailable {
        wait: None,
        reason: format!("the task's input is damaged: {error}"),
    })?;
    let number = |entry: &Entry| OrderedNumber {
        phone: entry.phone,
        usage: terms.usage.clone(),
        additional_usages: terms.additional_usage.iter().cloned().collect(),
        capabilities: terms.capabilities.clone(),
        assigned: None,
        civic_address_id: None,
        location_id: None,
        allow_tenant_address_update: true,
        displayed_country_code: None,
    };
    CreateOrder::new(id_of(order), work.account.clone(), entries.iter().map(number).collect()).map_err(impossible)
}

/// An order to have numbers no longer.
pub(super) fn deletion(work: &Work<'_>, order: &UpstreamOrder, entries: &[Entry]) -> Result<DeleteOrder, Failure> {
    let phones = entries.iter().map(|entry| entry.phone).collect();
    DeleteOrder::new(id_of(order), work.account.clone(), phones).map_err(impossible)
}

/// An order that takes numbers from whoever has them. It says each number whole, as it stands at the upstream: what is
/// left out would be cleared. What does not stand there cannot be said, so the order waits for the sync to notice.
pub(super) fn unassignment(work: &Work<'_>, order: &UpstreamOrder, entries: &[Entry]) -> Result<CreateOrder, Failure> {
    let mut numbers = Vec::with_capacity(entries.len());
    for entry in entries {
        let side = work.upstream.number(&work.account, entry.phone)?.and_then(|number| number.operator_connect);
        let side = side.ok_or_else(|| Failure::Unavailable {
            wait: None,
            reason: format!("{} is not there; the sync will say what became of it", entry.phone),
        })?;
        numbers.push(unassigned(entry.phone, side));
    }
    CreateOrder::new(id_of(order), work.account.clone(), numbers).map_err(impossible)
}

fn unassigned(phone: PhoneNumber, side: OperatorConnect) -> OrderedNumber {
    OrderedNumber {
        phone,
        usage: side.usage.unwrap_or_else(|| "CallingUserAssignment".to_owned()),
        additional_usages: side.additional_usages,
        capabilities: side.chosen,
        assigned: Some(false),
        civic_address_id: side.place.civic_address_id,
        location_id: side.place.location_id,
        allow_tenant_address_update: side.allow_tenant_address_update,
        displayed_country_code: side.displayed_country_code,
    }
}

fn impossible(error: InvalidOrder) -> Failure {
    Failure::Unavailable { wait: None, reason: error.to_string() }
}

/// Numbers whose release was refused at once are active again.
pub(super) fn undo_refused(tx: &mut Tx<'_>, work: &Work<'_>, entries: &[Entry]) -> Result<(), Interrupted> {
    if work.task.kind == TaskKind::Release {
        let phones: Vec<PhoneNumber> = entries.iter().map(|entry| entry.phone).collect();
        release_refused(tx, work.tenant.1, work.task.id, &phones)?;
    }
    Ok(())
}
