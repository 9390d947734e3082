-- The first schema. Once released this file is never edited: a change is a new file beside it.
--
-- Times are .NET ticks, GUIDs lower-case hyphenated text, JSON compact text. A unique constraint of a table is named
-- <table>_<columns>_key. Dictionary ids start at 1. `number` has no foreign keys: 0 stands for "null" in place, sweep
-- and assignment, and a look-up per reference would slow a bulk load; `numberline check` looks for dangling ones.

-- One row. `seq` counts the transactions that changed something; `epoch` names this line of history.
CREATE TABLE head (
    one SMALLINT CONSTRAINT head_one_key PRIMARY KEY CHECK (one = 1),
    seq BIGINT NOT NULL,
    epoch BIGINT NOT NULL
);

INSERT INTO head (one, seq, epoch)
VALUES (1, 0, ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 16))::bit(64)::bigint & 9223372036854775807);

-- What each transaction changed: `part` numbers its rows from 0, `mark` is the same 64 random bits in all of them.
-- `first_id`, `last_id`, `ids` (packed ranges) and `count` say which rows of the subject's table it touched.
CREATE TABLE change (
    seq BIGINT NOT NULL,
    part BIGINT NOT NULL,
    mark BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    tenant BIGINT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    first_id BIGINT,
    last_id BIGINT,
    ids BYTEA,
    count BIGINT NOT NULL,
    before TEXT,
    after TEXT,
    CONSTRAINT change_seq_part_key PRIMARY KEY (seq, part)
);

CREATE INDEX change_tenant_first_id ON change (tenant, first_id);
CREATE INDEX change_tenant_seq ON change (tenant, seq);

-- The next free id of each table whose ids are handed out before the work.
CREATE TABLE counter (
    name TEXT COLLATE "C" CONSTRAINT counter_name_key PRIMARY KEY,
    next BIGINT NOT NULL
);

INSERT INTO counter (name, next) VALUES
    ('number', 1), ('tenant', 1), ('job', 1), ('service', 1), ('sbc', 1), ('offer', 1), ('shape', 1), ('place', 1),
    ('sweep', 1), ('token', 1);

CREATE TABLE tenant (
    id BIGINT CONSTRAINT tenant_id_key PRIMARY KEY,
    guid TEXT COLLATE "C" NOT NULL CONSTRAINT tenant_guid_key UNIQUE
);

-- Facts, interned as seen. `digest` stands for the whole tuple: UNIQUE does not judge nulls.
CREATE TABLE job_fact (
    id BIGINT CONSTRAINT job_fact_id_key PRIMARY KEY,
    upload_to_account_job_id BIGINT,
    when_created BIGINT NOT NULL,
    tn_upload_job_id TEXT,
    digest BYTEA NOT NULL CONSTRAINT job_fact_digest_key UNIQUE
);

CREATE TABLE service_fact (
    id BIGINT CONSTRAINT service_fact_id_key PRIMARY KEY,
    tenant BIGINT NOT NULL REFERENCES tenant (id),
    ump_customer_guid TEXT,
    ump_customer_full_name TEXT,
    ms_company_name TEXT,
    ovoc_channel_id BIGINT NOT NULL,
    consented_on BIGINT,
    tenant_calling_profile_id BIGINT,
    oc_sip_connection_name TEXT,
    oc_sip_connection_description TEXT,
    digest BYTEA NOT NULL CONSTRAINT service_fact_digest_key UNIQUE
);

CREATE TABLE sbc_fact (
    id BIGINT CONSTRAINT sbc_fact_id_key PRIMARY KEY,
    sbc_list TEXT,
    sbc_list_json TEXT,
    sbc_list_array TEXT,
    digest BYTEA NOT NULL CONSTRAINT sbc_fact_digest_key UNIQUE
);

CREATE TABLE offer_fact (
    id BIGINT CONSTRAINT offer_fact_id_key PRIMARY KEY,
    source TEXT NOT NULL,
    calling_profile_id TEXT,
    iso_country_code TEXT,
    acquired_capabilities TEXT,
    available_capabilities TEXT,
    digest BYTEA NOT NULL CONSTRAINT offer_fact_digest_key UNIQUE
);

-- The distinct tuples of facts that numbers have.
CREATE TABLE shape (
    id BIGINT CONSTRAINT shape_id_key PRIMARY KEY,
    job BIGINT NOT NULL,
    service BIGINT NOT NULL,
    sbc BIGINT NOT NULL,
    offer BIGINT NOT NULL,
    CONSTRAINT shape_job_service_sbc_offer_key UNIQUE (job, service, sbc, offer)
);

CREATE TABLE place (
    id BIGINT CONSTRAINT place_id_key PRIMARY KEY,
    location_id TEXT,
    civic_address_id TEXT,
    digest BYTEA NOT NULL CONSTRAINT place_digest_key UNIQUE
);

-- The check sweeps (`asticks`).
CREATE TABLE sweep (
    id BIGINT CONSTRAINT sweep_id_key PRIMARY KEY,
    ticks BIGINT NOT NULL CONSTRAINT sweep_ticks_key UNIQUE
);

-- The words of `assignmentStatus`. Their ids fit one byte.
CREATE TABLE assignment (
    id BIGINT CONSTRAINT assignment_id_key PRIMARY KEY CONSTRAINT assignment_id_check CHECK (id BETWEEN 1 AND 255),
    word TEXT NOT NULL CONSTRAINT assignment_word_key UNIQUE
);

INSERT INTO assignment (id, word) VALUES
    (1, 'Unassigned'), (2, 'UserAssigned'), (3, 'ConferenceAssigned'), (4, 'VoiceApp'), (5, 'ThirdPartyAppAssigned');

-- What is a number's own. Its tenant is that of its shape's service. The columns stand from wide to narrow, which wastes
-- no byte on alignment, and are as narrow as their values: a row is 96 bytes.
CREATE TABLE number (
    id BIGINT CONSTRAINT number_id_key PRIMARY KEY,
    phone BIGINT NOT NULL CONSTRAINT number_phone_key UNIQUE,
    entry BIGINT,
    acquired_on BIGINT,
    aslcht BIGINT,
    aslsct BIGINT,
    shape INTEGER NOT NULL,
    place INTEGER NOT NULL,
    sweep INTEGER NOT NULL,
    aslv_code SMALLINT,
    assignment SMALLINT NOT NULL,
    status SMALLINT NOT NULL
);

-- `all_tenants` is 1 when no tenant limits the token, so that a lost row of token_tenant can never widen it.
CREATE TABLE token (
    id BIGINT CONSTRAINT token_id_key PRIMARY KEY,
    hash BYTEA NOT NULL CONSTRAINT token_hash_key UNIQUE,
    role TEXT NOT NULL,
    all_tenants BIGINT NOT NULL,
    name TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT
);

CREATE TABLE token_tenant (
    token BIGINT NOT NULL REFERENCES token (id),
    tenant BIGINT NOT NULL REFERENCES tenant (id),
    CONSTRAINT token_tenant_token_tenant_key PRIMARY KEY (token, tenant)
);
