// The LICENSE entry of a download: collection, licence and address stand at its beginning, then the text of the policy (reference section 11).
import type { LicenceNotice } from "../../../shared/archive.ts";

/** Lines that are read; what stands below them is text of the policy and decides nothing. */
const headLines = 6;
const address = /^https?:\/\/\S+$/i;

/** A line of the head, with the label in front of it if it has one. */
interface HeadLine {
  readonly label: "collection" | "licence" | "other" | null;
  readonly value: string;
}

/**
 * What its head names; null for an empty file. The name is what stands on the line of the licence, whatever that is, and the
 * address what follows it: a file that restricts access may quote any other licence further down.
 */
export function readLicenceFile(text: string): LicenceNotice | null {
  const lines = text
    .slice(0, 20_000)
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, headLines)
    .map(headLine);
  if (lines.length === 0) return null;
  const labelled = lines.filter(({ label }) => label === "licence");
  const named =
    labelled.length > 0
      ? labelled
      : lines.filter(({ label }) => label === null);
  const uriAt = lines.findIndex(
    (line) => line.label !== "other" && isAddress(line),
  );
  const names = named.filter((line) => !isAddress(line));
  // Without labels the collection comes first, and the licence stands just above its address.
  const name =
    labelled.length > 0
      ? names[0]
      : (names.findLast((line) => lines.indexOf(line) < uriAt) ?? names[0]);
  return {
    name: name?.value ?? "",
    uri: (lines[uriAt]?.value ?? "").replace(/[).,;]+$/, ""),
  };
}

function isAddress({ value }: HeadLine): boolean {
  return address.test(value);
}

function headLine(line: string): HeadLine {
  const [, word, value = ""] =
    /^([a-z][a-z ]{1,30}?)\s*[:=]\s+(.+)$/i.exec(line) ?? [];
  if (word === undefined) return { label: null, value: line };
  if (/^collection/i.test(word)) return { label: "collection", value };
  const isLicence = /^licen[cs]e(?: (?:name|ur[il]))?$/i.test(word);
  return isLicence
    ? { label: "licence", value }
    : { label: "other", value: line };
}
