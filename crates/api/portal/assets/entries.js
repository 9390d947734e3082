// Numbers as people bring them: one a line, ranges, or a file; and what is wrong with them, before anything is sent.

/** The API takes no more at once. */
export const MOST = 10_000;

const NUMBER = /^\+[1-9][0-9]{2,14}$/;
const RANGE = /^(\+?[\d\s().-]+?)\s*(?:\.\.|–|—|\sto\s|:)\s*(\+?[\d\s().-]+)$/;

const cleaned = (text) => text.replace(/[\s().-]/g, "");

/** Reads a text: `{numbers, ranges, refusals}`, each refusal with its line and why. */
export function readEntries(text) {
  const numbers = new Map();
  const ranges = [];
  const refusals = [];
  let count = 0;
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === "") return;
    const refuse = (why) => refusals.push({ line: index + 1, text: line, why });
    const range = RANGE.exec(line);
    if (range) {
      const why = rangeFault(cleaned(range[1]), cleaned(range[2]));
      if (why) return refuse(why);
      const [start, end] = [cleaned(range[1]), cleaned(range[2])];
      count += Number(BigInt(end.slice(1)) - BigInt(start.slice(1))) + 1;
      if (count > MOST) return refuse(`goes beyond the ${MOST.toLocaleString("en")} numbers that are taken at once`);
      ranges.push({ start, end });
      return;
    }
    for (const word of line.split(/[,;]/).map((part) => part.trim()).filter(Boolean)) {
      const number = cleaned(word);
      if (!NUMBER.test(number)) refusals.push({ line: index + 1, text: word, why: "is not in E.164 form: a plus, then 3 to 15 digits" });
      else if (numbers.has(number)) refusals.push({ line: index + 1, text: word, why: `stands in line ${numbers.get(number)} already` });
      else if ((count += 1) > MOST) refusals.push({ line: index + 1, text: word, why: `goes beyond the ${MOST.toLocaleString("en")} numbers that are taken at once` });
      else numbers.set(number, index + 1);
    }
  });
  for (const [number, line] of numbers) {
    const range = ranges.find(({ start, end }) => start.length === number.length && start <= number && number <= end);
    if (range) {
      refusals.push({ line, text: number, why: `stands in the range ${range.start} to ${range.end} already` });
      numbers.delete(number);
      count -= 1;
    }
  }
  return { numbers: [...numbers.keys()], ranges, refusals: refusals.sort((one, other) => one.line - other.line), count };
}

function rangeFault(start, end) {
  if (!NUMBER.test(start) || !NUMBER.test(end)) return "has an end that is not in E.164 form";
  if (start.length !== end.length) return "has ends of different lengths";
  if (start > end) return "ends before it begins";
  return null;
}

/** A text with whole numbers parted by lines, commas, semicolons or tabs: those, bare of what they were written with. */
export function listed(text) {
  const parts = text.split(/[\r\n,;\t]+/).map((part) => part.trim()).filter(Boolean);
  const words = parts.length === 1 ? parts[0].split(/\s+(?=\+)|\s+(?=\d{7})/) : parts;
  const plain = words.map((word) => cleaned(word).replace(/^(\+|00)/, ""));
  const numbers = plain.filter((word) => /^[1-9]\d{6,14}$/.test(word));
  return { numbers: numbers.map((digits) => `+${digits}`), others: words.length - numbers.length };
}

/** What is left of a range without some numbers: numbers and ranges. */
export function without({ start, end }, taken) {
  const inside = [...taken].filter((number) => number.length === start.length && start <= number && number <= end).sort();
  const step = (number, by) => `+${BigInt(number.slice(1)) + by}`;
  const left = [];
  let from = start;
  for (const number of inside) {
    if (from < number) left.push({ start: from, end: step(number, -1n) });
    from = step(number, 1n);
  }
  if (inside.at(-1) !== end) left.push({ start: from, end });
  return { ranges: left.filter((range) => range.start !== range.end), numbers: left.filter((range) => range.start === range.end).map((range) => range.start) };
}

/** Every number of a range. */
export function numbersOf({ start, end }) {
  const first = BigInt(start.slice(1));
  return Array.from({ length: Number(BigInt(end.slice(1)) - first) + 1 }, (_, index) => `+${first + BigInt(index)}`);
}

/** The numbers of a CSV file: the column `telephoneNumber`, or the first one. */
export function ofCsv(text) {
  const rows = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/).filter((row) => row.trim() !== "").map((row) => row.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, "").replace(/^'/, "")));
  if (rows.length === 0) return "";
  const named = rows[0].findIndex((cell) => /^(telephone|phone)?\s*number$/i.test(cell));
  const column = Math.max(0, named);
  return rows.slice(/\d/.test(rows[0][column] ?? "") ? 0 : 1).map((row) => row[column] ?? "").join("\n");
}
