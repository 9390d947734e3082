//! Countries, their numbers, and what these can do.

use crate::Error;

/// A run of telephone numbers, as integers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Country {
    pub(super) iso: &'static str,
    /// How often it is chosen, among the sum of all.
    pub(super) weight: u64,
    /// Runs of numbers: first and how many.
    runs: &'static [(u64, u64)],
    pub(super) kind: NumberKind,
}

/// What a number is, to Microsoft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberKind {
    Geographic,
    TollFree,
}

const fn geographic(iso: &'static str, weight: u64, runs: &'static [(u64, u64)]) -> Country {
    Country { iso, weight, runs, kind: NumberKind::Geographic }
}

pub(super) const COUNTRIES: [Country; 11] = [
    geographic("GB", 30, &[(442_070_000_000, 10_000_000), (442_080_000_000, 10_000_000), (441_612_000_000, 1_000_000)]),
    geographic("US", 20, &[(12_122_000_000, 8_000_000), (13_122_000_000, 8_000_000), (14_152_000_000, 8_000_000)]),
    geographic("DE", 14, &[(493_020_000_000, 10_000_000), (498_920_000_000, 10_000_000)]),
    geographic("FR", 8, &[(33_140_000_000, 10_000_000), (33_170_000_000, 10_000_000)]),
    geographic("NL", 6, &[(31_202_000_000, 8_000_000), (31_102_000_000, 8_000_000)]),
    geographic("AU", 6, &[(61_390_000_000, 10_000_000), (61_280_000_000, 10_000_000)]),
    geographic("IT", 4, &[(390_220_000_000, 10_000_000), (390_620_000_000, 10_000_000)]),
    geographic("SE", 4, &[(46_850_000_000, 10_000_000)]),
    geographic("ES", 4, &[(34_910_000_000, 9_000_000), (34_930_000_000, 9_000_000)]),
    geographic("IE", 2, &[(35_312_000_000, 8_000_000)]),
    Country {
        iso: "US",
        weight: 2,
        runs: &[(18_332_000_000, 8_000_000), (18_442_000_000, 8_000_000)],
        kind: NumberKind::TollFree,
    },
];

/// Looks up which telephone numbers are taken, both ends included.
pub(super) type Taken = Box<dyn Fn(u64, u64) -> Result<Vec<u64>, numberline_store::Error> + Send>;

/// The numbers not handed out yet.
pub(super) struct Pools {
    taken: Taken,
    /// For each country the run and the place in it.
    next: [(usize, u64); COUNTRIES.len()],
}

impl Pools {
    pub(super) fn new(taken: Taken) -> Self {
        Self { taken, next: [(0, 0); COUNTRIES.len()] }
    }

    /// The next free numbers of a country, ascending, neighbours as far as none is taken.
    pub(super) fn take(&mut self, country: usize, count: usize) -> Result<Vec<u64>, Error> {
        let runs = COUNTRIES[country].runs;
        let (run, place) = &mut self.next[country];
        let mut numbers = Vec::with_capacity(count);
        while numbers.len() < count {
            let Some((first, length)) = runs.get(*run) else {
                let iso = COUNTRIES[country].iso;
                return Err(Error::Refused(format!("there are no more numbers of {iso} to generate; generate fewer")));
            };
            let wanted = (count - numbers.len()) as u64;
            let (from, to) = (first + *place, first + (*place + wanted).min(*length));
            let taken = (self.taken)(from, to - 1)?;
            numbers.extend((from..to).filter(|number| taken.binary_search(number).is_err()));
            *place += to - from;
            if *place == *length {
                (*run, *place) = (*run + 1, 0);
            }
        }
        Ok(numbers)
    }
}
