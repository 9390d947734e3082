//! Civic addresses, which are kept as they are received.

use super::malformed;
use crate::{CivicAddress, Failure};

pub(in crate::microsoft) fn read(address: CivicAddress) -> Result<CivicAddress, Failure> {
    let places = address.locations.iter().flatten().flat_map(|location| [&location.id, &location.civic_address_id]);
    if [&address.id, &address.default_location_id].into_iter().chain(places).any(String::is_empty) {
        return Err(malformed("an address's or a location's id"));
    }
    Ok(address)
}
