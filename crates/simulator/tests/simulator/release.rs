//! How deletes end.

use crate::support::{Ask, FIRST, Upstream, number_path, phone, release, upload};
use numberline_simulator::{Assignment, Fault, WhileReleasing};

#[tokio::test]
async fn a_number_in_use_is_not_released() {
    let upstream = Upstream::with_numbers(1).await;
    upstream.simulator().assign(&[phone(0)], Assignment::UserAssigned).unwrap();
    upstream.call(release(&[FIRST])).await.ok();
    upstream.wait();
    let number = upstream.call(Ask::get(&number_path(FIRST))).await.ok().json();
    assert_eq!(number["serviceProvisioningStatus"], "failed");
    assert_eq!(number["serviceProvisioningErrors"][0]["code"], "NumberAssigned");
}

#[tokio::test]
async fn a_number_that_is_going_cannot_be_written() {
    let upstream = Upstream::with_numbers(1).await;
    upstream.simulator().set(|settings| settings.while_releasing = WhileReleasing::Unchanged);
    upstream.call(release(&[FIRST])).await.ok();
    assert_eq!(upstream.status(FIRST).await, "synced");
    assert_eq!(upstream.call(upload(&[FIRST])).await.refused(409), "NumberBeingDeleted");
    upstream.wait();
    upstream.call(upload(&[FIRST])).await.ok();
}

#[tokio::test]
async fn a_release_may_fail_in_two_ways() {
    for (what, status) in [("release-fails=failed", "failed"), ("release-fails=silent", "synced")] {
        let upstream = Upstream::with_numbers(2).await;
        upstream.simulator().add_fault(Fault::new(what.parse().unwrap()).times(1)).unwrap();
        upstream.call(release(&[FIRST])).await.ok();
        upstream.call(release(&["+441632960001"])).await.ok();
        upstream.wait();
        assert_eq!(upstream.status(FIRST).await, status);
        assert_eq!(upstream.status("+441632960001").await, "NumberNotFound");
    }
}

#[tokio::test]
async fn a_pending_number_can_be_withdrawn() {
    let upstream = Upstream::start().await;
    upstream.call(upload(&[FIRST])).await.ok();
    upstream.call(release(&[FIRST])).await.ok();
    upstream.wait();
    upstream.wait();
    assert_eq!(upstream.status(FIRST).await, "NumberNotFound");
}
