//! `Accept-Encoding`: whether a body goes plain or as gzip.

/// The coding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Plain,
    /// gzip, when that is worth it.
    Gzip,
    /// gzip always: the caller takes nothing plain.
    GzipOnly,
}

impl Coding {
    /// The coding to use. A caller that admits neither gets its body plain, as RFC 9110 §12.5.3 allows.
    pub(super) fn negotiate<'h>(lines: impl Iterator<Item = &'h [u8]>) -> Self {
        let (mut gzip, mut identity, mut any) = (None, None, None);
        for (name, weight) in super::weighted(lines) {
            if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                gzip = Some(weight);
            } else if name.eq_ignore_ascii_case("identity") {
                identity = Some(weight);
            } else if name == "*" {
                any = Some(weight);
            }
        }
        let gzip = gzip.or(any).unwrap_or(0);
        match identity.or(any) {
            _ if gzip == 0 => Self::Plain,
            Some(0) => Self::GzipOnly,
            Some(identity) if identity > gzip => Self::Plain,
            _ => Self::Gzip,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_used_where_it_is_admitted_and_not_weighed_less() {
        for (line, expected) in [
            ("", Coding::Plain),
            ("identity", Coding::Plain),
            ("br, deflate", Coding::Plain),
            ("gzip;q=0", Coding::Plain),
            ("*;q=0", Coding::Plain),
            ("identity;q=0", Coding::Plain),
            ("identity, gzip;q=0.5", Coding::Plain),
            ("*, gzip;q=0", Coding::Plain),
            ("gzip", Coding::Gzip),
            ("GZIP;q=0.001", Coding::Gzip),
            ("x-gzip", Coding::Gzip),
            ("gzip, deflate, br, zstd", Coding::Gzip),
            ("*", Coding::Gzip),
            ("gzip, identity", Coding::Gzip),
            ("gzip, identity;q=0", Coding::GzipOnly),
            ("gzip, *;q=0", Coding::GzipOnly),
            ("*, identity;q=0", Coding::GzipOnly),
        ] {
            assert_eq!(Coding::negotiate([line.as_bytes()].into_iter()), expected, "{line}");
        }
    }
}
