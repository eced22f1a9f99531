// Siemens' own header inside the header, "CSA Image Header Info" (0029,xx10): a table of named lists of texts.
//
// Invariants:
// 1. Nothing in the table is believed: every offset is checked against the bytes there are, every count has a bound.
// 2. A damaged table gives what stands before the damage, and never an error.
//
// The layout is not published. It is the one that open readers agree on: a head, then for each name 84 bytes (name 64,
// multiplicity, VR, type, number of items, filler), then for each item 16 bytes and its text, padded to four. Version 2
// begins with SV10; version 1 begins with the number of names at once, and counts the items of the first into each length.
import { valueBytesOf } from "./elementValues.ts";
import type { HeaderReader } from "./headerReader.ts";
import { privateElement } from "./privateElements.ts";

const imageHeaderInfo = {
  group: 0x0029,
  creator: "SIEMENS CSA HEADER",
  element: 0x10,
};

const nameBytes = 64;
const entryBytes = 84;
const itemHeadBytes = 16;
/** Real tables have about a hundred names, and six items each. */
const mostEntries = 1024;
const mostItems = 1024;

/** The texts of an attribute of the CSA image header, without empty ones; none if the file has no such header or attribute. */
export function csaImageValues(
  header: HeaderReader,
  name: string,
): readonly string[] {
  const element = privateElement(header, imageHeaderInfo);
  return csaValues(valueBytesOf(element, header.context.bytes), name);
}

/** The texts of an attribute of a CSA header, without empty ones. */
export function csaValues(bytes: Uint8Array, name: string): readonly string[] {
  const table = new CSATable(bytes);
  for (let left = table.entries; left > 0; left -= 1) {
    const entry = table.next();
    if (entry === null) return [];
    if (entry.name === name) return entry.values;
  }
  return [];
}

interface CSAEntry {
  readonly name: string;
  readonly values: readonly string[];
}

/** Reads a table from its beginning. */
class CSATable {
  /** How many entries there are said to be; none if the bytes are no table. */
  readonly entries: number;
  readonly #buffer: Buffer;
  readonly #isSecondVersion: boolean;
  #offset: number;
  /** What version 1 adds to each length: the number of items of the first entry. */
  #addend: number | null = null;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(
      bytes.buffer,
      bytes.byteOffset,
      bytes.byteLength,
    );
    this.#isSecondVersion = this.#buffer.toString("latin1", 0, 4) === "SV10";
    const countAt = this.#isSecondVersion ? 8 : 0;
    const count = this.#count(countAt);
    this.entries = count !== null && count <= mostEntries ? count : 0;
    this.#offset = countAt + 8;
  }

  /** The next entry; null where the table ends or makes no sense. */
  next(): CSAEntry | null {
    const start = this.#offset;
    const items = this.#count(start + 76);
    if (items === null || items > mostItems) return null;
    this.#addend ??= this.#isSecondVersion ? 0 : items;
    this.#offset = start + entryBytes;
    const values: string[] = [];
    for (let left = items; left > 0; left -= 1) {
      const text = this.#item();
      if (text === null) return null;
      if (text !== "") values.push(text);
    }
    return { name: this.#text(start, nameBytes), values };
  }

  #item(): string | null {
    const start = this.#offset;
    const stated = this.#count(start + (this.#isSecondVersion ? 4 : 0));
    if (stated === null) return null;
    const length = stated - (this.#addend ?? 0);
    const textAt = start + itemHeadBytes;
    if (length < 0 || textAt + length > this.#buffer.length) return null;
    this.#offset = textAt + Math.ceil(length / 4) * 4;
    return this.#text(textAt, length);
  }

  /** A number of four bytes; null past the end. */
  #count(offset: number): number | null {
    return offset + 4 <= this.#buffer.length
      ? this.#buffer.readUInt32LE(offset)
      : null;
  }

  /** Up to the first NUL; what follows it is left over from other memory. */
  #text(offset: number, length: number): string {
    const text = this.#buffer.toString("latin1", offset, offset + length);
    const end = text.indexOf("\0");
    return (end < 0 ? text : text.slice(0, end)).trim();
  }
}
