//! How far a write has got behind the gateway.

/// The state of an account, a number or a consent in the services behind the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provisioning {
    /// On its way. For a number never seen synced that is "pending first sync"; one seen before keeps serving.
    Pending,
    /// Done.
    Synced,
    /// Refused behind the gateway; the errors say why.
    Failed(Vec<ProvisioningError>),
    /// Nothing was said.
    Untold,
    /// A word that we do not know yet, as received.
    Other(String),
}

/// Why a write failed behind the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisioningError {
    /// The word for programs.
    pub code: String,
    /// The sentence, for the operator's eyes only.
    pub message: String,
    /// What it is about.
    pub target: Option<String>,
}

impl Provisioning {
    pub(crate) fn of(word: Option<&str>, errors: Vec<ProvisioningError>) -> Self {
        match word {
            None => Self::Untold,
            Some("pending") => Self::Pending,
            Some("synced") => Self::Synced,
            Some("failed") => Self::Failed(errors),
            Some(word) => Self::Other(word.to_owned()),
        }
    }
}
