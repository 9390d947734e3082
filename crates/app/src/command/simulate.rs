//! `numberline simulate`: a stand-in for the upstream, and how to drive one that runs.

mod customer;
mod door;
mod fault;
mod look;
mod run;
mod setting;

use super::Outcome;

const EXAMPLES: &str = "\
Examples:
  numberline simulate                                              run one on 127.0.0.1:8090
  numberline simulate --rate unlimited --sync-delay 0s --life 10s
  numberline simulate account quayside --first +441632960000 --count 100
  numberline simulate delete --account quayside --count 2          as its customer
  numberline simulate fault throttle=12 --operation listNumbers --times 1
  numberline simulate orders                                       what has been ordered so far

docs/simulator.md tells what it does where Microsoft is silent.";

/// Run a stand-in for the upstream, or drive one that runs
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub(crate) struct Simulate {
    #[command(subcommand)]
    drive: Option<Drive>,
    #[command(flatten)]
    run: run::Run,
}

#[derive(Debug, clap::Subcommand)]
enum Drive {
    State(look::State),
    Numbers(look::Numbers),
    Orders(look::Orders),
    Account(customer::Account),
    Appear(customer::Appear),
    Delete(customer::Delete),
    Assign(customer::Assign),
    Unassign(customer::Unassign),
    Move(customer::Move),
    Fail(customer::Fail),
    Mend(customer::Mend),
    Fault(fault::Fault),
    Set(setting::Set),
    Life(setting::Life),
    Reset(setting::Reset),
}

impl Simulate {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        match &self.drive {
            None => self.run.run(),
            Some(Drive::State(state)) => state.run(),
            Some(Drive::Numbers(numbers)) => numbers.run(),
            Some(Drive::Orders(orders)) => orders.run(),
            Some(Drive::Account(account)) => account.run(),
            Some(Drive::Appear(appear)) => appear.run(),
            Some(Drive::Delete(delete)) => delete.run(),
            Some(Drive::Assign(assign)) => assign.run(),
            Some(Drive::Unassign(unassign)) => unassign.run(),
            Some(Drive::Move(to)) => to.run(),
            Some(Drive::Fail(fail)) => fail.run(),
            Some(Drive::Mend(mend)) => mend.run(),
            Some(Drive::Fault(fault)) => fault.run(),
            Some(Drive::Set(set)) => set.run(),
            Some(Drive::Life(life)) => life.run(),
            Some(Drive::Reset(reset)) => reset.run(),
        }
    }
}
