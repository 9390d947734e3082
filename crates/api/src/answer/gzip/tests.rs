//! Claims about the encoder: any reader gets back what went in.

use super::*;
use flate2::read::GzDecoder;
use proptest::prelude::*;
use std::io::Read;

fn unzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

fn packed(plain: &[u8]) -> Vec<u8> {
    let mut target = b"kept".to_vec();
    compress(plain, &mut target);
    assert_eq!(&target[..4], b"kept");
    target.split_off(4)
}

#[track_caller]
fn assert_comes_back(plain: &[u8]) {
    assert!(unzip(&packed(plain)) == plain, "{} bytes do not come back", plain.len());
}

fn noise(length: u32) -> Vec<u8> {
    (0..length).map(|index| (index.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect()
}

/// Records of one kind, as a page has them.
fn records(count: u32, word: impl Fn(u32) -> &'static str) -> Vec<u8> {
    let each = |index| {
        format!(
            r#"{{"id":{},"telephoneNumber":"+4930{:07}","assignmentStatus":"{}","aslcht":"2026-02-17T09:52:{:02}.{:07}+00:00","tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb"}},"#,
            121_452 + index,
            index * 7,
            word(index),
            index % 60,
            index.wrapping_mul(2_654_435_761) % 10_000_000,
        )
    };
    (0..count).map(each).collect::<String>().into_bytes()
}

#[test]
fn texts_of_every_length_come_back() {
    for length in 0..700 {
        assert_comes_back(&vec![b'7'; length]);
        assert_comes_back(&noise(u32::try_from(length).unwrap()));
    }
    assert_comes_back(&noise(300_000));
    assert_comes_back(&vec![0; 1_000_000]);
    assert_comes_back(&(0..=255).cycle().take(70_000).collect::<Vec<u8>>());
}

#[test]
fn what_repeats_beyond_the_window_comes_back() {
    for gap in [32_760_u32, 32_767, 32_768, 32_769, 40_000] {
        let text = [b"numberline".repeat(3), noise(gap), b"numberline".repeat(3)].concat();
        assert_comes_back(&text);
    }
}

#[test]
fn records_are_packed_at_least_tenfold() {
    for text in [
        records(200, |_| "Unassigned"),
        records(200, |index| if index % 3 == 0 { "UserAssigned" } else { "Unassigned" }),
        records(10_000, |index| if index % 5 == 0 { "VoiceApp" } else { "Unassigned" }),
    ] {
        let packed = packed(&text);
        assert!(unzip(&packed) == text);
        assert!(packed.len() * 10 < text.len(), "{} of {}", packed.len(), text.len());
    }
}

#[test]
fn equal_texts_are_packed_equally() {
    let text = records(100, |_| "Unassigned");
    let first = packed(&text);
    assert_comes_back(&noise(5_000));
    assert_eq!(packed(&text), first);
}

proptest! {
    #[test]
    fn any_text_comes_back(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..8),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..400),
    ) {
        // Pieces that recur in any order, each followed by a byte that differs.
        let mut text = Vec::new();
        for (pick, byte) in picks {
            text.extend_from_slice(&pieces[pick.index(pieces.len())]);
            text.push(byte);
        }
        prop_assert_eq!(unzip(&packed(&text)), text);
    }
}
