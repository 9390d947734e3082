//! What a simulator is started with, and what of it can change while it runs.

use numberline_domain::{Clock, Guid};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// What a simulator is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// What its random choices follow from.
    pub seed: u64,
    /// Where its time comes from. Under a fixed clock only [`crate::Simulator::advance`] moves it.
    pub clock: Clock,
    /// The operator's directory: tokens for the gateway come from there.
    pub directory: Guid,
    /// The id of the operator at Microsoft, as customers see it.
    pub operator_id: Guid,
    /// The client that may have tokens.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// A file that every effect is appended to before it happens.
    pub order_log: Option<PathBuf>,
    /// What can change while it runs.
    pub settings: Settings,
}

/// What can change while a simulator runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How many calls of the gateway are answered in a minute.
    pub rate: Rate,
    /// How long a written number or account is `pending`.
    pub sync_delay: Duration,
    /// How long a deleted number or account is still there.
    pub release_delay: Duration,
    /// How a number shows after its delete was accepted.
    pub while_releasing: WhileReleasing,
    /// How long a token is valid.
    pub token_life: Duration,
    /// How long the answer to an order is remembered.
    pub repeatability: Duration,
    /// Items on a page that was asked for without `maxpagesize`.
    pub page_size: usize,
    /// The most items on a page.
    pub max_page_size: usize,
    /// What the client may do at the gateway.
    pub roles: Roles,
}

/// How many calls are answered in a minute; the next one is told to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// All of them.
    Unlimited,
    /// So many.
    PerMinute(u32),
}

/// How a number shows between its accepted delete and its end. The contract does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhileReleasing {
    /// As `pending`.
    Pending,
    /// As before.
    Unchanged,
    /// Not at all at the gateway; its customer still sees it.
    Absent,
}

/// The client's app roles at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// `ProvisioningAPI.Read`: GET, and the actions that read.
    pub read: bool,
    /// `ProvisioningAPI.Write`: PUT, PATCH, and the action that writes.
    pub write: bool,
    /// `ProvisioningAPI.Delete`: DELETE, and the action that deletes.
    pub delete: bool,
}

impl Roles {
    /// All three, or `ProvisioningAPI.Admin`.
    pub const ALL: Self = Self { read: true, write: true, delete: true };
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rate: Rate::PerMinute(100),
            sync_delay: Duration::from_secs(2),
            release_delay: Duration::from_secs(2),
            while_releasing: WhileReleasing::Pending,
            token_life: Duration::from_secs(3599),
            repeatability: Duration::from_secs(300),
            page_size: 200,
            max_page_size: 500,
            roles: Roles::ALL,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            clock: Clock::System,
            directory: Guid::from_u128(0x0d9c_7e36_2a4f_4f1b_b8c5_63e1_d7a2_905c),
            operator_id: Guid::from_u128(0x7f1e_53c8_90ab_4d26_8e74_1c3b_a5d8_60f9),
            client_id: "2f0e8a4d-6c71-4b3f-9d58-e1a7c0b6f293".to_owned(),
            client_secret: "simulator-secret".to_owned(),
            order_log: None,
            settings: Settings::default(),
        }
    }
}

impl FromStr for Rate {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "unlimited" => Ok(Self::Unlimited),
            _ => match text.parse() {
                Ok(calls @ 1..) => Ok(Self::PerMinute(calls)),
                _ => Err("write a number of calls a minute, or `unlimited`"),
            },
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unlimited => formatter.write_str("unlimited"),
            Self::PerMinute(calls) => calls.fmt(formatter),
        }
    }
}
