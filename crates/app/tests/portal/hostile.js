// Records with texts that try to be more than texts.

export const HOSTILE_TENANT = "00000000-0000-4000-8000-00000000dead";

export const HOSTILE_TEXTS = [
  "<img src=x onerror=alert(1)>",
  '"><script>window.broken = true</script>',
  "=cmd|' /C calc'!A0",
  "‮reversed‬ שלום עולם",
  "🧑‍🚀 Ärzte & Söhne 🏳️‍🌈",
  "a".repeat(300),
];

/** The service that bears a text. */
export const serviceOf = (index) => `00000000-0000-4000-8000-0000000000${10 + index}`;

/** The longest text that records of services, leads and profiles take. */
const LONGEST = 255;

export const label = (text) => text.slice(0, LONGEST);

/** The numbers' records. Under other ids they replace the earlier ones, which then have left. */
export function hostileRecords(firstId) {
  return HOSTILE_TEXTS.map((text, index) => ({
    uploadTelephoneNumberEntryId: 880_000 + index,
    source: index === 0 ? text : "webapi",
    sbcList: [{ sbcName: text, sbcId: 9000 + index }],
    tenantCallingProfileId: 12,
    ocSipConnectionName: text,
    ocSipConnectionDescription: text,
    umpCustomerGuid: serviceOf(index),
    sbcListJson: [{ "<b>": text }],
    ovocChannelId: 0,
    consentedOn: null,
    umpCustomerFullName: text,
    msCompanyName: text,
    sbcListArray: [text],
    id: firstId + index,
    uploadToAccountJobId: 5,
    whenCreated: "2026-02-16T16:17:56.1427926+00:00",
    acquiredNumberStatus: 0,
    telephoneNumber: `+3725550${100 + index}`,
    callingProfileId: "5c0d1c7a-6a0f-4d3e-8a67-0b7a3a2f9e11",
    acquiredCapabilities: [text, "Geographic"],
    availableCapabilities: [text, "Geographic"],
    acquiredOn: "2026-02-16T16:17:41.0000001+00:00",
    isoCountryCode: "EE",
    tnUploadJobId: null,
    locationId: text,
    civicAddressId: text,
    assignmentStatus: index === 1 ? "<b>Other</b>" : "Unassigned",
    tenantId: HOSTILE_TENANT,
    aslcht: null,
    aslsct: null,
    aslvCode: null,
    asticks: null,
  }));
}
