// Writes text in every character set a DICOM file can be in; the platform itself only reads most of them.

/** Single-byte sets that are not ASCII, by the platform's names (PS3.3 C.12.1.1.2), and those that undeclared text is in. */
const singleByteSets = [
  ...["iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6"],
  ...["iso-8859-7", "iso-8859-8", "iso-8859-9", "iso-8859-15", "windows-874"],
  ...["windows-1250", "windows-1251", "windows-1252", "windows-1253"],
  ...["windows-1254", "windows-1255", "windows-1256", "koi8-r"],
  // Katakana of half width (JIS X 0201): what Shift JIS writes in one byte.
  "shift_jis+",
];

/** Sets of two bytes a character: beginnings and ends of their bytes. */
const doubleByteSets = [
  { name: "gbk", first: [0x81, 0xfe], second: [0x40, 0xfe] },
  { name: "euc-kr", first: [0xa1, 0xfe], second: [0xa1, 0xfe] },
  { name: "euc-jp", first: [0xa1, 0xfe], second: [0xa1, 0xfe] },
  { name: "shift_jis", first: [0x81, 0xfc], second: [0x40, 0xfc] },
  { name: "big5", first: [0xa1, 0xf9], second: [0x40, 0xfe] },
] as const;

type Encoder = ReadonlyMap<string, readonly number[]>;

const encoders = new Map<string, Encoder>();

/**
 * The distinct ways in which a text can stand in bytes: Latin-1, UTF-8, UTF-16 of both orders, and every other set that has
 * all its characters, escape sequences of ISO 2022 left out. ASCII is the same in all but UTF-16.
 */
export function encodedForms(text: string): readonly Uint8Array[] {
  const forms = unicodeBuffers(text);
  if (isAscii(text)) return forms;
  if (/^[\u0000-\u00ff]*$/.test(text)) forms.push(Buffer.from(text, "latin1"));
  for (const name of singleByteSets) addForm(text, singleByte(name), forms);
  for (const set of doubleByteSets) addForm(text, doubleByte(set), forms);
  const japanese = encoded(text, doubleByte(doubleByteSets[2]));
  // JIS X 0208 between escape sequences: the same codes without their upper bits.
  if (japanese !== null)
    forms.push(japanese.map((byte) => byte & 0x7f) as Buffer<ArrayBuffer>);
  addForm(text, gb18030(), forms);
  const distinct = new Map(
    forms.map((form) => [form.toString("latin1"), form]),
  );
  return [...distinct.values()];
}

/** UTF-8, and UTF-16 of both orders. */
export function unicodeForms(text: string): readonly Uint8Array[] {
  return unicodeBuffers(text);
}

function unicodeBuffers(text: string): Buffer<ArrayBuffer>[] {
  const littleEndian = Buffer.from(text, "utf16le");
  return [
    Buffer.from(text, "utf8"),
    littleEndian,
    Buffer.from(littleEndian).swap16(),
  ];
}

function addForm(
  text: string,
  encoder: Encoder,
  forms: Buffer<ArrayBuffer>[],
): void {
  const form = encoded(text, encoder);
  if (form !== null) forms.push(form);
}

/** Null if the set lacks one of the characters. */
function encoded(text: string, encoder: Encoder): Buffer<ArrayBuffer> | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const known = code < 0x80 ? [code] : encoder.get(character);
    if (known === undefined) return null;
    bytes.push(...known);
  }
  return Buffer.from(bytes);
}

/** Made by reading all there is, at first use. */
function encoderOf(
  name: string,
  sequences: () => Iterable<readonly number[]>,
): Encoder {
  const known = encoders.get(name);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(name.replace(/\+$/, ""), { ignoreBOM: true });
  const encoder = new Map<string, readonly number[]>();
  for (const bytes of sequences()) {
    const text = decoder.decode(Uint8Array.from(bytes));
    const isOne = Array.from(text).length === 1 && text !== "\ufffd";
    if (isOne && !encoder.has(text)) encoder.set(text, bytes);
  }
  encoders.set(name, encoder);
  return encoder;
}

function singleByte(name: string): Encoder {
  return encoderOf(name, function* () {
    for (let byte = 0x80; byte <= 0xff; byte += 1) yield [byte];
  });
}

function doubleByte({
  name,
  first,
  second,
}: (typeof doubleByteSets)[number]): Encoder {
  return encoderOf(name, function* () {
    for (let a = first[0]; a <= first[1]; a += 1)
      for (let b = second[0]; b <= second[1]; b += 1) yield [a, b];
  });
}

/** GBK, and the four bytes that GB18030 gives every other character of the basic plane. */
function gb18030(): Encoder {
  return encoderOf("gb18030", function* () {
    yield* twoBytes();
    for (let a = 0x81; a <= 0x84; a += 1)
      for (let b = 0x30; b <= 0x39; b += 1)
        for (let c = 0x81; c <= 0xfe; c += 1)
          for (let d = 0x30; d <= 0x39; d += 1) yield [a, b, c, d];
  });
}

function* twoBytes(): Iterable<readonly number[]> {
  for (let a = 0x81; a <= 0xfe; a += 1)
    for (let b = 0x40; b <= 0xfe; b += 1) yield [a, b];
}

function isAscii(text: string): boolean {
  return /^[\u0000-\u007f]*$/.test(text);
}
