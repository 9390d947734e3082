//! Channels: the resellers of an operator.

use crate::{ChannelId, Guid};

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its id; never 0, which stands for "none".
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// Its own Azure tenant.
    pub ms_tenant_id: Option<Guid>,
    /// What the operator notes about it.
    pub description: Option<String>,
}
