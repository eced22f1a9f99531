// Makes CT slices for benchmarks: a header like a scanner's (about 3 KB, private elements included), noise as pixels.
import { randomFillSync } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const ctImageStorage = "1.2.840.10008.5.1.4.1.1.2";
const explicitLittleEndian = "1.2.840.10008.1.2.1";
const uidRoot = "2.25.77001.9";
const longForm = new Set(["OB", "OW", "SQ", "UN", "UT"]);

/** @param {number} tag @param {string} vr @param {string | Buffer} value */
function element(tag, vr, value) {
  const raw = typeof value === "string" ? Buffer.from(value, "latin1") : value;
  const pad = raw.length % 2 === 0 ? "" : vr === "UI" ? "\0" : " ";
  const bytes = Buffer.concat([raw, Buffer.from(pad, "latin1")]);
  const head = Buffer.alloc(longForm.has(vr) ? 12 : 8);
  head.writeUInt16LE(Math.floor(tag / 0x10000), 0);
  head.writeUInt16LE(tag % 0x10000, 2);
  head.write(vr, 4, "latin1");
  if (longForm.has(vr)) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

/** @param {number} value */
function us(value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** What is different in each slice. @param {number} series @param {number} index @param {number} slicesPerSeries */
function varyingElements(series, index, slicesPerSeries) {
  const position = `-250\\-250\\${(slicesPerSeries - index) * 0.625}`;
  return {
    sopInstanceUID: `${uidRoot}.3.${series}.${index + 1}`,
    early: (uid) => element(0x00080018, "UI", uid),
    late: () => [
      element(0x0020000e, "UI", `${uidRoot}.2.${series}`),
      element(0x00200011, "IS", String(series + 1)),
      element(0x00200012, "IS", "1"),
      element(0x00200013, "IS", String(index + 1)),
      element(0x00200032, "DS", position),
    ],
  };
}

function fixedElements() {
  const item = (elements) => {
    const content = Buffer.concat(elements);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(content.length, 4);
    return Buffer.concat([head, content]);
  };
  const reference = item([
    element(0x00081150, "UI", ctImageStorage),
    element(0x00081155, "UI", `${uidRoot}.7.1`),
  ]);
  return {
    beforeUID: [
      element(0x00080005, "CS", "ISO_IR 100"),
      element(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL"),
      element(0x00080016, "UI", ctImageStorage),
    ],
    afterUID: [
      element(0x00080020, "DA", "20240131"),
      element(0x00080022, "DA", "20240131"),
      element(0x00080030, "TM", "101500.123"),
      element(0x00080032, "TM", "101612.456"),
      element(0x00080050, "SH", "BENCH-1"),
      element(0x00080060, "CS", "CT"),
      element(0x00080070, "LO", "Bench"),
      element(0x00080080, "LO", "Bench hospital"),
      element(0x00081030, "LO", "CT chest with contrast"),
      element(0x0008103e, "LO", "Axial 0.6 mm"),
      element(0x00081110, "SQ", reference),
      element(0x00081140, "SQ", Buffer.concat([reference, reference])),
      element(0x00090010, "LO", "BENCH PRIVATE 01"),
      ...Array.from({ length: 40 }, (_, at) =>
        element(0x00091001 + at, "LO", `private value ${at}`),
      ),
      element(0x00100010, "PN", "BENCH^PATIENT"),
      element(0x00100020, "LO", "BENCH-1"),
      element(0x00100030, "DA", "19700101"),
      element(0x00100040, "CS", "F"),
      element(0x00101010, "AS", "054Y"),
      element(0x00180015, "CS", "CHEST"),
      element(0x00180050, "DS", "0.625"),
      element(0x00180060, "DS", "120"),
      element(0x00181030, "LO", "Chest routine"),
      element(0x00181210, "SH", "STANDARD"),
      element(0x0020000d, "UI", `${uidRoot}.1`),
    ],
    afterPosition: [
      element(0x00200037, "DS", "1\\0\\0\\0\\1\\0"),
      element(0x00200052, "UI", `${uidRoot}.5`),
      element(0x00280002, "US", us(1)),
      element(0x00280004, "CS", "MONOCHROME2"),
    ],
    beforePixels: [
      element(0x00280030, "DS", "0.5\\0.5"),
      element(0x00280100, "US", us(16)),
      element(0x00280101, "US", us(12)),
      element(0x00280102, "US", us(11)),
      element(0x00280103, "US", us(0)),
      element(0x00281050, "DS", "40"),
      element(0x00281051, "DS", "400"),
      element(0x00281052, "DS", "-1024"),
      element(0x00281053, "DS", "1"),
    ],
  };
}

/** @param {string} sopInstanceUID */
function fileMeta(sopInstanceUID) {
  const elements = Buffer.concat([
    element(0x00020001, "OB", Buffer.from([0, 1])),
    element(0x00020002, "UI", ctImageStorage),
    element(0x00020003, "UI", sopInstanceUID),
    element(0x00020010, "UI", explicitLittleEndian),
    element(0x00020012, "UI", `${uidRoot}.6`),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element(0x00020000, "UL", length),
    elements,
  ]);
}

/**
 * Slices of `rows` x 512 pixels of 16 bit (512 rows: 512 KiB) in series of some hundred, one after the other. `tail` is
 * the same memory each time; only the four bytes at `pixelOffset` in it differ, so that no two files are equal: two pixels of the
 * 12 bits that are stored, since a slice with anything beside those is not copied but decoded.
 * @param {{ files: number, rows: number, slicesPerSeries?: number }} options
 */
export function* ctSlices(options) {
  const { files, rows, slicesPerSeries = 500 } = options;
  const fixed = fixedElements();
  const pixels = Buffer.alloc(rows * 512 * 2);
  randomFillSync(pixels);
  for (let at = 1; at < pixels.length; at += 2) pixels[at] &= 0x0f;
  const tail = Buffer.concat([
    ...fixed.afterPosition,
    element(0x00280010, "US", us(rows)),
    element(0x00280011, "US", us(512)),
    ...fixed.beforePixels,
    element(0x7fe00010, "OW", pixels),
  ]);
  const pixelOffset = tail.length - pixels.length;
  for (let file = 0; file < files; file += 1) {
    const series = Math.floor(file / slicesPerSeries);
    const index = file % slicesPerSeries;
    const slice = varyingElements(series, index, slicesPerSeries);
    const head = Buffer.concat([
      fileMeta(slice.sopInstanceUID),
      ...fixed.beforeUID,
      slice.early(slice.sopInstanceUID),
      ...fixed.afterUID,
      ...slice.late(),
    ]);
    tail.writeUInt16LE(file & 0xfff, pixelOffset);
    tail.writeUInt16LE(file >> 12, pixelOffset + 2);
    const folder = `SE${String(series).padStart(5, "0")}`;
    const name = `${folder}/IM${String(index).padStart(6, "0")}`;
    yield { name, folder, index, head, tail, pixelOffset };
  }
}

/**
 * Writes such slices into folders of one series each.
 * @param {string} folder @param {Parameters<typeof ctSlices>[0]} options
 */
export function writeCtSlices(folder, options) {
  for (const slice of ctSlices(options)) {
    if (slice.index === 0)
      mkdirSync(join(folder, slice.folder), { recursive: true });
    const descriptor = openSync(join(folder, slice.name), "w");
    writeSync(descriptor, slice.head);
    writeSync(descriptor, slice.tail);
    closeSync(descriptor);
  }
}
