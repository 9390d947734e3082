//! `If-None-Match`: which entity tags a caller names, compared weakly (RFC 9110 §13.1.2).

/// Whether a line of the header names the tag, or is `*`, which names every tag there is.
pub(super) fn names(line: &[u8], etag: &str) -> bool {
    let mut rest = line.trim_ascii();
    if rest == b"*" {
        return true;
    }
    let opaque = etag.strip_prefix("W/").unwrap_or(etag).as_bytes();
    // A tag may hold commas, so the line is read tag by tag; what follows a malformed one is not believed.
    loop {
        rest = rest.trim_ascii_start();
        while let Some(tail) = rest.strip_prefix(b",") {
            rest = tail.trim_ascii_start();
        }
        let quoted = rest.strip_prefix(b"W/").unwrap_or(rest);
        let Some(inner) = quoted.strip_prefix(b"\"") else { return false };
        let Some(length) = inner.iter().position(|byte| *byte == b'"') else { return false };
        if &quoted[..length + 2] == opaque {
            return true;
        }
        rest = &quoted[length + 2..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_every_form_of_the_list() {
        for line in ["*", " * ", "W/\"a,b\"", "\"a,b\"", "\"x\", W/\"a,b\"", "W/\"x\",\"y\" ,, W/\"a,b\" ,\"z\""] {
            assert!(names(line.as_bytes(), "W/\"a,b\""), "{line}");
        }
    }

    #[test]
    fn other_tags_and_malformed_lists_name_nothing() {
        for line in ["", "a,b", "W/\"a\"", "\"a\",\"b\"", "W/\"a,b", "w/\"a,b\"", "x, \"a,b\"", "W/W/\"a,b\""] {
            assert!(!names(line.as_bytes(), "W/\"a,b\""), "{line}");
        }
    }
}
