//! The older text format, for readers that do not ask for OpenMetrics.

/// The same figures in the format 0.0.4 of Prometheus. There a counter is declared under the name that its sample has,
/// and neither units nor an end are written.
pub(super) fn of_open_metrics(text: &str) -> String {
    let mut classic = String::with_capacity(text.len());
    let mut help = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            help = rest.split_once(' ');
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' ')) {
            let total = if kind == "counter" { "_total" } else { "" };
            if let Some((_, help)) = help.take() {
                classic.extend(["# HELP ", name, total, " ", help, "\n"]);
            }
            classic.extend(["# TYPE ", name, total, " ", kind, "\n"]);
        } else if !line.starts_with('#') {
            classic.extend([line, "\n"]);
        }
    }
    classic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_declared_under_the_names_of_their_samples() {
        let open = "# HELP a_bytes What left.\n# TYPE a_bytes counter\n# UNIT a_bytes bytes\na_bytes_total 7\n\
                    # HELP b Now.\n# TYPE b gauge\nb 1\n# EOF\n";
        let classic = "# HELP a_bytes_total What left.\n# TYPE a_bytes_total counter\na_bytes_total 7\n\
                       # HELP b Now.\n# TYPE b gauge\nb 1\n";
        assert_eq!(of_open_metrics(open), classic);
    }
}
