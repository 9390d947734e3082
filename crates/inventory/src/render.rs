//! Writes records.
//!
//! Neighbours in a list are nearly equal: same service, same offer, often the same job. So a record that has the same
//! pieces as an earlier one, and values of the same width, is a copy of that one in which only the values that differ
//! are written over. Any other is put together from its pieces.

mod record;

use crate::Edition;
use crate::dictionary::{Dictionary, Form};
use crate::jobs::Job;
use crate::row::Row;
use crate::slab::Slab;
use record::{Layout, Places};

/// Rows are fetched so many at a time: the processor then waits for their memory once, not once for each.
const BATCH: usize = 16;
/// How many layouts have a template, at most: a page of two hundred has a dozen, and most records have one of four.
const TEMPLATES: usize = 1 << TEMPLATE_BITS;
const TEMPLATE_BITS: u32 = 5;
/// Room for a record before the length of any is known, in bytes.
const FIRST_GUESS: usize = 1536;

/// Appends records to a buffer, in the order in which their slots are added.
pub(crate) struct Renderer<'a> {
    rows: &'a Slab,
    dictionary: &'a Dictionary,
    edition: Edition,
    separator: &'a [u8],
    out: &'a mut Vec<u8>,
    waiting: [u32; BATCH],
    waiting_count: usize,
    /// For each value of [`Layout::slot`] one more than its template's position; 0 for none.
    slots: [u8; TEMPLATES],
    templates: Vec<Template>,
    /// How many records come still.
    left: u64,
}

/// A record in the buffer that others may be copied from.
#[derive(Clone, Copy)]
struct Template {
    layout: Layout,
    start: usize,
    length: usize,
    places: Places,
    row: Row,
    job: u32,
}

impl<'a> Renderer<'a> {
    /// `count` is how many records will be added.
    pub(crate) fn new(
        rows: &'a Slab,
        dictionary: &'a Dictionary,
        edition: Edition,
        separator: &'a [u8],
        count: u64,
        out: &'a mut Vec<u8>,
    ) -> Self {
        let few = usize::try_from(count).map_or(BATCH, |count| count.min(BATCH));
        out.reserve(FIRST_GUESS * few);
        Self {
            rows,
            dictionary,
            edition,
            separator,
            out,
            waiting: [0; BATCH],
            waiting_count: 0,
            slots: [0; TEMPLATES],
            templates: Vec::with_capacity(few),
            left: count,
        }
    }

    #[inline]
    pub(crate) fn add(&mut self, slot: u32) {
        self.waiting[self.waiting_count] = slot;
        self.waiting_count += 1;
        if self.waiting_count == BATCH {
            self.flush();
        }
    }

    pub(crate) fn finish(mut self) {
        self.flush();
    }

    fn flush(&mut self) {
        let count = std::mem::take(&mut self.waiting_count);
        let mut rows = [Row::EMPTY; BATCH];
        for (row, slot) in rows.iter_mut().zip(&self.waiting[..count]) {
            *row = *self.rows.get(*slot);
        }
        let start = self.out.len();
        for row in &rows[..count] {
            self.render(row);
        }
        self.left = self.left.saturating_sub(count as u64);
        self.reserve_for_rest(self.out.len() - start, count);
    }

    /// Makes room for the records to come, judging by the last few, so that a long page is not copied as it grows.
    fn reserve_for_rest(&mut self, length: usize, count: usize) {
        /// Records of a page differ little in length.
        const MARGIN: usize = 16;
        /// More than a few MiB at a time is not reserved on a guess.
        const MOST: usize = 10_000;
        if count == 0 || self.left == 0 {
            return;
        }
        let rest = usize::try_from(self.left).map_or(MOST, |left| left.min(MOST));
        let expected = length / count * rest;
        if self.out.capacity() - self.out.len() < expected {
            self.out.reserve(expected + expected / MARGIN);
        }
    }

    fn render(&mut self, row: &Row) {
        let dictionary = self.dictionary;
        let form = dictionary.form(row.shape).expect("a row came in with a defined shape");
        let job = dictionary.jobs.get(form.job as usize);
        let layout = Layout::of(dictionary, row, form, job);
        let slot = &mut self.slots[layout.slot(TEMPLATE_BITS)];
        let known = usize::from(*slot).checked_sub(1);
        match known.map(|known| &mut self.templates[known]) {
            Some(template) if template.layout == layout => template.copy(self.out, dictionary, row, form, job),
            replaced => {
                let template = Template::new(self.out, dictionary, self.edition, layout, row, form, job);
                match replaced {
                    Some(replaced) => *replaced = template,
                    None => {
                        self.templates.push(template);
                        *slot = u8::try_from(self.templates.len()).expect("there are as many templates as slots");
                    }
                }
            }
        }
        self.out.extend_from_slice(self.separator);
    }
}

impl Template {
    /// Appends a record put together from its pieces.
    fn new(
        out: &mut Vec<u8>,
        dictionary: &Dictionary,
        edition: Edition,
        layout: Layout,
        row: &Row,
        form: &Form,
        job: &Job,
    ) -> Self {
        let start = out.len();
        let places = record::push(out, dictionary, edition, &layout, row, form, job);
        Self { layout, start, length: out.len() - start, places, row: *row, job: form.job }
    }

    /// Appends a record as a copy of this one, and writes over what differs.
    #[inline]
    fn copy(&mut self, out: &mut Vec<u8>, dictionary: &Dictionary, row: &Row, form: &Form, job: &Job) {
        let start = out.len();
        out.extend_from_within(self.start..self.start + self.length);
        let record = &mut out[start..];
        record::overwrite(record, dictionary, &self.layout, &self.places, &self.row, row);
        if self.job != form.job {
            record::overwrite_job(record, &self.layout, &self.places, job);
            self.job = form.job;
        }
        // The newest copy is the one most surely in the processor's cache.
        self.start = start;
        self.row = *row;
    }
}
