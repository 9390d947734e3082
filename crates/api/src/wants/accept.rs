//! `Accept`: whether it admits `application/json`. The most specific range decides (RFC 9110 §12.5.1).

/// Whether the lines admit JSON. Blank ones say nothing, and so admit everything.
pub(super) fn admits_json<'h>(lines: impl Iterator<Item = &'h [u8]>) -> bool {
    let mut says_something = false;
    let lines = lines.inspect(|line| says_something |= !line.trim_ascii().is_empty());
    let mut best = (0, 0);
    for (range, weight) in super::weighted(lines) {
        let specificity = match range {
            _ if range.eq_ignore_ascii_case("application/json") => 3,
            _ if range.eq_ignore_ascii_case("application/*") => 2,
            "*/*" => 1,
            _ => 0,
        };
        if specificity > 0 {
            best = best.max((specificity, weight));
        }
    }
    best.1 > 0 || !says_something
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(line: &str) -> bool {
        admits_json([line.as_bytes()].into_iter())
    }

    #[test]
    fn json_is_admitted_by_name_and_by_ranges() {
        for line in [
            "",
            " ",
            "*/*",
            "application/*",
            "application/json",
            "Application/JSON;charset=utf-8",
            "text/html, application/xhtml+xml, */*;q=0.8",
            "text/html;q=1, application/json;q=0.001",
            "*/*;q=0, application/json",
            "application/json;q=0.5, application/*;q=0",
        ] {
            assert!(admits(line), "{line}");
        }
    }

    #[test]
    fn what_names_no_json_or_weighs_it_nothing_is_refused() {
        for line in [
            "text/html",
            "application/xml",
            "application/problem+json",
            "application/json;q=0",
            "*/*;q=0",
            "*/*, application/json;q=0",
            "*/*, application/*;q=0.0",
            "json",
            "application/json;q=2",
        ] {
            assert!(!admits(line), "{line}");
        }
    }

    #[test]
    fn several_lines_are_one_list() {
        assert!(admits_json([b"text/html".as_slice(), b"application/json"].into_iter()));
        assert!(!admits_json([b"text/html".as_slice(), b"text/csv"].into_iter()));
    }
}
