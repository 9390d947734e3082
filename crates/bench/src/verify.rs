//! Correctness before speed: about sixty pages compared with their plain rendering. One byte of difference ends the run.

use crate::data::DataSet;
use crate::reference::{Page, Reference};
use anyhow::{Result, ensure};
use xtask::server::Server;

const SIZES: [u64; 4] = [1, 10, 200, 1000];

/// Compares and says how many pages there were.
pub(crate) fn every_page_is_right(server: &Server, data: &DataSet, reference: &Reference) -> Result<usize> {
    let pages = pages(reference);
    let mut connection = server.connect()?;
    for page in &pages {
        let path = page.path();
        let answer = connection.get(&path, Some(&data.token))?;
        ensure!(answer.status == 200, "{path}: {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        let expected = reference.render(page)?;
        let differs = answer.body.iter().zip(&expected).position(|(left, right)| left != right);
        let differs = differs.or_else(|| (answer.body.len() != expected.len()).then_some(expected.len()));
        if let Some(place) = differs {
            let around = |text: &[u8]| {
                let begin = place.saturating_sub(60).min(text.len());
                String::from_utf8_lossy(&text[begin..(place + 60).min(text.len())]).into_owned()
            };
            anyhow::bail!(
                "{path} differs at byte {place}; nothing is measured\nserver: …{}…\nplain:  …{}…",
                around(&answer.body),
                around(&expected)
            );
        }
    }
    Ok(pages.len())
}

fn pages(reference: &Reference) -> Vec<Page> {
    let tenants = reference.by_size();
    let chosen = [0, tenants.len() / 10, tenants.len() / 2, tenants.len() - 1].map(|index| &tenants[index]);
    let mut pages = Vec::new();
    for tenant in chosen {
        for size in SIZES {
            let last = tenant.numbers.div_ceil(size);
            for number in [1, last, last + 1] {
                pages.push(Page { tenant: Some(tenant.id.clone()), status: None, number, size });
            }
        }
    }
    for status in 0..5 {
        let mut page = Page { tenant: Some(tenants[0].id.clone()), status: Some(status), number: 1, size: 200 };
        pages.push(page.clone());
        page.number = reference.total(&page).div_ceil(page.size).max(1);
        pages.push(page);
    }
    for number in [1, reference.len() / 400 + 1, reference.len().div_ceil(200), reference.len().div_ceil(200) + 1] {
        pages.push(Page { tenant: None, status: None, number, size: 200 });
    }
    pages
}
