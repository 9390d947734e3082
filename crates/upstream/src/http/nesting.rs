//! The guard against values nested so deeply that reading them costs a stack.

/// Deeper than any documented answer, errors within errors included.
const LIMIT: u32 = 64;

/// Whether no value of a JSON text is nested deeper than the limit. Says nothing of whether it is JSON.
pub(super) fn is_within_limit(json: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_u32, false, false);
    for byte in json {
        if in_string {
            if escaped {
                escaped = false;
            } else if *byte == b'\\' {
                escaped = true;
            } else if *byte == b'"' {
                in_string = false;
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > LIMIT {
                    return false;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_open_at_once_counts() {
        assert!(is_within_limit("[]".repeat(1000).as_bytes()));
        assert!(is_within_limit(format!("{{\"a\":\"{}\\\"[\"}}", "[".repeat(1000)).as_bytes()));
        assert!(!is_within_limit("[{".repeat(33).as_bytes()));
    }
}
