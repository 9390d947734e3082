// .NET ticks: 100 ns since the year 1. They exceed 2⁵³, so they are texts and BigInts here, never numbers.

const TICKS_PER_MILLISECOND = 10_000n;
const EPOCH = 621_355_968_000_000_000n;

/** The instant of ticks, as the API writes times, with all seven digits; empty when they are none. */
export function timeOfTicks(text) {
  if (text === null || text === undefined || !/^\d+$/.test(String(text))) return "";
  const since = BigInt(text) - EPOCH;
  const fraction = ((since % 10_000_000n) + 10_000_000n) % 10_000_000n;
  const date = new Date(Number((since - fraction) / TICKS_PER_MILLISECOND));
  if (Number.isNaN(date.getTime())) return "";
  return `${date.toISOString().slice(0, 19)}.${String(fraction).padStart(7, "0")}+00:00`;
}
