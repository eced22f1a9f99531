// The data dictionary (PS3.6): VR and keyword of a tag, tag of a keyword.
import type { Tag } from "./dataSet.ts";
import { dictionaryLines } from "./generated/dictionary.ts";

interface DictionaryEntry {
  readonly vr: string;
  readonly keyword: string;
}

interface Dictionary {
  readonly byTag: ReadonlyMap<Tag, DictionaryEntry>;
  readonly byKeyword: ReadonlyMap<string, Tag>;
  /** Repeating groups and elements such as (60xx,3000): a mask, and the entries under the masked tag. */
  readonly repeating: ReadonlyMap<number, ReadonlyMap<Tag, DictionaryEntry>>;
}

let parsedDictionary: Dictionary | null = null;

/** Parsed at first use, so that importing costs nothing. */
function dictionary(): Dictionary {
  parsedDictionary ??= parseDictionary(dictionaryLines);
  return parsedDictionary;
}

function parseDictionary(lines: string): Dictionary {
  const byTag = new Map<Tag, DictionaryEntry>();
  const byKeyword = new Map<string, Tag>();
  const repeating = new Map<number, Map<Tag, DictionaryEntry>>();
  for (const line of lines.split("\n")) {
    const pattern = line.slice(0, 8);
    const entry = { vr: line.slice(8, 10), keyword: line.slice(10) };
    const tag = parseInt(pattern.replaceAll("x", "0"), 16);
    if (!pattern.includes("x")) {
      byTag.set(tag, entry);
      if (entry.keyword !== "") byKeyword.set(entry.keyword, tag);
      continue;
    }
    const mask = parseInt(
      pattern.replace(/[^x]/g, "f").replaceAll("x", "0"),
      16,
    );
    const entries = repeating.get(mask) ?? new Map<Tag, DictionaryEntry>();
    entries.set(tag, entry);
    repeating.set(mask, entries);
  }
  return { byTag, byKeyword, repeating };
}

function entryOf(tag: Tag): DictionaryEntry | null {
  const { byTag, repeating } = dictionary();
  const exact = byTag.get(tag);
  if (exact !== undefined) return exact;
  for (const [mask, entries] of repeating) {
    const entry = entries.get((tag & mask) >>> 0);
    if (entry !== undefined) return entry;
  }
  return null;
}

/** True for tags of odd groups (PS3.5 7.8). */
export function isPrivateTag(tag: Tag): boolean {
  return (tag & 0x10000) !== 0;
}

/**
 * VR of a tag when the file does not say (implicit VR): UN if unknown or private, LO for private creators, UL for group
 * lengths. Where the standard allows several, the usual one (US for "US or SS", OW for "OB or OW").
 */
export function dictionaryVR(tag: Tag): string {
  const element = tag & 0xffff;
  if (element === 0) return "UL";
  if (isPrivateTag(tag))
    return element >= 0x10 && element <= 0xff ? "LO" : "UN";
  return entryOf(tag)?.vr ?? "UN";
}

/** Keyword of a tag (PS3.6), or an empty string. */
export function keywordOf(tag: Tag): string {
  return isPrivateTag(tag) ? "" : (entryOf(tag)?.keyword ?? "");
}

/** Tag of a keyword; null if the dictionary has none. Repeating groups are not found by keyword. */
export function tagOf(keyword: string): Tag | null {
  return dictionary().byKeyword.get(keyword) ?? null;
}

/** A tag as eight lower-case hexadecimal digits. */
export function tagText(tag: Tag): string {
  return tag.toString(16).padStart(8, "0");
}
