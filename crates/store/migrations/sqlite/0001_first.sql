-- The first schema. Once released this file is never edited: a change is a new file beside it.
--
-- Times are .NET ticks, GUIDs lower-case hyphenated text, JSON compact text. A unique constraint of a table is named
-- <table>_<columns>_key. Dictionary ids start at 1. `number` has no foreign keys: 0 stands for "null" in place, sweep
-- and assignment, and a look-up per reference would slow a bulk load; `numberline check` looks for dangling ones.

-- One row. `seq` counts the transactions that changed something; `epoch` names this line of history.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    epoch INTEGER NOT NULL
) STRICT;

INSERT INTO head (one, seq, epoch) VALUES (1, 0, random() & 9223372036854775807);

-- What each transaction changed: `part` numbers its rows from 0, `mark` is the same 64 random bits in all of them.
-- `first_id`, `last_id`, `ids` (packed ranges) and `count` say which rows of the subject's table it touched.
CREATE TABLE change (
    seq INTEGER NOT NULL,
    part INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    tenant INTEGER,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    first_id INTEGER,
    last_id INTEGER,
    ids BLOB,
    count INTEGER NOT NULL,
    before TEXT,
    after TEXT,
    CONSTRAINT change_seq_part_key PRIMARY KEY (seq, part)
) STRICT;

CREATE INDEX change_tenant_first_id ON change (tenant, first_id);
CREATE INDEX change_tenant_seq ON change (tenant, seq);

-- The next free id of each table whose ids are handed out before the work.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;

INSERT INTO counter (name, next) VALUES
    ('number', 1), ('tenant', 1), ('job', 1), ('service', 1), ('sbc', 1), ('offer', 1), ('shape', 1), ('place', 1),
    ('sweep', 1), ('token', 1);

CREATE TABLE tenant (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL CONSTRAINT tenant_guid_key UNIQUE
) STRICT;

-- Facts, interned as seen. `digest` stands for the whole tuple: UNIQUE does not judge nulls.
CREATE TABLE job_fact (
    id INTEGER PRIMARY KEY,
    upload_to_account_job_id INTEGER,
    when_created INTEGER NOT NULL,
    tn_upload_job_id TEXT,
    digest BLOB NOT NULL CONSTRAINT job_fact_digest_key UNIQUE
) STRICT;

CREATE TABLE service_fact (
    id INTEGER PRIMARY KEY,
    tenant INTEGER NOT NULL REFERENCES tenant (id),
    ump_customer_guid TEXT,
    ump_customer_full_name TEXT,
    ms_company_name TEXT,
    ovoc_channel_id INTEGER NOT NULL,
    consented_on INTEGER,
    tenant_calling_profile_id INTEGER,
    oc_sip_connection_name TEXT,
    oc_sip_connection_description TEXT,
    digest BLOB NOT NULL CONSTRAINT service_fact_digest_key UNIQUE
) STRICT;

CREATE TABLE sbc_fact (
    id INTEGER PRIMARY KEY,
    sbc_list TEXT,
    sbc_list_json TEXT,
    sbc_list_array TEXT,
    digest BLOB NOT NULL CONSTRAINT sbc_fact_digest_key UNIQUE
) STRICT;

CREATE TABLE offer_fact (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    calling_profile_id TEXT,
    iso_country_code TEXT,
    acquired_capabilities TEXT,
    available_capabilities TEXT,
    digest BLOB NOT NULL CONSTRAINT offer_fact_digest_key UNIQUE
) STRICT;

-- The distinct tuples of facts that numbers have.
CREATE TABLE shape (
    id INTEGER PRIMARY KEY,
    job INTEGER NOT NULL,
    service INTEGER NOT NULL,
    sbc INTEGER NOT NULL,
    offer INTEGER NOT NULL,
    CONSTRAINT shape_job_service_sbc_offer_key UNIQUE (job, service, sbc, offer)
) STRICT;

CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    location_id TEXT,
    civic_address_id TEXT,
    digest BLOB NOT NULL CONSTRAINT place_digest_key UNIQUE
) STRICT;

-- The check sweeps (`asticks`).
CREATE TABLE sweep (
    id INTEGER PRIMARY KEY,
    ticks INTEGER NOT NULL CONSTRAINT sweep_ticks_key UNIQUE
) STRICT;

-- The words of `assignmentStatus`. Their ids fit one byte.
CREATE TABLE assignment (
    id INTEGER PRIMARY KEY CONSTRAINT assignment_id_check CHECK (id BETWEEN 1 AND 255),
    word TEXT NOT NULL CONSTRAINT assignment_word_key UNIQUE
) STRICT;

INSERT INTO assignment (id, word) VALUES
    (1, 'Unassigned'), (2, 'UserAssigned'), (3, 'ConferenceAssigned'), (4, 'VoiceApp'), (5, 'ThirdPartyAppAssigned');

-- What is a number's own. Its tenant is that of its shape's service.
CREATE TABLE number (
    id INTEGER PRIMARY KEY,
    phone INTEGER NOT NULL CONSTRAINT number_phone_key UNIQUE,
    entry INTEGER,
    acquired_on INTEGER,
    aslcht INTEGER,
    aslsct INTEGER,
    shape INTEGER NOT NULL,
    place INTEGER NOT NULL,
    sweep INTEGER NOT NULL,
    aslv_code INTEGER,
    assignment INTEGER NOT NULL,
    status INTEGER NOT NULL
) STRICT;

-- `all_tenants` is 1 when no tenant limits the token, so that a lost row of token_tenant can never widen it.
CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CONSTRAINT token_hash_key UNIQUE,
    role TEXT NOT NULL,
    all_tenants INTEGER NOT NULL,
    name TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER
) STRICT;

CREATE TABLE token_tenant (
    token INTEGER NOT NULL REFERENCES token (id),
    tenant INTEGER NOT NULL REFERENCES tenant (id),
    CONSTRAINT token_tenant_token_tenant_key PRIMARY KEY (token, tenant)
) STRICT;
