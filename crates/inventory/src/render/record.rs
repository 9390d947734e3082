//! One record: from its pieces, or over a copy of another.

use crate::Edition;
use crate::dictionary::{Dictionary, Form};
use crate::jobs::Job;
use crate::row::{Row, null};
use crate::text::{
    GUID_LENGTH, guid_text, push_integer, push_null, push_optional_guid, push_optional_integer, push_quoted_time,
    push_time, push_unsigned, put, put_time, put_unsigned, width, width_unsigned,
};
use numberline_domain::Ticks;

/// What decides where each value of a record stands. Two records of the same layout differ at [`Places`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    service: u32,
    sbc: u32,
    offer: u32,
    /// Of the location and the civic address together.
    place_width: u32,
    /// 0 when there was no sweep.
    sweep_width: u8,
    aslv_code: i16,
    assignment: u8,
    nulls: u8,
    entry_width: u8,
    id_width: u8,
    phone_width: u8,
    /// 0 when there is no upload job.
    upload_width: u8,
    has_upstream: bool,
}

impl Layout {
    #[inline]
    pub(super) fn of(dictionary: &Dictionary, row: &Row, form: &Form, job: &Job) -> Self {
        let narrow = |width: usize| u8::try_from(width).expect("an integer has at most 20 bytes");
        let place_width = dictionary.place(row.place).len();
        Self {
            service: form.service,
            sbc: form.sbc,
            offer: form.offer,
            place_width: u32::try_from(place_width).expect("a piece is shorter than 4 GiB"),
            sweep_width: dictionary.sweep(row.sweep).map_or(0, |sweep| narrow(width(sweep))),
            aslv_code: row.aslv_code,
            assignment: row.assignment,
            nulls: row.nulls(),
            entry_width: narrow(width(row.entry)),
            id_width: narrow(width(row.id)),
            phone_width: narrow(width_unsigned(row.phone)),
            upload_width: job.upload().map_or(0, |upload| narrow(width(upload))),
            has_upstream: job.upstream().is_some(),
        }
    }

    /// A number of so many bits that is the same for equal layouts and seldom for others.
    #[inline]
    pub(super) fn slot(&self, bits: u32) -> usize {
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        let pieces = u64::from(self.service) << 32 | u64::from(self.sbc ^ self.offer.rotate_left(16));
        let [code_low, code_high] = self.aslv_code.to_le_bytes();
        let kinds = u64::from_le_bytes([
            code_low,
            code_high,
            self.assignment,
            self.nulls,
            self.entry_width ^ self.upload_width.rotate_left(4),
            self.id_width ^ self.phone_width.rotate_left(4),
            self.sweep_width,
            u8::from(self.has_upstream) ^ self.place_width.to_le_bytes()[0].rotate_left(1),
        ]);
        let mixed = (pieces.wrapping_mul(GOLDEN) ^ kinds).wrapping_mul(GOLDEN);
        usize::try_from(mixed >> (u64::BITS - bits)).expect("a slot has few bits")
    }

    const fn has(&self, bit: u8) -> bool {
        self.nulls & bit == 0
    }
}

/// Where the values stand that differ between records of one layout, in bytes from the record's start.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Places {
    entry: usize,
    id: usize,
    upload: usize,
    created: usize,
    status: usize,
    phone: usize,
    acquired_on: usize,
    upstream: usize,
    place: usize,
    aslcht: usize,
    aslsct: usize,
    sweep: usize,
}

/// Appends a record put together from its pieces.
pub(super) fn push(
    out: &mut Vec<u8>,
    dictionary: &Dictionary,
    edition: Edition,
    layout: &Layout,
    row: &Row,
    form: &Form,
    job: &Job,
) -> Places {
    let start = out.len();
    let mut places = Places::default();
    out.extend_from_slice(b"{\"uploadTelephoneNumberEntryId\":");
    places.entry = out.len() - start;
    push_optional_integer(out, layout.has(null::ENTRY).then_some(row.entry));
    match edition {
        Edition::V2 => dictionary.push_short_head(out, form),
        Edition::V3 => dictionary.push_head(out, form),
    }
    places.id = out.len() - start;
    push_integer(out, row.id);
    out.extend_from_slice(b",\"uploadToAccountJobId\":");
    places.upload = out.len() - start;
    push_optional_integer(out, job.upload());
    out.extend_from_slice(b",\"whenCreated\":\"");
    places.created = out.len() - start;
    push_time(out, job.when_created());
    out.extend_from_slice(b"\",\"acquiredNumberStatus\":");
    places.status = out.len() - start;
    out.push(b'0' + row.status_code());
    out.extend_from_slice(b",\"telephoneNumber\":\"+");
    places.phone = out.len() - start;
    push_unsigned(out, row.phone);
    out.extend_from_slice(dictionary.capabilities(form.offer));
    places.acquired_on = push_time_or_null(out, start, layout.has(null::ACQUIRED_ON), row.acquired_on);
    out.extend_from_slice(dictionary.country(form.offer));
    places.upstream = out.len() - start + 1;
    push_optional_guid(out, job.upstream());
    out.extend_from_slice(b",\"locationId\":");
    places.place = out.len() - start;
    out.extend_from_slice(dictionary.place(row.place));
    out.extend_from_slice(b",\"assignmentStatus\":");
    out.extend_from_slice(dictionary.word(row.assignment));
    out.extend_from_slice(dictionary.tenant(form.service));
    places.aslcht = push_time_or_null(out, start, layout.has(null::ASLCHT), row.aslcht);
    out.extend_from_slice(b",\"aslsct\":");
    places.aslsct = push_time_or_null(out, start, layout.has(null::ASLSCT), row.aslsct);
    out.extend_from_slice(b",\"aslvCode\":");
    push_optional_integer(out, layout.has(null::ASLV_CODE).then_some(i64::from(row.aslv_code)));
    out.extend_from_slice(b",\"asticks\":");
    places.sweep = out.len() - start;
    push_optional_integer(out, dictionary.sweep(row.sweep));
    out.push(b'}');
    places
}

/// Appends a time or null; says where its first digit would stand.
fn push_time_or_null(out: &mut Vec<u8>, start: usize, is_present: bool, ticks: i64) -> usize {
    let place = out.len() - start + 1;
    if is_present {
        push_quoted_time(out, ticks);
    } else {
        push_null(out);
    }
    place
}

/// The time that stands at this place.
#[inline]
fn time_at(record: &mut [u8], place: usize) -> &mut [u8; Ticks::TEXT_LENGTH] {
    record[place..].first_chunk_mut().expect("more follows a time than its own text")
}

/// Writes a row's own values over those of another row of the same layout.
#[inline]
pub(super) fn overwrite(
    record: &mut [u8],
    dictionary: &Dictionary,
    layout: &Layout,
    at: &Places,
    old: &Row,
    new: &Row,
) {
    let mut time = |place: usize, bit: u8, old: i64, new: i64| {
        if old != new && layout.has(bit) {
            put_time(time_at(record, place), new);
        }
    };
    time(at.acquired_on, null::ACQUIRED_ON, old.acquired_on, new.acquired_on);
    time(at.aslcht, null::ASLCHT, old.aslcht, new.aslcht);
    time(at.aslsct, null::ASLSCT, old.aslsct, new.aslsct);
    if layout.has(null::ENTRY) {
        put(&mut record[at.entry..][..usize::from(layout.entry_width)], new.entry);
    }
    put(&mut record[at.id..][..usize::from(layout.id_width)], new.id);
    put_unsigned(&mut record[at.phone..][..usize::from(layout.phone_width)], new.phone);
    record[at.status] = b'0' + new.status_code();
    if old.place != new.place {
        record[at.place..][..layout.place_width as usize].copy_from_slice(dictionary.place(new.place));
    }
    if old.sweep != new.sweep
        && let Some(sweep) = dictionary.sweep(new.sweep)
    {
        put(&mut record[at.sweep..][..usize::from(layout.sweep_width)], sweep);
    }
}

/// Writes a job's values over those of another job of the same layout.
pub(super) fn overwrite_job(record: &mut [u8], layout: &Layout, at: &Places, job: &Job) {
    if let Some(upload) = job.upload() {
        put(&mut record[at.upload..][..usize::from(layout.upload_width)], upload);
    }
    put_time(time_at(record, at.created), job.when_created());
    if let Some(upstream) = job.upstream() {
        record[at.upstream..][..GUID_LENGTH].copy_from_slice(&guid_text(upstream));
    }
}
