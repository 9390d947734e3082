-- What gives the numbers a life: tasks and their entries, orders to the upstream, leases of the jobs, what has left.
--
-- As in 0001: times are .NET ticks, GUIDs lower-case hyphenated text, JSON compact text. A released migration is never
-- edited.

-- The task by which something changed, if it was one.
ALTER TABLE change ADD COLUMN task TEXT;

-- A token with rows here sees services of these channels alone, whatever its tenants. `all_channels` is 1 when no channel
-- limits it, so that a lost row can never widen it.
ALTER TABLE token ADD COLUMN all_channels INTEGER NOT NULL DEFAULT 1;

CREATE TABLE token_channel (
    token INTEGER NOT NULL REFERENCES token (id),
    channel INTEGER NOT NULL,
    CONSTRAINT token_channel_token_channel_key PRIMARY KEY (token, channel)
) STRICT;

-- What somebody asked for that takes time. `id` is a GUID. `tenant` is null where it is about all of them. `input` says
-- what was asked for, `output` what came of it, both JSON. It is due at `due_at`, by the database's clock; `attempts`
-- counts the tries since the last success. How many entries are done is counted from the entries.
CREATE TABLE task (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    tenant INTEGER REFERENCES tenant (id),
    status TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    completed_at INTEGER,
    due_at INTEGER NOT NULL,
    is_paused INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    input TEXT NOT NULL,
    output TEXT,
    error TEXT
) STRICT;

CREATE INDEX task_status_due_at ON task (status, due_at);
CREATE INDEX task_created_at ON task (created_at);

-- A request that may be repeated: the same key of the same actor is the same task, if the request is the same too.
CREATE TABLE idempotency (
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    request BLOB NOT NULL,
    task TEXT NOT NULL REFERENCES task (id),
    at INTEGER NOT NULL,
    CONSTRAINT idempotency_actor_key_key PRIMARY KEY (actor, key)
) STRICT;

-- An order to the upstream. `id`, a GUID, is its Repeatability-Request-ID at every try and from every node; it is written
-- before the first try. `first_sent` goes along with it.
CREATE TABLE upstream_order (
    id TEXT PRIMARY KEY,
    task TEXT NOT NULL REFERENCES task (id),
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL,
    first_sent INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    error TEXT
) STRICT;

CREATE INDEX upstream_order_task ON upstream_order (task);

-- One number of a task. For an upload `id` is its `uploadTelephoneNumberEntryId`. `number` is the row's id.
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    task TEXT NOT NULL REFERENCES task (id),
    phone INTEGER NOT NULL,
    number INTEGER,
    state TEXT NOT NULL,
    upstream_order TEXT REFERENCES upstream_order (id),
    error_code TEXT,
    error TEXT
) STRICT;

CREATE INDEX entry_task_state ON entry (task, state);
CREATE INDEX entry_upstream_order ON entry (upstream_order);

-- The telephone numbers that an operation works on at present, and for which entry: no other may touch them.
CREATE TABLE hold (
    phone INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

CREATE INDEX hold_entry ON hold (entry);

-- Which node does a job, until when by the database's clock. `fence` grows with each new holder: who writes under an
-- older one is refused.
CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until_at INTEGER NOT NULL,
    fence INTEGER NOT NULL
) STRICT;

-- How each tenant's sync with the upstream stands. `missing` is how many numbers the last pass would have marked for
-- removal when it stopped to ask; `is_confirmed` lets the next one do so.
CREATE TABLE tenant_sync (
    tenant INTEGER PRIMARY KEY REFERENCES tenant (id),
    account TEXT,
    state TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    started_at INTEGER,
    succeeded_at INTEGER,
    missing INTEGER,
    is_confirmed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT,
    report TEXT
) STRICT;

CREATE INDEX tenant_sync_due_at ON tenant_sync (due_at);

-- Numbers that left the list, as they were: `record` is the last V3 record. `seq` and `kind` are those of the change.
CREATE TABLE released (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    phone INTEGER NOT NULL,
    tenant INTEGER NOT NULL REFERENCES tenant (id),
    kind TEXT NOT NULL,
    left_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    task TEXT,
    record TEXT NOT NULL
) STRICT;

CREATE INDEX released_phone ON released (phone);
CREATE INDEX released_tenant ON released (tenant, id);

-- They begin past what imports brought; later imports raise them.
INSERT INTO counter (name, next) VALUES
    ('upload_job', (SELECT coalesce(max(upload_to_account_job_id), 0) + 1 FROM job_fact)),
    ('entry', (SELECT coalesce(max(entry), 0) + 1 FROM number)),
    ('released', 1);
