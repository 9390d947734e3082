//! What a caller sees: the numbers of some tenants, in some channels.

use crate::{ChannelId, Guid};
use std::sync::Arc;

/// Which tenants and channels a caller sees. Others answer as if they did not exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every tenant, in every channel.
    All,
    /// What lies within these limits.
    Limited(Limits),
}

/// The limits of a scope: what a tenant of it has in a channel of it is seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Limits {
    /// `None` for every tenant; ascending and without repetition.
    tenants: Option<Arc<[Guid]>>,
    /// `None` for every channel; ascending and without repetition.
    channels: Option<Arc<[ChannelId]>>,
}

impl Limits {
    /// Whether channels limit the scope.
    #[must_use]
    pub const fn are_by_channel(&self) -> bool {
        self.channels.is_some()
    }
}

impl Scope {
    /// A scope of these tenants in every channel; of all tenants when none is named.
    #[must_use]
    pub fn of(tenants: Vec<Guid>) -> Self {
        Self::within(tenants, Vec::new())
    }

    /// A scope of these tenants in these channels; where none is named, of all.
    #[must_use]
    pub fn within(tenants: Vec<Guid>, channels: Vec<ChannelId>) -> Self {
        Self::limited(some_of(tenants), some_of(channels))
    }

    fn limited(tenants: Option<Arc<[Guid]>>, channels: Option<Arc<[ChannelId]>>) -> Self {
        if tenants.is_none() && channels.is_none() { Self::All } else { Self::Limited(Limits { tenants, channels }) }
    }

    /// The tenants that limit it, ascending; `None` when none does.
    #[must_use]
    pub fn tenants(&self) -> Option<&[Guid]> {
        match self {
            Self::All => None,
            Self::Limited(limits) => limits.tenants.as_deref(),
        }
    }

    /// The channels that limit it, ascending; `None` when none does.
    #[must_use]
    pub fn channels(&self) -> Option<&[ChannelId]> {
        match self {
            Self::All => None,
            Self::Limited(limits) => limits.channels.as_deref(),
        }
    }

    /// Whether what the tenant has in the channel is seen.
    #[must_use]
    pub fn admits(&self, tenant: Guid, channel: ChannelId) -> bool {
        self.admits_tenant(tenant) && self.admits_channel(channel)
    }

    /// Whether no limit hides the whole tenant. What it has in a channel may be hidden still.
    #[must_use]
    pub fn admits_tenant(&self, tenant: Guid) -> bool {
        self.tenants().is_none_or(|tenants| tenants.binary_search(&tenant).is_ok())
    }

    /// Whether no limit hides the whole channel. What a tenant has in it may be hidden still.
    #[must_use]
    pub fn admits_channel(&self, channel: ChannelId) -> bool {
        self.channels().is_none_or(|channels| channels.binary_search(&channel).is_ok())
    }

    /// The same channels of every tenant.
    #[must_use]
    pub fn of_any_tenant(&self) -> Self {
        match self {
            Self::All => Self::All,
            Self::Limited(limits) => Self::limited(None, limits.channels.clone()),
        }
    }

    /// Whether all that is seen through it is seen through the other.
    #[must_use]
    pub fn reaches_no_further_than(&self, other: &Self) -> bool {
        let tenants_lie_within = other.tenants().is_none()
            || self.tenants().is_some_and(|tenants| tenants.iter().all(|tenant| other.admits_tenant(*tenant)));
        let channels_lie_within = other.channels().is_none()
            || self.channels().is_some_and(|channels| channels.iter().all(|channel| other.admits_channel(*channel)));
        tenants_lie_within && channels_lie_within
    }

    /// What of it lies in one channel: nothing at all when it does not reach there.
    #[must_use]
    pub fn narrowed_to(&self, channel: ChannelId) -> Self {
        let channels = if self.admits_channel(channel) { vec![channel] } else { Vec::new() };
        let tenants = match self {
            Self::All => None,
            Self::Limited(limits) => limits.tenants.clone(),
        };
        Self::limited(tenants, Some(channels.into()))
    }
}

/// These, ascending and once each; `None` when there are none.
fn some_of<T: Ord>(mut list: Vec<T>) -> Option<Arc<[T]>> {
    list.sort_unstable();
    list.dedup();
    (!list.is_empty()).then(|| list.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Guid = Guid::from_u128(1);
    const TWO: Guid = Guid::from_u128(2);

    #[test]
    fn what_lies_within_both_limits_is_seen() {
        let scope = Scope::within(vec![ONE], vec![7, 5, 7]);
        assert_eq!(scope.channels(), Some([5, 7].as_slice()));
        let seen = [(ONE, 5), (ONE, 6), (TWO, 5)].map(|(tenant, channel)| scope.admits(tenant, channel));
        assert_eq!(seen, [true, false, false]);
        assert_eq!(Scope::within(Vec::new(), Vec::new()), Scope::All);
    }

    #[test]
    fn a_scope_reaches_no_further_where_both_limits_lie_within() {
        let reach = Scope::within(vec![ONE, TWO], vec![5, 6]);
        for (scope, is_within) in [
            (Scope::All, false),
            (Scope::of(vec![ONE]), false),
            (Scope::within(Vec::new(), vec![5]), false),
            (Scope::within(vec![ONE], vec![5, 7]), false),
            (Scope::within(vec![ONE], vec![5]), true),
            (reach.clone(), true),
        ] {
            assert_eq!(scope.reaches_no_further_than(&reach), is_within, "{scope:?}");
            assert!(scope.reaches_no_further_than(&Scope::All));
        }
        assert_eq!(reach.of_any_tenant(), Scope::within(Vec::new(), vec![5, 6]));
    }

    #[test]
    fn narrowing_never_widens() {
        assert_eq!(Scope::All.narrowed_to(5), Scope::within(Vec::new(), vec![5]));
        assert_eq!(Scope::of(vec![ONE]).narrowed_to(5), Scope::within(vec![ONE], vec![5]));
        let beyond = Scope::within(Vec::new(), vec![5]).narrowed_to(6);
        assert!(!beyond.admits(ONE, 5) && !beyond.admits(ONE, 6));
        assert_eq!(beyond.narrowed_to(5), beyond);
    }
}
