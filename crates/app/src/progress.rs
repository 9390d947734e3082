//! A progress bar on standard error, for somebody who watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use numberline_service::Progress;
use std::fmt::Write;
use std::time::Duration;

/// Shows a phase, how far it is, its rate and the time left; silent unless standard error is a terminal.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar that shows nothing until the first phase begins.
    pub(crate) fn new() -> Self {
        Self(ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()))
    }
}

/// The phase whose units are bytes; those of all others are rows.
const BYTES: &str = "reading";

fn style(name: &str, total: Option<u64>) -> ProgressStyle {
    let template = match (name, total) {
        (BYTES, Some(_)) => "{msg:<12} {wide_bar} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left",
        (BYTES, None) => "{msg:<12} {spinner} {bytes}, {bytes_per_sec}, {elapsed}",
        (_, Some(_)) => "{msg:<12} {wide_bar} {human_pos}/{human_len}, {rate}, {eta} left",
        (_, None) => "{msg:<12} {spinner} {human_pos}, {rate}, {elapsed}",
    };
    ProgressStyle::with_template(template).expect("the templates above are well-formed").with_key(
        "rate",
        |state: &ProgressState, out: &mut dyn Write| {
            // A rate that cannot be written is not worth a failure.
            let _ = write!(out, "{:.0}/s", state.per_sec());
        },
    )
}

impl Progress for Bar {
    fn phase(&self, name: &'static str, total: Option<u64>) {
        self.0.reset();
        self.0.set_style(style(name, total));
        self.0.set_message(name);
        match total {
            Some(total) => self.0.set_length(total),
            None => self.0.unset_length(),
        }
        self.0.enable_steady_tick(Duration::from_millis(200));
    }

    fn advance(&self, units: u64) {
        self.0.inc(units);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
