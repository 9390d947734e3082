// Makes a demo look as if people worked with it: tasks, removals, departures, leads, profiles. Nothing of it is random.

import { free } from "./desk.js";

const OPERATOR = "5d3f8a10-6f5c-4d0a-9c43-2a7b1e0f6c11";

const PROFILES = [
  { id: "ab86ef82-ce9e-4ead-befb-4aa954b64872", name: "London primary", carrier: "Quayside Telecom", region: "Europe", trunks: ["sbc1.quayside.example", "sbc2.quayside.example"] },
  { id: "b3a04a0d-2c63-47f2-8a40-3f5cf1f3a1e8", name: "Dublin", carrier: "Quayside Telecom", region: "Europe", trunks: ["sbc3.quayside.example"] },
];
const SBCS = [
  [21, "Quayside London 1", "sbc1.quayside.example", "192.0.2.21"],
  [22, "Quayside London 2", "sbc2.quayside.example", "192.0.2.22"],
  [23, "Quayside Dublin", "sbc3.quayside.example", "192.0.2.23"],
];
const LEADS = [
  ["Harbour Light Books", "Mara Ellison", "Active", ["GB", "IE"], "2026-09-14T08:20:00Z", "Wants their numbers ported by the end of the year."],
  ["Northmoor Veterinary Group", "Idris Vaughan", "Active", ["GB"], "2026-08-02T13:05:00Z", null],
  ["Peregrine Cycles", "Solveig Dahl", "Suspended", ["NO", "SE", "DK"], "2026-05-21T09:44:00Z", "Consent suspended while the contract is renewed."],
  ["Saltmarsh Brewing", "Tom Abara", "Removed", ["GB"], "2025-11-30T16:31:00Z", null],
];

export async function furnish(desk) {
  await records(desk);
  const { tenant, demo } = desk;
  const upload = (numbers, ranges) => desk.set("POST", `/api/v3/oc/numbers/action/upload?msTenantId=${tenant}`, { callingProfile: PROFILES[0].name, phoneNumbersList: numbers, phoneNumberRanges: ranges });
  await demo.simulator.ask("POST", "/numbers/fail", { numbers: [free(801), free(802)], code: "NumberInUse" });
  const tasks = [
    await upload([], [{ start: free(820), end: free(859) }]),
    await upload([free(800), free(801), free(802)], []),
    await desk.set("POST", `/api/v3/oc/numbers/action/check?msTenantId=${tenant}`, {}),
  ];
  for (const task of tasks) await desk.until("the task ends", `/api/v2/task/${task}`, ({ status }) => status !== "In Progress");
  const released = await desk.set("POST", `/api/v2/oc/numbers/action/release?msTenantId=${tenant}`, [free(820), free(821), free(822)]);
  const { data } = await desk.api(`/api/v3/inventory/numbers?msTenantId=${tenant}&acquiredNumberStatus=MarkedForRemoval&limit=5`);
  const numbers = data.map(({ telephoneNumber }) => telephoneNumber);
  if (numbers.length > 0) await desk.set("POST", "/api/v3/oc/numbers/action/ready-for-removal", { telephoneNumbers: numbers });
  await desk.until("the release ends", `/api/v2/task/${released}`, ({ status }) => status === "CompletedSuccess");
  await desk.until("the removals end", `/api/v3/oc/released?msTenantId=${tenant}`, ({ totalRecords }) => totalRecords >= numbers.length + 3);
  // The last one goes on, and so is seen going on.
  await demo.simulator.ask("PATCH", "/settings", { syncDelaySeconds: 3600 });
  await upload([], [{ start: free(900), end: free(924) }]);
}

async function records(desk) {
  for (const [id, name, fqdn, ipAddress] of SBCS) await desk.set("PUT", `/api/v3/inventory/sbcs/${id}`, { name, fqdn, ipAddress });
  for (const { id, name, carrier, region, trunks } of PROFILES) {
    const trunksEnrolled = trunks.map((trunkFqdn, index) => ({ trunkFqdn, trunkId: `${id.slice(0, -1)}${index}` }));
    await desk.set("PUT", `/api/v3/inventory/profiles/${id}`, { name, carrier, region, enviroment: "Production", offerTypes: [{ offerTypeName: "Calling", testNumbers: [] }], trunksEnrolled, additionalSbcIds: [] });
  }
  for (const [index, [companyName, fullName, status, consentedCountries, consentedOn, comments]] of LEADS.entries()) {
    const email = `${fullName.split(" ")[0].toLowerCase()}@${companyName.split(" ")[0].toLowerCase()}.example`;
    const contactDetails = { fullName, email, phoneNumber: free(10 + index), companyName, companySize: "L250_U999" };
    const tenantId = `7c2b9e4${index}-51a6-4f0d-8b57-90d2c6e1f3a4`;
    await desk.set("PUT", `/api/v3/inventory/leads/6e1d0f7${index}-3b84-4c5a-a1d9-77f2c0b5e813`, { tenantId, status, tenantOrigin: "Office365", operatorId: OPERATOR, consentedOn, lastModifiedOn: consentedOn, consentedCountries, contactDetails, contacts: [], comments });
  }
  for (const role of ["reader", "operator"]) await desk.set("POST", "/api/v3/tokens", { role, name: role === "reader" ? "Billing" : "Provisioning", expiresInSeconds: 31_536_000 });
}
