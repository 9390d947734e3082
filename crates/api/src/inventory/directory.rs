//! `/api/v3/inventory/tenants`: tenants with their services.

use super::input::{DirectoryInput, DirectoryParameters};
use super::window::StatusTotals;
use crate::answer::{Current, current};
use crate::guard::Reader;
use crate::openapi::Authorised;
use crate::problem::Problem;
use crate::router::Api;
use crate::wants::Wants;
use axum::extract::State;
use numberline_service::view::directory::{self, ServiceEntry, TenantEntry};
use numberline_service::view::overview::Census;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_tenants))
}

/// A page of tenants, in the order of their GUIDs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantPage {
    /// The tenants.
    data: Vec<TenantBody>,
    /// The `cursor` of the next page; null on the last.
    #[schema(required, format = "uuid")]
    next_cursor: Option<String>,
}

/// A tenant.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantBody {
    #[schema(format = "uuid")]
    tenant_id: String,
    /// Its numbers.
    total: u64,
    totals: StatusTotals,
    /// Its services.
    services: Vec<TenantServiceBody>,
}

/// A service of a tenant.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantServiceBody {
    #[schema(required, format = "uuid")]
    ump_customer_guid: Option<String>,
    #[schema(required)]
    ump_customer_full_name: Option<String>,
    #[schema(required)]
    ms_company_name: Option<String>,
    /// The channel (reseller); 0 is none.
    ovoc_channel_id: i64,
    #[schema(required)]
    oc_sip_connection_name: Option<String>,
    /// Its numbers.
    numbers: u64,
}

/// Tenants with their services
///
/// In the order of their GUIDs, page by page: the `nextCursor` of an answer is the `cursor` of the next request.
///
/// `X-Ovoc-Channel-Id` is honoured as by the list of numbers.
#[utoipa::path(
    get,
    path = "/api/v3/inventory/tenants",
    operation_id = "list_tenants",
    tag = "inventory",
    params(DirectoryParameters),
    responses((status = 200, description = "A page of tenants", body = TenantPage), Authorised),
    security(("bearer" = [])),
)]
async fn list_tenants(
    Reader(caller): Reader,
    State(api): State<Api>,
    _wants: Wants,
    DirectoryInput(page): DirectoryInput,
) -> Result<Current<TenantPage>, Problem> {
    let found = api.look(move |service| directory::directory(service, &caller, &page)).await?;
    let data = found.tenants.iter().map(|(entry, census)| TenantBody::of(entry, census)).collect();
    Ok(current(TenantPage { data, next_cursor: found.next.map(|guid| guid.to_string()) }))
}

impl TenantBody {
    fn of(entry: &TenantEntry, census: &Census) -> Self {
        Self {
            tenant_id: entry.tenant.to_string(),
            total: entry.totals.iter().sum(),
            totals: entry.totals.into(),
            services: entry.services.iter().map(|service| TenantServiceBody::of(service, census)).collect(),
        }
    }
}

impl TenantServiceBody {
    fn of(service: &ServiceEntry, census: &Census) -> Self {
        Self {
            ump_customer_guid: service.guid.map(|guid| guid.to_string()),
            ump_customer_full_name: service.name.clone(),
            ms_company_name: service.company.clone(),
            ovoc_channel_id: service.channel,
            oc_sip_connection_name: service.connection.clone(),
            numbers: census.services.get(&service.guid).copied().unwrap_or_default(),
        }
    }
}
