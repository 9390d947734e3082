//! What customers do, past the operator; and how customers come to be.

use super::World;
use super::account::{Account, AccountStanding};
use super::capability::Capabilities;
use super::country;
use super::number::Slot;
use super::shape::{Assignment, Failure, Key, Standing};
use super::tenant::{Address, Consent, ConsentStatus, NewAddress, Tenant};
use super::wish::Wish;
use crate::trouble::Trouble;
use numberline_domain::{Guid, PhoneNumber, Ticks};
use serde_json::json;
use std::sync::Arc;

/// A customer to be made: its directory with a consent, and its account at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// The name of the account.
    pub name: String,
    /// The directory; by default one that follows from the seed.
    pub tenant: Option<Guid>,
    /// The company; by default the name of the account.
    pub company: Option<String>,
    /// The consent; `None` for a customer who gave none.
    pub consent: Option<ConsentStatus>,
    /// When it was given; by default now.
    pub consented_on: Option<Ticks>,
    /// The countries it is for, in ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Whether the customer lets the operator's application read its number assignments.
    pub trusts_us: bool,
    /// Whether the operator has made the account already; otherwise there is only the consent.
    pub has_account: bool,
    /// The emergency addresses that it keeps.
    pub addresses: Vec<NewAddress>,
}

impl NewAccount {
    /// A customer with an account, a consent and no addresses.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            tenant: None,
            company: None,
            consent: Some(ConsentStatus::Active),
            consented_on: None,
            countries: vec!["GB".to_owned()],
            trusts_us: true,
            has_account: true,
            addresses: Vec::new(),
        }
    }
}

/// A number that is there without having been uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNumber {
    /// The number.
    pub phone: PhoneNumber,
    /// What it is mainly for.
    pub usage: String,
    /// What was asked for.
    pub choosable_capabilities: Vec<String>,
    /// What it has and could have; by default what follows from the other two.
    pub capabilities: Option<Arc<Capabilities>>,
    /// Its emergency address and the place there.
    pub place: Option<(String, String)>,
    /// What its customer assigned it to.
    pub assignment: Assignment,
    /// Whether it is through; otherwise it is `pending` and stays so.
    pub is_synced: bool,
}

impl NewNumber {
    /// A synced, unassigned number for people.
    #[must_use]
    pub fn new(phone: PhoneNumber) -> Self {
        Self {
            phone,
            usage: "CallingUserAssignment".to_owned(),
            choosable_capabilities: vec!["InboundCalling".to_owned(), "OutboundCalling".to_owned()],
            capabilities: None,
            place: None,
            assignment: Assignment::Unassigned,
            is_synced: true,
        }
    }

    fn wish(&self) -> Wish {
        let mut configuration = json!({
            "usage": self.usage,
            "choosableCapabilities": self.choosable_capabilities,
            "allowTenantAddressUpdate": true,
        });
        if let Some((civic_address, location)) = &self.place {
            configuration["civicAddressId"] = civic_address.clone().into();
            configuration["locationId"] = location.clone().into();
        }
        let service = json!({ "enabled": true, "configuration": configuration });
        Wish::of(&json!({ "serviceDetails": { "teamsOperatorConnect": service } }))
    }
}

impl World {
    /// Makes a customer.
    pub(crate) fn add_account(&mut self, new: &NewAccount) -> Result<Guid, Trouble> {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if new.name.is_empty() || new.name.len() > 100 || !new.name.bytes().all(is_letter) {
            return Err(Trouble::NoName(new.name.clone()));
        }
        if new.has_account && self.accounts.contains_key(new.name.as_str()) {
            return Err(Trouble::AccountExists(new.name.clone()));
        }
        let tenant = new.tenant.unwrap_or_else(|| self.random.guid());
        let (now, write) = (self.now(), self.next_write());
        let company = new.company.clone().unwrap_or_else(|| new.name.clone());
        let addresses = new.addresses.iter().map(|written| {
            let (id, location) = (self.random.guid(), self.random.guid());
            Address { id, location, written: written.clone() }
        });
        let addresses: Vec<_> = addresses.collect();
        let consent = new.consent.map(|status| Consent {
            id: self.random.guid(),
            status,
            consented_on: new.consented_on.unwrap_or(now),
            modified_on: now,
            countries: new.countries.clone(),
            company,
            relationship: serde_json::Map::new(),
        });
        let known = self.tenants.entry(tenant).or_default();
        known.trusts_us = new.trusts_us;
        known.addresses.extend(addresses);
        if consent.is_some() {
            known.consent = consent;
        }
        if new.has_account {
            let services = json!({
                "teamsTenantId": tenant.to_string(),
                "teamsOperatorConnect": { "enabled": true, "syncEnabled": true },
            });
            let name: Arc<str> = Arc::from(new.name.as_str());
            let account = Account {
                name: Arc::clone(&name),
                correlation_id: None,
                services: services.as_object().cloned().unwrap_or_default(),
                standing: AccountStanding::Synced,
                numbers: Vec::new(),
                write,
            };
            self.accounts.insert(name, account);
        }
        Ok(tenant)
    }

    /// Puts a number where nobody uploaded it.
    pub(crate) fn appear(&mut self, account: &str, new: &NewNumber) -> Result<(), Trouble> {
        let write = self.next_write();
        let name = match self.accounts.get(account) {
            Some(account) => Arc::clone(&account.name),
            None => return Err(Trouble::UnknownAccount(account.to_owned())),
        };
        if self.numbers.find(new.phone).is_some() {
            return Err(Trouble::NumberExists(new.phone));
        }
        let wish = new.wish();
        let capabilities = || new.capabilities.clone().unwrap_or_else(|| Arc::new(wish.capabilities(new.phone)));
        let capabilities = new.is_synced.then(capabilities);
        let key = Key {
            account: name,
            standing: if new.is_synced { Standing::Synced } else { Standing::Pending },
            capabilities,
            assignment: new.assignment,
            country: country::of(new.phone),
            wish: Arc::new(wish),
        };
        let slot = self.numbers.insert(new.phone, key, write);
        if let Some(account) = self.accounts.get_mut(account) {
            account.numbers.push(slot);
        }
        Ok(())
    }

    /// The slots of numbers, all of which must be there.
    pub(crate) fn slots(&self, phones: &[PhoneNumber]) -> Result<Vec<Slot>, Trouble> {
        let slots = phones.iter().map(|phone| self.numbers.find(*phone).ok_or(Trouble::UnknownNumber(*phone)));
        let mut slots = slots.collect::<Result<Vec<_>, _>>()?;
        slots.sort_unstable();
        slots.dedup();
        Ok(slots)
    }

    /// The customer deletes numbers: they are gone from both sides at once.
    pub(crate) fn customer_deletes(&mut self, phones: &[PhoneNumber]) -> Result<(), Trouble> {
        let slots = self.slots(phones)?;
        self.remove(&slots);
        Ok(())
    }

    /// The customer assigns numbers, or ends their assignment.
    pub(crate) fn assign(&mut self, phones: &[PhoneNumber], assignment: Assignment) -> Result<(), Trouble> {
        for slot in self.slots(phones)? {
            self.numbers.change(slot, |key| key.assignment = assignment);
        }
        Ok(())
    }

    /// The customer says that numbers are at another place.
    pub(crate) fn place(&mut self, phones: &[PhoneNumber], civic_address: &str, location: &str) -> Result<(), Trouble> {
        for slot in self.slots(phones)? {
            self.numbers.change(slot, |key| key.wish = Arc::new(key.wish.placed(civic_address, location)));
        }
        Ok(())
    }

    /// Numbers show up under another account.
    pub(crate) fn move_to(&mut self, phones: &[PhoneNumber], account: &str) -> Result<(), Trouble> {
        let slots = self.slots(phones)?;
        let Some(to) = self.accounts.get(account).map(|account| Arc::clone(&account.name)) else {
            return Err(Trouble::UnknownAccount(account.to_owned()));
        };
        for slot in slots {
            let from = Arc::clone(&self.numbers.row(slot).shape.key.account);
            if let Some(from) = self.accounts.get_mut(&from) {
                from.numbers.retain(|known| *known != slot);
            }
            self.numbers.change(slot, |key| {
                (key.account, key.assignment) = (Arc::clone(&to), Assignment::Unassigned);
            });
            if let Some(to) = self.accounts.get_mut(&to) {
                to.numbers.push(slot);
            }
        }
        Ok(())
    }

    /// Numbers fail: those that are there at once, and every write of them from now on.
    pub(crate) fn fail(&mut self, phones: &[PhoneNumber], failure: &Arc<Failure>) {
        for phone in phones {
            self.doomed.insert(*phone, Arc::clone(failure));
            if let Some(slot) = self.numbers.find(*phone) {
                self.numbers.change(slot, |key| key.standing = Standing::Failed(Arc::clone(failure)));
            }
        }
    }

    /// Numbers that failed get through again: those that are there at once.
    pub(crate) fn mend(&mut self, phones: &[PhoneNumber]) {
        for phone in phones {
            self.doomed.remove(phone);
            if let Some(slot) = self.numbers.find(*phone)
                && matches!(self.numbers.row(slot).shape.key.standing, Standing::Failed(_))
            {
                let capabilities = Arc::new(self.numbers.row(slot).shape.key.wish.capabilities(*phone));
                self.numbers.change(slot, |key| {
                    (key.standing, key.capabilities) = (Standing::Synced, Some(capabilities));
                });
            }
        }
    }

    /// The customer gives or takes back its consent.
    pub(crate) fn consent(&mut self, tenant: Guid, status: ConsentStatus) -> Result<(), Trouble> {
        let now = self.now();
        let consent = self.tenants.get_mut(&tenant).and_then(|Tenant { consent, .. }| consent.as_mut());
        let consent = consent.ok_or(Trouble::NoConsent(tenant))?;
        (consent.status, consent.modified_on) = (status, now);
        Ok(())
    }

    /// The account of this name, or that of this directory.
    pub(crate) fn account_named(&self, name_or_tenant: &str) -> Result<&Account, Trouble> {
        let tenant = Guid::parse(name_or_tenant).ok();
        let of_tenant = || self.accounts.values().find(|account| tenant.is_some() && account.tenant() == tenant);
        let found = self.accounts.get(name_or_tenant).or_else(of_tenant);
        found.ok_or_else(|| Trouble::UnknownAccount(name_or_tenant.to_owned()))
    }
}
