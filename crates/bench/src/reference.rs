//! A plain rendering of any page: records parsed, sorted, filtered, cut and written again with serde, sharing no code
//! with the product. It is slow and obvious, and what the server answers must equal it.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A page to ask for.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The tenant; `None` for all.
    pub(crate) tenant: Option<String>,
    /// The status; `None` for all.
    pub(crate) status: Option<u8>,
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Records on a page.
    pub(crate) size: u64,
}

/// A tenant and how many numbers it has.
#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    pub(crate) id: String,
    pub(crate) numbers: u64,
}

/// Where each record stands in the exported file.
pub(crate) struct Reference {
    file: File,
    /// In the API's order: tenant, then id.
    entries: Vec<Entry>,
    tenants: Vec<Tenant>,
}

struct Entry {
    tenant: u32,
    status: u8,
    id: i64,
    place: Range<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Key<'a> {
    tenant_id: &'a str,
    id: i64,
    acquired_number_status: u8,
}

impl Page {
    /// The path that asks for it.
    pub(crate) fn path(&self) -> String {
        let tenant = self.tenant.as_ref().map(|id| format!("msTenantId={id}&")).unwrap_or_default();
        let status = self.status.map(|status| format!("acquiredNumberStatus={status}&")).unwrap_or_default();
        format!("/api/v3/oc/numbers?{tenant}{status}pageNumber={}&pageSize={}", self.number, self.size)
    }
}

impl Reference {
    /// Reads an export.
    pub(crate) fn read(export: &Path) -> Result<Self> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut tenants: Vec<Tenant> = Vec::new();
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut begin = 0;
        let mut reader = BufReader::with_capacity(1 << 20, File::open(export)?);
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 {
            let end = begin + line.len() as u64;
            let key: Key = serde_json::from_str(&line).with_context(|| line.clone())?;
            let tenant = match known.get(key.tenant_id) {
                Some(tenant) => *tenant,
                None => {
                    tenants.push(Tenant { id: key.tenant_id.to_owned(), numbers: 0 });
                    let tenant = u32::try_from(tenants.len() - 1)?;
                    known.insert(key.tenant_id.to_owned(), tenant);
                    tenant
                }
            };
            tenants[tenant as usize].numbers += 1;
            entries.push(Entry { tenant, status: key.acquired_number_status, id: key.id, place: begin..end });
            begin = end;
            line.clear();
        }
        // From the order in which tenants were met to that of their ids.
        let mut order: Vec<_> = (0..tenants.len()).collect();
        order.sort_unstable_by(|left, right| tenants[*left].id.cmp(&tenants[*right].id));
        let mut rank = vec![0; order.len()];
        for (place, tenant) in order.iter().enumerate() {
            rank[*tenant] = u32::try_from(place)?;
        }
        for entry in &mut entries {
            entry.tenant = rank[entry.tenant as usize];
        }
        tenants.sort_unstable_by(|left, right| left.id.cmp(&right.id));
        entries.sort_unstable_by_key(|entry| (entry.tenant, entry.id));
        Ok(Self { file: File::open(export)?, entries, tenants })
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> u64 {
        self.entries.len() as u64
    }

    /// The ids in the API's order, which is also that of the export.
    pub(crate) fn ids(&self) -> impl Iterator<Item = i64> {
        self.entries.iter().map(|entry| entry.id)
    }

    /// The tenants, the one with most numbers first.
    pub(crate) fn by_size(&self) -> Vec<Tenant> {
        let mut tenants = self.tenants.clone();
        tenants.sort_by(|left, right| right.numbers.cmp(&left.numbers).then_with(|| left.id.cmp(&right.id)));
        tenants
    }

    /// How many numbers a page's tenant and status have.
    pub(crate) fn total(&self, page: &Page) -> u64 {
        self.selected(page).count() as u64
    }

    /// The whole answer.
    pub(crate) fn render(&self, page: &Page) -> Result<Vec<u8>> {
        let total = self.total(page);
        let skip = usize::try_from((page.number - 1) * page.size)?;
        let mut data = Vec::new();
        for entry in self.selected(page).skip(skip).take(usize::try_from(page.size)?) {
            let mut line = vec![0; usize::try_from(entry.place.end - entry.place.start)?];
            self.file.read_exact_at(&mut line, entry.place.start)?;
            let record: Record = serde_json::from_slice(&line).with_context(|| format!("record {}", entry.id))?;
            data.push(record);
        }
        let total_pages = total.div_ceil(page.size);
        let answer =
            Answer { current_page: page.number, page_size: page.size, total_pages, total_records: total, data };
        Ok(serde_json::to_vec(&answer)?)
    }

    fn selected<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Entry> {
        let all = 0..self.entries.len();
        let range = page.tenant.as_ref().map_or(all, |tenant| {
            let index = self.tenants.iter().position(|known| known.id == *tenant).unwrap_or(self.tenants.len());
            let before = |limit: usize| self.entries.partition_point(|entry| (entry.tenant as usize) < limit);
            before(index)..before(index + 1)
        });
        self.entries[range].iter().filter(|entry| page.status.is_none_or(|status| status == entry.status))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    current_page: u64,
    page_size: u64,
    total_pages: u64,
    total_records: u64,
    data: Vec<Record>,
}

/// The thirty-two fields in the documented order.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Record {
    upload_telephone_number_entry_id: Option<i64>,
    source: String,
    sbc_list: Option<Vec<Sbc>>,
    tenant_calling_profile_id: Option<i64>,
    oc_sip_connection_name: Option<String>,
    oc_sip_connection_description: Option<String>,
    ump_customer_guid: Option<String>,
    sbc_list_json: Option<Box<RawValue>>,
    ovoc_channel_id: i64,
    consented_on: Option<String>,
    ump_customer_full_name: Option<String>,
    ms_company_name: Option<String>,
    sbc_list_array: Option<Vec<String>>,
    id: i64,
    upload_to_account_job_id: Option<i64>,
    when_created: String,
    acquired_number_status: u8,
    telephone_number: String,
    calling_profile_id: Option<String>,
    acquired_capabilities: Option<Vec<String>>,
    available_capabilities: Option<Vec<String>>,
    acquired_on: Option<String>,
    iso_country_code: Option<String>,
    tn_upload_job_id: Option<String>,
    location_id: Option<String>,
    civic_address_id: Option<String>,
    assignment_status: Option<String>,
    tenant_id: String,
    aslcht: Option<String>,
    aslsct: Option<String>,
    #[serde(rename = "aslvCode")]
    aslv_code: Option<i64>,
    asticks: Option<i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Sbc {
    sbc_name: String,
    sbc_id: i64,
}
