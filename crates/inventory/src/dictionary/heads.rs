//! Heads of records.
//!
//! A record's fields 2 to 13 depend on service, SBCs and source. Together they are its *head*, the longest piece, kept for
//! each combination in use, but for few combinations a service: where SBCs vary by number, heads are put together from
//! their parts when needed, or memory would fill with nearly equal texts.

use super::{Dictionary, Form, NO_HEAD, service_part};
use crate::text::push_string;

/// At most so many heads are kept for a service.
const HEADS_PER_SERVICE: usize = 16;

/// What a head is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadKey {
    service: u32,
    sbc: u32,
    source: u32,
}

impl HeadKey {
    /// Stands for [`NO_HEAD`].
    pub(super) const NONE: Self = Self { service: 0, sbc: 0, source: 0 };
}

impl Dictionary {
    /// The head of a shape: one in use, a new one, or none when its service has too many.
    pub(super) fn head_for(&mut self, form: &Form) -> u32 {
        let key = HeadKey { service: form.service, sbc: form.sbc, source: self.sources[form.offer as usize] };
        let Some(service) = self.services[form.service as usize].as_mut() else { return NO_HEAD };
        if let Some(known) = service.heads.iter().find(|head| self.head_keys[**head as usize] == key) {
            return *known;
        }
        if service.heads.len() == HEADS_PER_SERVICE {
            return NO_HEAD;
        }
        let head = match self.free_heads.pop() {
            Some(free) => free,
            None => {
                let Ok(head) = u32::try_from(self.head_keys.len()) else { return NO_HEAD };
                self.head_keys.push(HeadKey::NONE);
                head
            }
        };
        service.heads.push(head);
        self.head_keys[head as usize] = key;
        self.render_head(head);
        head
    }

    /// Gives a head back, unless another shape has it.
    pub(super) fn release_head(&mut self, service: u32, head: u32) {
        if self.forms.iter().any(|form| form.head == head) {
            return;
        }
        if let Some(service) = self.services[service as usize].as_mut() {
            service.heads.retain(|kept| *kept != head);
        }
        self.head_keys[head as usize] = HeadKey::NONE;
        self.heads.define(head as usize, [b""]);
        self.free_heads.push(head);
    }

    pub(super) fn render_head(&mut self, head: u32) {
        let HeadKey { service, sbc, source } = self.head_keys[head as usize];
        let mut text = b",\"source\":".to_vec();
        push_string(&mut text, &self.source_names[source as usize]);
        text.extend_from_slice(b",\"sbcList\":");
        self.push_rest_of_head(&mut text, service, sbc);
        self.heads.define(head as usize, [&text]);
    }

    /// After the SBC texts with this id changed.
    pub(super) fn render_heads_with_sbc(&mut self, sbc: u32) {
        for head in (NO_HEAD..).take(self.head_keys.len()).skip(1) {
            if self.head_keys[head as usize].sbc == sbc {
                self.render_head(head);
            }
        }
    }

    pub(super) fn push_rest_of_head(&self, out: &mut Vec<u8>, service: u32, sbc: u32) {
        out.extend_from_slice(self.sbcs.get(sbc as usize, 0));
        out.extend_from_slice(self.service_pieces.get(service as usize, service_part::PROFILE));
        out.extend_from_slice(self.sbcs.get(sbc as usize, 1));
        out.extend_from_slice(self.service_pieces.get(service as usize, service_part::CUSTOMER));
        out.extend_from_slice(self.sbcs.get(sbc as usize, 2));
        out.extend_from_slice(b",\"id\":");
    }

    /// After an offer's source changed, which does not happen in practice: its shapes need other heads.
    pub(super) fn choose_heads_again(&mut self, offer: u32) {
        for index in 0..self.forms.len() {
            let form = self.forms[index];
            if form.service != 0 && form.offer == offer {
                self.forms[index].head = self.head_for(&form);
            }
        }
    }
}
