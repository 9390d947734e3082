-- What numbers share, as records of its own: channels, SBCs, services with their SIP connections, calling profiles, leads
-- with their consents, civic addresses.
--
-- Facts stay as they were seen: a record is made when somebody sets one, and a change of it rewrites the facts that bear
-- its key. As in 0001: times are .NET ticks, GUIDs lower-case hyphenated text, JSON compact text. A released migration is
-- never edited.

-- Resellers. 0, "none", is not stored.
CREATE TABLE channel (
    id BIGINT CONSTRAINT channel_id_key PRIMARY KEY,
    name TEXT NOT NULL,
    ms_tenant_id TEXT,
    description TEXT
);

-- The operator's SBCs. `fqdn` and `ip_address` make the texts of `sbcListArray`.
CREATE TABLE sbc (
    id BIGINT CONSTRAINT sbc_id_key PRIMARY KEY,
    name TEXT NOT NULL,
    fqdn TEXT,
    ip_address TEXT
);

-- Customers' services. `guid` is `umpCustomerGuid`.
CREATE TABLE service (
    guid TEXT COLLATE "C" CONSTRAINT service_guid_key PRIMARY KEY,
    tenant BIGINT NOT NULL REFERENCES tenant (id),
    short_name TEXT,
    full_name TEXT,
    ms_company_name TEXT,
    ms_default_domain TEXT,
    license_type BIGINT,
    licensed_users BIGINT,
    channel BIGINT NOT NULL,
    consented_on BIGINT,
    tenant_calling_profile_id BIGINT,
    oc_sip_connection_name TEXT,
    oc_sip_connection_description TEXT
);

CREATE INDEX service_tenant ON service (tenant);

-- The SIP connections of a service, in order. Their SBCs, each once, are the `sbcList` of its numbers.
CREATE TABLE site_location (
    id TEXT COLLATE "C" CONSTRAINT site_location_id_key PRIMARY KEY,
    service TEXT COLLATE "C" NOT NULL REFERENCES service (guid),
    position BIGINT NOT NULL,
    name TEXT,
    sbc BIGINT NOT NULL REFERENCES sbc (id),
    deployment_state TEXT,
    configuration_type TEXT,
    CONSTRAINT site_location_service_position_key UNIQUE (service, position)
);

-- Calling profiles at Microsoft. The lists are JSON: offer types, dial strings, trunks (`trunkFqdn`, `trunkId`), ids of
-- further SBCs, and what Microsoft says of their validity.
CREATE TABLE calling_profile (
    id TEXT COLLATE "C" CONSTRAINT calling_profile_id_key PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL CONSTRAINT calling_profile_name_key UNIQUE,
    environment TEXT,
    region TEXT,
    carrier TEXT,
    offer_types TEXT NOT NULL,
    emergency_dial_strings TEXT NOT NULL,
    is_emergency_profile BIGINT NOT NULL,
    emergency_profile_id TEXT,
    trunks TEXT NOT NULL,
    additional_sbcs TEXT NOT NULL,
    validation TEXT
);

-- Customers that asked for the operator at Microsoft, with their consent. `service` is the one made from the lead.
CREATE TABLE lead (
    id TEXT COLLATE "C" CONSTRAINT lead_id_key PRIMARY KEY,
    tenant BIGINT NOT NULL REFERENCES tenant (id),
    service TEXT,
    channel BIGINT,
    is_direct BIGINT NOT NULL,
    status TEXT NOT NULL,
    tenant_origin TEXT,
    operator_id TEXT,
    consented_on BIGINT,
    last_modified_on BIGINT,
    consented_countries TEXT NOT NULL,
    contact_details TEXT,
    contacts TEXT NOT NULL,
    comments TEXT
);

CREATE INDEX lead_tenant ON lead (tenant);

-- Civic addresses with their locations. `body` is the whole address as the API gives it.
CREATE TABLE civic_address (
    id TEXT COLLATE "C" CONSTRAINT civic_address_id_key PRIMARY KEY,
    tenant BIGINT NOT NULL REFERENCES tenant (id),
    body TEXT NOT NULL
);

CREATE INDEX civic_address_tenant ON civic_address (tenant);

-- For those who come from a record to the facts that bear its key.
CREATE INDEX service_fact_tenant ON service_fact (tenant);
CREATE INDEX service_fact_ump_customer_guid ON service_fact (ump_customer_guid);
CREATE INDEX shape_service ON shape (service);
