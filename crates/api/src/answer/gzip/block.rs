//! One deflate block (RFC 1951 §3.2).

use super::bits::{Bits, Put};
use super::codes::CODES;
use super::told::Told;

/// Appends a text, told in steps, as the one block of a deflate stream.
pub(super) fn write(told: &Told, target: &mut Vec<u8>) {
    let codes = &*CODES;
    // At most 14 bits for a byte, and 14 + 5 + 14 + 13 for a copy; the end takes no more, and the writer wants eight bytes.
    let room = 8 * codes.header.len() + 2 * told.literals().len() + 6 * told.steps().len() + 16;
    let start = target.len();
    target.resize(start + room, 0);
    let mut bits = Bits::new(&mut target[start..]);
    codes.header.iter().for_each(|put| bits.put(*put));
    write_steps(&mut bits, told);
    bits.put(codes.end);
    let length = bits.finish();
    target.truncate(start + length);
}

fn write_steps(bits: &mut Bits<'_>, told: &Told) {
    let codes = &*CODES;
    let (mut known, mut of_distance) = (0, Put::default());
    let mut bytes = told.literals_and_more();
    for step in told.steps() {
        let mut left = step.literals as usize;
        while left >= 4 {
            bits.put(bytes[..4].iter().fold(Put::default(), |put, byte| put.then(codes.of_byte[usize::from(*byte)])));
            bytes = &bytes[4..];
            left -= 4;
        }
        let one = codes.of_byte[usize::from(bytes[0])];
        let two = one.then(codes.of_byte[usize::from(bytes[1])]);
        let three = two.then(codes.of_byte[usize::from(bytes[2])]);
        bits.put([Put::default(), one, two, three][left]);
        bytes = &bytes[left..];
        if step.length == 0 {
            continue;
        }
        if step.distance != known {
            known = step.distance;
            of_distance = codes.of_distance(known);
        }
        bits.put(codes.of_length[usize::from(step.length)].then(of_distance));
    }
}
