//! Which tables a database consists of.

use crate::number;
use crate::table::Table;

/// A table whose rows move as they are, in the order of its key.
pub(super) struct Kept {
    pub(super) table: Table,
    pub(super) key: &'static str,
}

impl Kept {
    pub(super) fn select_text(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.table.columns.join(", "), self.table.name, self.key)
    }
}

/// Every table but `schema_version`, which each database has by its own migrations, and `head`, whose epoch tells the
/// one from the other. What is referred to comes before what refers.
pub(super) const KEPT: &[Kept] = &[
    Kept {
        table: Table {
            name: "change",
            columns: &[
                "seq", "part", "mark", "at", "actor", "tenant", "kind", "subject", "first_id", "last_id", "ids",
                "count", "before", "after", "task", "channels",
            ],
        },
        key: "seq, part",
    },
    Kept { table: Table { name: "counter", columns: &["name", "next"] }, key: "name" },
    Kept { table: Table { name: "tenant", columns: &["id", "guid"] }, key: "id" },
    Kept {
        table: Table {
            name: "job_fact",
            columns: &["id", "upload_to_account_job_id", "when_created", "tn_upload_job_id", "digest"],
        },
        key: "id",
    },
    Kept {
        table: Table {
            name: "service_fact",
            columns: &[
                "id",
                "tenant",
                "ump_customer_guid",
                "ump_customer_full_name",
                "ms_company_name",
                "ovoc_channel_id",
                "consented_on",
                "tenant_calling_profile_id",
                "oc_sip_connection_name",
                "oc_sip_connection_description",
                "digest",
            ],
        },
        key: "id",
    },
    Kept {
        table: Table { name: "sbc_fact", columns: &["id", "sbc_list", "sbc_list_json", "sbc_list_array", "digest"] },
        key: "id",
    },
    Kept {
        table: Table {
            name: "offer_fact",
            columns: &[
                "id",
                "source",
                "calling_profile_id",
                "iso_country_code",
                "acquired_capabilities",
                "available_capabilities",
                "digest",
            ],
        },
        key: "id",
    },
    Kept { table: Table { name: "shape", columns: &["id", "job", "service", "sbc", "offer"] }, key: "id" },
    Kept { table: Table { name: "place", columns: &["id", "location_id", "civic_address_id", "digest"] }, key: "id" },
    Kept { table: Table { name: "sweep", columns: &["id", "ticks"] }, key: "id" },
    Kept { table: Table { name: "assignment", columns: &["id", "word"] }, key: "id" },
    Kept { table: number::TABLE, key: "id" },
    Kept {
        table: Table {
            name: "token",
            columns: &[
                "id",
                "hash",
                "role",
                "all_tenants",
                "name",
                "created_at",
                "expires_at",
                "revoked_at",
                "last_used_at",
                "all_channels",
            ],
        },
        key: "id",
    },
    Kept { table: Table { name: "token_tenant", columns: &["token", "tenant"] }, key: "token, tenant" },
    Kept { table: Table { name: "token_channel", columns: &["token", "channel"] }, key: "token, channel" },
    Kept {
        table: Table {
            name: "task",
            columns: &[
                "id",
                "kind",
                "tenant",
                "status",
                "actor",
                "created_at",
                "completed_at",
                "due_at",
                "is_paused",
                "attempts",
                "input",
                "output",
                "error",
            ],
        },
        key: "id",
    },
    Kept {
        table: Table { name: "idempotency", columns: &["actor", "key", "request", "task", "at"] },
        key: "actor, key",
    },
    Kept {
        table: Table {
            name: "upstream_order",
            columns: &["id", "task", "kind", "account", "state", "first_sent", "tries", "error"],
        },
        key: "id",
    },
    Kept {
        table: Table {
            name: "entry",
            columns: &["id", "task", "phone", "number", "state", "upstream_order", "error_code", "error"],
        },
        key: "id",
    },
    Kept { table: Table { name: "hold", columns: &["phone", "entry"] }, key: "phone" },
    Kept { table: Table { name: "lease", columns: &["name", "holder", "until_at", "fence"] }, key: "name" },
    Kept {
        table: Table {
            name: "tenant_sync",
            columns: &[
                "tenant",
                "account",
                "state",
                "due_at",
                "started_at",
                "succeeded_at",
                "missing",
                "is_confirmed",
                "attempts",
                "error",
                "report",
            ],
        },
        key: "tenant",
    },
    Kept {
        table: Table {
            name: "released",
            columns: &["id", "number", "phone", "tenant", "kind", "left_at", "actor", "task", "record", "channel"],
        },
        key: "id",
    },
    Kept { table: Table { name: "channel", columns: &["id", "name", "ms_tenant_id", "description"] }, key: "id" },
    Kept { table: Table { name: "sbc", columns: &["id", "name", "fqdn", "ip_address"] }, key: "id" },
    Kept {
        table: Table {
            name: "service",
            columns: &[
                "guid",
                "tenant",
                "short_name",
                "full_name",
                "ms_company_name",
                "ms_default_domain",
                "license_type",
                "licensed_users",
                "channel",
                "consented_on",
                "tenant_calling_profile_id",
                "oc_sip_connection_name",
                "oc_sip_connection_description",
            ],
        },
        key: "guid",
    },
    Kept {
        table: Table {
            name: "site_location",
            columns: &["id", "service", "position", "name", "sbc", "deployment_state", "configuration_type"],
        },
        key: "id",
    },
    Kept {
        table: Table {
            name: "calling_profile",
            columns: &[
                "id",
                "name",
                "environment",
                "region",
                "carrier",
                "offer_types",
                "emergency_dial_strings",
                "is_emergency_profile",
                "emergency_profile_id",
                "trunks",
                "additional_sbcs",
                "validation",
            ],
        },
        key: "id",
    },
    Kept {
        table: Table {
            name: "lead",
            columns: &[
                "id",
                "tenant",
                "service",
                "channel",
                "is_direct",
                "status",
                "tenant_origin",
                "operator_id",
                "consented_on",
                "last_modified_on",
                "consented_countries",
                "contact_details",
                "contacts",
                "comments",
            ],
        },
        key: "id",
    },
    Kept { table: Table { name: "civic_address", columns: &["id", "tenant", "body"] }, key: "id" },
    Kept { table: Table { name: "touched", columns: &["tenant", "channels", "seq", "mark"] }, key: "tenant, channels" },
];
