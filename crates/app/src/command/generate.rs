//! `numberline generate`: realistic numbers from a seed, for trials and measurements.

use super::Outcome;
use crate::cli::Globals;
use crate::{actor, output, progress::Bar};
use clap::ValueEnum;
use numberline_service::generate::{self, Plan};

const EXAMPLES: &str = "\
Examples:
  numberline generate --numbers 10000 --tenants 50
  numberline generate --numbers 1000000 --tenants 1000 --seed 7 --profile varied

Equal databases given equal options become equal. In a database that is not empty, taken ids and
numbers are stepped over.";

/// Write realistic made-up numbers into the database
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Generate {
    /// How many numbers
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    numbers: u64,

    /// How many tenants have them; one has a tenth of all numbers
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..))]
    tenants: u32,

    /// What the numbers are drawn from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    /// Whether locations, SBCs and creation times are alike within a job or vary by number
    #[arg(long, value_enum, default_value_t = Profile::Even)]
    profile: Profile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Profile {
    Even,
    Varied,
}

impl Generate {
    pub(crate) fn run(&self, globals: &Globals) -> anyhow::Result<Outcome> {
        let service = globals.open()?;
        let profile = match self.profile {
            Profile::Even => generate::Profile::Even,
            Profile::Varied => generate::Profile::Varied,
        };
        let plan = Plan { numbers: self.numbers, tenants: self.tenants, seed: self.seed, profile };
        let made = generate::run(&service, &plan, &actor::name(), &Bar::new())?;
        output::print(format!("{} numbers made, change {}\n", made.numbers, made.seq).as_bytes())?;
        Ok(Outcome::Done)
    }
}
