//! Which operation a method and a path mean.

use http::Method;
use percent_encoding::percent_decode_str;

/// An operation, by its name in the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    ListAccounts,
    GetAccount,
    PutAccount,
    DeleteAccount,
    CreateOrUpdateNumbers,
    DeleteNumbers,
    GetTeamsCapabilityPlans,
    GetTeamsAvailableCapabilities,
    ListAccountNumbers,
    GetNumber,
    PutNumber,
    DeleteNumber,
    ListCivicAddresses,
    GetCivicAddress,
    ListNumbers,
    ListRequestsForInformation,
    GetRequestForInformation,
    PatchRequestForInformation,
    GraphListNumberAssignments,
    GraphGetNumberAssignment,
    GetToken,
}

/// What a role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    Read,
    Write,
    Delete,
}

/// An operation, and what its path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) operation: Operation,
    /// The account; empty where the path names none. Of the token call, the directory.
    pub(crate) account: String,
    /// The number, address, tenant or row that the path ends in.
    pub(crate) item: String,
}

impl Operation {
    /// All of them.
    pub(crate) const ALL: [Self; 21] = [
        Self::ListAccounts,
        Self::GetAccount,
        Self::PutAccount,
        Self::DeleteAccount,
        Self::CreateOrUpdateNumbers,
        Self::DeleteNumbers,
        Self::GetTeamsCapabilityPlans,
        Self::GetTeamsAvailableCapabilities,
        Self::ListAccountNumbers,
        Self::GetNumber,
        Self::PutNumber,
        Self::DeleteNumber,
        Self::ListCivicAddresses,
        Self::GetCivicAddress,
        Self::ListNumbers,
        Self::ListRequestsForInformation,
        Self::GetRequestForInformation,
        Self::PatchRequestForInformation,
        Self::GraphListNumberAssignments,
        Self::GraphGetNumberAssignment,
        Self::GetToken,
    ];

    /// Its name in the contract.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ListAccounts => "listAccounts",
            Self::GetAccount => "getAccount",
            Self::PutAccount => "putAccount",
            Self::DeleteAccount => "deleteAccount",
            Self::CreateOrUpdateNumbers => "createOrUpdateNumbers",
            Self::DeleteNumbers => "deleteNumbers",
            Self::GetTeamsCapabilityPlans => "getTeamsCapabilityPlans",
            Self::GetTeamsAvailableCapabilities => "getTeamsAvailableCapabilities",
            Self::ListAccountNumbers => "listAccountNumbers",
            Self::GetNumber => "getNumber",
            Self::PutNumber => "putNumber",
            Self::DeleteNumber => "deleteNumber",
            Self::ListCivicAddresses => "listCivicAddresses",
            Self::GetCivicAddress => "getCivicAddress",
            Self::ListNumbers => "listNumbers",
            Self::ListRequestsForInformation => "listRequestsForInformation",
            Self::GetRequestForInformation => "getRequestForInformation",
            Self::PatchRequestForInformation => "patchRequestForInformation",
            Self::GraphListNumberAssignments => "graphListNumberAssignments",
            Self::GraphGetNumberAssignment => "graphGetNumberAssignment",
            Self::GetToken => "getToken",
        }
    }

    /// The service it is of, in a word: what faults are aimed at.
    pub(crate) const fn service(self) -> &'static str {
        match self {
            Self::GraphListNumberAssignments | Self::GraphGetNumberAssignment => "graph",
            Self::GetToken => "tokens",
            Self::ListAccounts
            | Self::GetAccount
            | Self::PutAccount
            | Self::DeleteAccount
            | Self::CreateOrUpdateNumbers
            | Self::DeleteNumbers
            | Self::GetTeamsCapabilityPlans
            | Self::GetTeamsAvailableCapabilities
            | Self::ListAccountNumbers
            | Self::GetNumber
            | Self::PutNumber
            | Self::DeleteNumber
            | Self::ListCivicAddresses
            | Self::GetCivicAddress
            | Self::ListNumbers
            | Self::ListRequestsForInformation
            | Self::GetRequestForInformation
            | Self::PatchRequestForInformation => "gateway",
        }
    }

    /// The role that it takes at the gateway. Which one the actions take is not told: our choice.
    pub(crate) const fn right(self) -> Right {
        match self {
            Self::PutAccount | Self::CreateOrUpdateNumbers | Self::PutNumber | Self::PatchRequestForInformation => {
                Right::Write
            }
            Self::DeleteAccount | Self::DeleteNumbers | Self::DeleteNumber => Right::Delete,
            Self::ListAccounts
            | Self::GetAccount
            | Self::GetTeamsCapabilityPlans
            | Self::GetTeamsAvailableCapabilities
            | Self::ListAccountNumbers
            | Self::GetNumber
            | Self::ListCivicAddresses
            | Self::GetCivicAddress
            | Self::ListNumbers
            | Self::ListRequestsForInformation
            | Self::GetRequestForInformation
            | Self::GraphListNumberAssignments
            | Self::GraphGetNumberAssignment
            | Self::GetToken => Right::Read,
        }
    }

    /// Whether it takes the pair of repeatability headers.
    pub(crate) const fn is_repeatable(self) -> bool {
        matches!(self, Self::GetTeamsCapabilityPlans | Self::GetTeamsAvailableCapabilities)
            || !matches!(self.right(), Right::Read)
    }
}

impl Route {
    /// The operation of the gateway at a path.
    pub(crate) fn of_gateway(method: &Method, path: &str) -> Option<Self> {
        let segments: Vec<_> = path.strip_prefix('/')?.split('/').collect();
        let (get, put, post) = (method == Method::GET, method == Method::PUT, method == Method::POST);
        let (delete, patch) = (method == Method::DELETE, method == Method::PATCH);
        let route = |operation, account, item| Some(Self::new(operation, account, item));
        match segments[..] {
            ["accounts"] if get => route(Operation::ListAccounts, "", ""),
            ["numbers"] if get => route(Operation::ListNumbers, "", ""),
            ["teamsRequestsForInformation"] if get => route(Operation::ListRequestsForInformation, "", ""),
            ["teamsRequestsForInformation", tenant] if get => route(Operation::GetRequestForInformation, "", tenant),
            ["teamsRequestsForInformation", tenant] if patch => {
                route(Operation::PatchRequestForInformation, "", tenant)
            }
            ["accounts", action] if post => {
                let (account, action) = action.split_once(':')?;
                let operation = match action {
                    "createOrUpdateNumbers" => Operation::CreateOrUpdateNumbers,
                    "deleteNumbers" => Operation::DeleteNumbers,
                    "getTeamsCapabilityPlans" => Operation::GetTeamsCapabilityPlans,
                    "getTeamsAvailableCapabilities" => Operation::GetTeamsAvailableCapabilities,
                    _ => return None,
                };
                route(operation, account, "")
            }
            ["accounts", account] if get => route(Operation::GetAccount, account, ""),
            ["accounts", account] if put => route(Operation::PutAccount, account, ""),
            ["accounts", account] if delete => route(Operation::DeleteAccount, account, ""),
            ["accounts", account, "numbers"] if get => route(Operation::ListAccountNumbers, account, ""),
            ["accounts", account, "numbers", number] if get => route(Operation::GetNumber, account, number),
            ["accounts", account, "numbers", number] if put => route(Operation::PutNumber, account, number),
            ["accounts", account, "numbers", number] if delete => route(Operation::DeleteNumber, account, number),
            ["accounts", account, "teamsCivicAddresses"] if get => route(Operation::ListCivicAddresses, account, ""),
            ["accounts", account, "teamsCivicAddresses", id] if get => route(Operation::GetCivicAddress, account, id),
            _ => None,
        }
    }

    /// The operation of Graph at a path.
    pub(crate) fn of_graph(method: &Method, path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/admin/teams/telephoneNumberManagement/numberAssignments")?;
        if method != Method::GET {
            return None;
        }
        match rest.strip_prefix('/') {
            None if rest.is_empty() => Some(Self::new(Operation::GraphListNumberAssignments, "", "")),
            Some(id) if !id.is_empty() && !id.contains('/') => {
                Some(Self::new(Operation::GraphGetNumberAssignment, "", id))
            }
            _ => None,
        }
    }

    /// The token call at a path.
    pub(crate) fn of_tokens(method: &Method, path: &str) -> Option<Self> {
        let directory = path.strip_prefix('/')?.strip_suffix("/oauth2/v2.0/token")?;
        let fits = method == Method::POST && !directory.is_empty() && !directory.contains('/');
        fits.then(|| Self::new(Operation::GetToken, directory, ""))
    }

    fn new(operation: Operation, account: &str, item: &str) -> Self {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Self { operation, account: decoded(account), item: decoded(item) }
    }
}
