//! `Accept-Encoding`: whether a body goes plain or packed, and how.

/// A way to pack a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// gzip, which everybody reads.
    Gzip,
    /// Zstandard, a third of the work for half of the bytes.
    Zstd,
}

/// The coding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Plain,
    /// Packed, when that is worth it.
    Packed(Packing),
    /// Packed always: the caller takes nothing plain.
    PackedOnly(Packing),
}

impl Packing {
    /// Its name in `Content-Encoding`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

impl Coding {
    /// The coding to use: the one of the most weight; of equal ones Zstandard before gzip before plain. A caller that
    /// admits none gets its body plain, as RFC 9110 §12.5.3 allows.
    ///
    /// `*` stands for gzip and plain, but not for Zstandard: who writes it may never have heard of that.
    pub(crate) fn negotiate<'h>(lines: impl Iterator<Item = &'h [u8]>) -> Self {
        let (mut gzip, mut zstd, mut identity, mut any) = (None, None, None, None);
        for (name, weight) in super::weighted(lines) {
            if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                gzip = Some(weight);
            } else if name.eq_ignore_ascii_case("zstd") {
                zstd = Some(weight);
            } else if name.eq_ignore_ascii_case("identity") {
                identity = Some(weight);
            } else if name == "*" {
                any = Some(weight);
            }
        }
        let (gzip, zstd) = (gzip.or(any).unwrap_or(0), zstd.unwrap_or(0));
        let (packing, weight) = if zstd >= gzip { (Packing::Zstd, zstd) } else { (Packing::Gzip, gzip) };
        match identity.or(any) {
            _ if weight == 0 => Self::Plain,
            Some(0) => Self::PackedOnly(packing),
            Some(identity) if identity > weight => Self::Plain,
            _ => Self::Packed(packing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_coding_is_used_and_zstandard_where_it_is_as_heavy_as_gzip() {
        let (gzip, zstd) = (Coding::Packed(Packing::Gzip), Coding::Packed(Packing::Zstd));
        for (line, expected) in [
            ("", Coding::Plain),
            ("identity", Coding::Plain),
            ("br, deflate", Coding::Plain),
            ("gzip;q=0", Coding::Plain),
            ("gzip;q=0, zstd;q=0", Coding::Plain),
            ("*;q=0", Coding::Plain),
            ("identity;q=0", Coding::Plain),
            ("identity, gzip;q=0.5", Coding::Plain),
            ("identity, gzip;q=0.5, zstd;q=0.5", Coding::Plain),
            ("*, gzip;q=0", Coding::Plain),
            ("gzip", gzip),
            ("GZIP;q=0.001", gzip),
            ("x-gzip", gzip),
            ("gzip, deflate, br", gzip),
            ("gzip, zstd;q=0", gzip),
            ("zstd;q=0.5, gzip;q=0.8", gzip),
            ("*", gzip),
            ("gzip, identity", gzip),
            ("zstd", zstd),
            ("ZSTD;q=0.001", zstd),
            ("gzip, deflate, br, zstd", zstd),
            ("gzip;q=0.5, zstd;q=0.8", zstd),
            ("gzip;q=0.2, zstd, identity;q=0.5", zstd),
            ("zstd, *;q=0.5", zstd),
            ("gzip, identity;q=0", Coding::PackedOnly(Packing::Gzip)),
            ("gzip, *;q=0", Coding::PackedOnly(Packing::Gzip)),
            ("*, identity;q=0", Coding::PackedOnly(Packing::Gzip)),
            ("zstd, identity;q=0", Coding::PackedOnly(Packing::Zstd)),
        ] {
            assert_eq!(Coding::negotiate([line.as_bytes()].into_iter()), expected, "{line}");
        }
    }
}
