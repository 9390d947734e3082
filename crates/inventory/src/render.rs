//! Writes records.
//!
//! Neighbours in a list are nearly equal: same service, same offer, often the same job. So a record that has the same
//! pieces as one of the last few, and values of the same width, is a copy of that one in which only the values that
//! differ are written over. Any other is put together from its pieces.

mod record;

use crate::Edition;
use crate::dictionary::{Dictionary, Form};
use crate::jobs::Job;
use crate::row::Row;
use crate::slab::Slab;
use record::{Layout, Places};

/// Rows are fetched so many at a time: the processor then waits for their memory once, not once for each.
const BATCH: usize = 16;
/// How many records serve as templates: a page has few kinds.
const TEMPLATES: usize = 4;
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
    templates: [Template; TEMPLATES],
    /// The template used last; the one that is replaced next follows it.
    recent: usize,
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
        let unused = Template {
            layout: Layout::UNUSED,
            start: 0,
            length: 0,
            places: Places::default(),
            row: Row::EMPTY,
            job: 0,
        };
        out.reserve(FIRST_GUESS * usize::try_from(count).map_or(BATCH, |count| count.min(BATCH)));
        Self {
            rows,
            dictionary,
            edition,
            separator,
            out,
            waiting: [0; BATCH],
            waiting_count: 0,
            templates: [unused; TEMPLATES],
            recent: 0,
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
        let template = (0..TEMPLATES)
            .map(|back| (self.recent + TEMPLATES - back) % TEMPLATES)
            .find(|template| self.templates[*template].layout == layout);
        let start = self.out.len();
        if let Some(template) = template {
            self.recent = template;
            self.copy(template, row, form, job);
        } else {
            self.recent = (self.recent + 1) % TEMPLATES;
            let places = record::push(self.out, dictionary, self.edition, &layout, row, form, job);
            let length = self.out.len() - start;
            self.templates[self.recent] = Template { layout, start, length, places, row: *row, job: form.job };
        }
        self.out.extend_from_slice(self.separator);
    }

    /// Copies a template and writes over what differs.
    fn copy(&mut self, template: usize, row: &Row, form: &Form, job: &Job) {
        let template = &mut self.templates[template];
        let start = self.out.len();
        self.out.extend_from_within(template.start..template.start + template.length);
        let record = &mut self.out[start..];
        record::overwrite(record, self.dictionary, &template.layout, &template.places, &template.row, row);
        if template.job != form.job {
            record::overwrite_job(record, &template.layout, &template.places, job);
            template.job = form.job;
        }
        // The newest copy is the one most surely in the processor's cache.
        template.start = start;
        template.row = *row;
    }
}
