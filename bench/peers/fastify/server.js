// The list of numbers as Fastify and pg make it: a cluster of two, named prepared statements, an answer with a schema.

import cluster from "node:cluster";
import Fastify from "fastify";
import pg from "pg";

const WORKERS = 2;

// `asticks` is larger than a JavaScript number holds exactly; Fastify writes a BigInt as the integer it is.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
});

const text = { type: "string", nullable: true };
const integer = { type: "integer", nullable: true };
const texts = { type: "array", nullable: true, items: { type: "string" } };
const sbc = { type: "object", properties: { sbcName: { type: "string" }, sbcId: { type: "integer" } } };

const record = {
  type: "object",
  properties: {
    uploadTelephoneNumberEntryId: integer,
    source: text,
    sbcList: { type: "array", nullable: true, items: sbc },
    tenantCallingProfileId: integer,
    ocSipConnectionName: text,
    ocSipConnectionDescription: text,
    umpCustomerGuid: text,
    sbcListJson: {},
    ovocChannelId: integer,
    consentedOn: text,
    umpCustomerFullName: text,
    msCompanyName: text,
    sbcListArray: texts,
    id: integer,
    uploadToAccountJobId: integer,
    whenCreated: text,
    acquiredNumberStatus: integer,
    telephoneNumber: text,
    callingProfileId: text,
    acquiredCapabilities: texts,
    availableCapabilities: texts,
    acquiredOn: text,
    isoCountryCode: text,
    tnUploadJobId: text,
    locationId: text,
    civicAddressId: text,
    assignmentStatus: text,
    tenantId: text,
    aslcht: text,
    aslsct: text,
    aslvCode: integer,
    asticks: integer,
  },
};

const schema = {
  querystring: {
    type: "object",
    properties: {
      msTenantId: { type: "string" },
      acquiredNumberStatus: { type: "integer", minimum: 0, maximum: 4 },
      pageNumber: { type: "integer", minimum: 1, default: 1 },
      pageSize: { type: "integer", minimum: 1, maximum: 10000, default: 200 },
    },
  },
  response: {
    200: {
      type: "object",
      properties: {
        currentPage: { type: "integer" },
        pageSize: { type: "integer" },
        totalPages: { type: "integer" },
        totalRecords: { type: "integer" },
        data: { type: "array", items: record },
      },
    },
  },
};

async function serve() {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
  const app = Fastify({ logger: false });
  app.get("/api/v3/oc/numbers", { schema }, async (request) => {
    const { msTenantId, acquiredNumberStatus, pageNumber, pageSize } = request.query;
    const filters = [];
    const values = [];
    for (const [column, value] of [["tenantId", msTenantId], ["acquiredNumberStatus", acquiredNumberStatus]]) {
      if (value !== undefined) {
        values.push(value);
        filters.push(`"${column}" = $${values.length}`);
      }
    }
    const where = filters.length ? `WHERE ${filters.join(" AND ")}` : "";
    const limit = `LIMIT $${values.length + 1} OFFSET $${values.length + 2}`;
    const named = (name, sql, parameters) => pool.query({ name: `${name} ${where}`, text: sql, values: parameters });
    const [counted, page] = await Promise.all([
      named("total", `SELECT count(*) AS total FROM peer_numbers ${where}`, values),
      named("page", `SELECT * FROM peer_numbers ${where} ORDER BY "tenantId", "id" ${limit}`, [
        ...values,
        pageSize,
        (pageNumber - 1) * pageSize,
      ]),
    ]);
    const { total } = counted.rows[0];
    return {
      currentPage: pageNumber,
      pageSize,
      totalPages: Math.ceil(total / pageSize),
      totalRecords: total,
      data: page.rows,
    };
  });
  await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
}

if (cluster.isPrimary) {
  for (let worker = 0; worker < WORKERS; worker += 1) {
    cluster.fork();
  }
} else {
  await serve();
}
