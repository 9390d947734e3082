-- What the history of numbers needs: which channels a change touched, and in which one a number was when it left.
--
-- As in 0001: times are .NET ticks. A released migration is never edited.

-- The channels in which the tenant's rows changed, ascending, with commas between; null where it may have been any.
ALTER TABLE change ADD COLUMN channels TEXT;

CREATE INDEX change_tenant_channels_seq ON change (tenant, channels, seq);

-- What the rows of the log that are no longer kept said of each tenant: the last commit that touched it, for each list of
-- channels; the empty list stands for null.
CREATE TABLE touched (
    tenant INTEGER NOT NULL REFERENCES tenant (id),
    channels TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT touched_tenant_channels_key PRIMARY KEY (tenant, channels)
) STRICT;

-- The channel in which the number was at last.
ALTER TABLE released ADD COLUMN channel INTEGER NOT NULL DEFAULT 0;

CREATE INDEX released_left_at ON released (left_at);
