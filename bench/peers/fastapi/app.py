"""The list of numbers as FastAPI, asyncpg and orjson make it: no models, one prepared statement for each filter, JSON
columns passed through as they stand."""

import os
from contextlib import asynccontextmanager

import asyncpg
import orjson
from fastapi import FastAPI, Query, Response

pool = None


async def prepare(connection):
    # The text of a JSON column goes into the answer as it is, without being parsed.
    await connection.set_type_codec(
        "json", schema="pg_catalog", encoder=str, decoder=lambda text: orjson.Fragment(text.encode())
    )


@asynccontextmanager
async def lifespan(_app):
    global pool
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=8, max_size=8, init=prepare)
    yield
    await pool.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)


@app.get("/api/v3/oc/numbers")
async def list_numbers(
    tenant: str | None = Query(None, alias="msTenantId"),
    status: int | None = Query(None, alias="acquiredNumberStatus", ge=0, le=4),
    number: int = Query(1, alias="pageNumber", ge=1),
    size: int = Query(200, alias="pageSize", ge=1, le=10000),
):
    filters, values = [], []
    for column, value in (("tenantId", tenant), ("acquiredNumberStatus", status)):
        if value is not None:
            values.append(value)
            filters.append(f'"{column}" = ${len(values)}')
    where = f"WHERE {' AND '.join(filters)}" if filters else ""
    limit = f"LIMIT ${len(values) + 1} OFFSET ${len(values) + 2}"
    async with pool.acquire() as connection:
        total = await connection.fetchval(f"SELECT count(*) FROM peer_numbers {where}", *values)
        rows = await connection.fetch(
            f'SELECT * FROM peer_numbers {where} ORDER BY "tenantId", "id" {limit}', *values, size, (number - 1) * size
        )
    answer = {
        "currentPage": number,
        "pageSize": size,
        "totalPages": -(-total // size),
        "totalRecords": total,
        "data": [dict(row) for row in rows],
    }
    return Response(orjson.dumps(answer), media_type="application/json")
