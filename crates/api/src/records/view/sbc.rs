//! SBCs and channels.

use super::text;
use numberline_domain as domain;
use serde::Serialize;

/// An SBC.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sbc {
    /// Its id: `sbcId` of numbers.
    sbc_id: i64,
    /// Its FQDN.
    #[schema(required)]
    fqdn: Option<String>,
    /// Its address.
    #[schema(required)]
    ip_address: Option<String>,
    /// Its name: `sbcName` of numbers.
    name: String,
}

impl Sbc {
    /// An SBC.
    #[must_use]
    pub fn of(sbc: &domain::Sbc) -> Self {
        let domain::Sbc { id, name, fqdn, ip_address } = sbc.clone();
        Self { sbc_id: id, fqdn, ip_address, name }
    }
}

/// A channel.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// Its id: `ovocChannelId` of numbers.
    id: i64,
    /// Its name.
    name: String,
    /// Its own Azure tenant.
    #[schema(required, format = "uuid")]
    ms_tenant_id: Option<String>,
    /// What the operator notes about it.
    #[schema(required)]
    description: Option<String>,
}

impl Channel {
    /// A channel.
    #[must_use]
    pub fn of(channel: domain::Channel) -> Self {
        let domain::Channel { id, name, ms_tenant_id, description } = channel;
        Self { id, name, ms_tenant_id: ms_tenant_id.map(text), description }
    }
}
