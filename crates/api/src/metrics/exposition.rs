//! The page of figures: every name there is, with what it means. `docs/operating.md` has the same names.

use super::process;
use crate::router::Api;
use numberline_service::Figures;
use numberline_service::job::JobReport;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::{Registry, Unit};

/// The figures of this moment, as text.
pub(super) fn text(api: &Api) -> String {
    let figures = api.service.figures();
    let mut registry = Registry::default();
    let ours = registry.sub_registry_with_prefix("numberline");
    let version = ("version".into(), env!("CARGO_PKG_VERSION").into());
    gauge(ours.sub_registry_with_label(version), "build_info", "1; the label tells which program runs", 1);
    let is_ready = figures.is_loaded && !api.standing.is_stopping();
    gauge(ours, "ready", "1 while /readyz answers 200", u64::from(is_ready));
    follow(ours, &figures);
    serve(ours, api);
    work(ours, &api.service.shared().job_report());
    process_of(registry.sub_registry_with_prefix("process"));
    let mut text = String::with_capacity(8192);
    encode(&mut text, &registry).expect("writing to a text does not fail");
    text
}

fn gauge(registry: &mut Registry, name: &str, help: &str, value: u64) {
    registry.register(name, help, ConstGauge::new(value));
}

fn seconds(registry: &mut Registry, name: &str, help: &str, value: f64) {
    registry.register_with_unit(name, help, Unit::Seconds, ConstGauge::new(value));
}

fn follow(registry: &mut Registry, figures: &Figures) {
    gauge(registry, "inventory_seq", "The change that answers know of", figures.seq);
    gauge(registry, "database_head_seq", "The last change seen in the database", figures.head_seq);
    let lag = figures.head_seq - figures.seq;
    gauge(registry, "lag_changes", "Changes seen in the database that answers do not know of yet", lag);
    if let Some(age) = figures.since_look {
        let help = "Time since the database was last looked at with success";
        seconds(registry, "database_look_age", help, age.as_secs_f64());
    }
    let help = "For how long the database has not answered; 0 while it does";
    seconds(registry, "stale", help, figures.stale.as_secs_f64());
    let help = "Steps that brought changes into the inventory";
    registry.register("follower_steps", help, ConstCounter::new(figures.steps));
    let help = "Times the inventory was built anew, the first build not counted";
    registry.register("inventory_rebuilds", help, ConstCounter::new(figures.rebuilds));
    gauge(registry, "numbers", "Numbers in the inventory", figures.numbers);
    gauge(registry, "tenants", "Tenants in the inventory", figures.tenants);
    if let Some(connections) = figures.connections {
        let help = "Connections of the pool to the database that are open";
        gauge(registry, "database_connections", help, connections.open as u64);
        let help = "Connections of the pool to the database that nobody uses at present";
        gauge(registry, "database_connections_idle", help, connections.idle as u64);
    }
}

fn serve(registry: &mut Registry, api: &Api) {
    let metrics = &api.standing.metrics;
    registry.register("connections", "HTTP connections that are open", metrics.open_connections.clone());
    let help = "Bytes sent to clients, heads included";
    registry.register_with_unit("sent", help, Unit::Bytes, metrics.sent_bytes.clone());
    registry.register("requests", "Requests that were answered", metrics.requests.clone());
    let help = "Time from a request's head to its answer being ready to be sent";
    registry.register_with_unit("request_duration", help, Unit::Seconds, metrics.durations.clone());
}

fn work(registry: &mut Registry, jobs: &JobReport) {
    let counts = [
        ("sync_passes", "Full passes over a tenant's numbers at the upstream that ended well", jobs.passes),
        ("sync_passes_failed", "Passes over a tenant's numbers that broke off", jobs.failed_passes),
        ("sync_passes_guarded", "Passes that stopped to ask before a mass removal", jobs.guarded),
        ("orders", "Orders that the upstream took", jobs.orders),
        ("orders_refused", "Orders that the upstream refused", jobs.refused_orders),
        ("orders_unanswered", "Tries of orders that got no usable answer", jobs.lost_orders),
        ("assignment_checks", "Assignment checks that were written", jobs.checks),
        ("upstream_calls", "Calls to the upstream", jobs.calls),
        ("upstream_calls_failed", "Calls that failed for the upstream's or the network's reasons", jobs.failed_calls),
        ("upstream_calls_throttled", "Calls that the upstream asked to wait with", jobs.throttled_calls),
    ];
    for (name, help, count) in counts {
        registry.register(name, help, ConstCounter::new(count));
    }
    let help = "Since the last full pass over the numbers of the tenant whose last one is oldest";
    registry.register_with_unit("sync_oldest_age", help, Unit::Seconds, ConstGauge::new(jobs.oldest_sync));
    let help = "Tenants that have an account at the upstream and no full pass yet";
    gauge(registry, "sync_tenants_unsynced", help, jobs.unsynced);
    let help = "Hosts of the upstream that are not asked at present, since they fail steadily";
    gauge(registry, "upstream_circuits_open", help, jobs.open_circuits);
}

fn process_of(registry: &mut Registry) {
    let help = "Processor time of all threads";
    let time = process::processor_time().as_secs_f64();
    registry.register_with_unit("cpu", help, Unit::Seconds, ConstCounter::new(time));
    if let Some(memory) = process::resident_memory() {
        registry.register_with_unit("resident_memory", "Resident memory", Unit::Bytes, ConstGauge::new(memory));
    }
}
