// Builds Siemens CSA headers: tables of named lists of texts, in both versions of the layout.

/** Names and their texts. */
export type CSAEntries = Readonly<Record<string, readonly string[]>>;

const checkWord = 77;

/** The value of (0029,1010). Version 1 has no SV10 in front, and adds the number of items of the first entry to every length. */
export function csaHeader(
  entries: CSAEntries,
  version: 1 | 2 = 2,
): Uint8Array<ArrayBuffer> {
  const list = Object.entries(entries);
  const addend = version === 1 ? (list[0]?.[1].length ?? 0) : 0;
  const head = words(list.length, checkWord);
  return Uint8Array.from(
    Buffer.concat([
      ...(version === 2 ? [Buffer.from("SV10\x04\x03\x02\x01", "latin1")] : []),
      head,
      ...list.flatMap(([name, texts]) => [
        named(name),
        words(texts.length),
        Buffer.from("LO\0\0", "latin1"),
        words(3, texts.length, checkWord),
        ...texts.map((text) => item(text, addend)),
      ]),
    ]),
  );
}

function named(name: string): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.write(name, "latin1");
  // What follows the NUL is left over from other memory.
  if (name.length < 60) bytes.write("xyz", name.length + 1, "latin1");
  return bytes;
}

function item(text: string, addend: number): Buffer {
  const value = Buffer.from(text === "" ? "" : `${text}\0`, "latin1");
  const length = value.length + addend;
  const padding = Buffer.alloc((4 - (value.length % 4)) % 4);
  return Buffer.concat([
    words(length, length, checkWord, length),
    value,
    padding,
  ]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries())
    bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}
