// Makes one multi-frame file of any size for benchmarks, plain or compressed, from a slice of ctSlices.mjs.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeCtSlices } from "./ctSlices.mjs";

const rowsTag = Buffer.from([0x28, 0x00, 0x10, 0x00, 0x55, 0x53]);
const pixelDataTag = Buffer.from([
  0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0x00, 0x00,
]);

/**
 * Writes `frames` frames of `rows` x 512 pixels of 16 bit, all alike but for their first pixel.
 * @param {string} path @param {{ frames: number, rows: number }} options
 */
export function writeMultiFrame(path, { frames, rows }) {
  const { head, frame } = sliceParts(path, { frames, rows });
  const pixelHead = Buffer.alloc(12);
  pixelDataTag.copy(pixelHead);
  pixelHead.writeUInt32LE(frame.length * frames, 8);
  const descriptor = openSync(path, "w");
  writeSync(descriptor, head);
  writeSync(descriptor, pixelHead);
  for (let index = 0; index < frames; index += 1) {
    frame.writeUInt32LE(index, 0);
    writeSync(descriptor, frame);
  }
  closeSync(descriptor);
}

/**
 * The same in fragments: each frame put together as a lossless JPEG with a comment, whose entropy-coded data are as
 * many bytes as the plain frame has, and decode to noise.
 * @param {string} path @param {{ frames: number, rows: number }} options
 */
export function writeCompressedMultiFrame(path, { frames, rows }) {
  const { head, frame } = sliceParts(path, { frames, rows });
  const coded = entropyCoded(frame.length);
  // SOI, COM, SOF3, DHT, SOS.
  const before = Buffer.from(
    [
      "ffd8",
      "fffe000a636f6d6d656e7473",
      // As many bits as are stored: what is coded beside them would have to be decoded and looked at.
      "ffc3000b0c0200020001011100",
      // One code of one bit, 0, for differences of 15 bits.
      `ffc4001400${"01".padEnd(32, "0")}0f`,
      "ffda0008010100010000",
    ].join(""),
    "hex",
  );
  const end = Buffer.from("ffd9", "hex");
  const length = before.length + coded.length + end.length;
  const padding = Buffer.alloc(length % 2);
  const item = itemHead("feff00e0", length + padding.length);
  const descriptor = openSync(path, "w");
  writeSync(descriptor, withTransferSyntax(head, "1.2.840.10008.1.2.4.70"));
  writeSync(descriptor, Buffer.from("e07f10004f420000ffffffff", "hex"));
  writeSync(descriptor, itemHead("feff00e0", 0));
  for (let index = 0; index < frames; index += 1)
    writeSync(descriptor, Buffer.concat([item, before, coded, end, padding]));
  writeSync(descriptor, itemHead("feffdde0", 0));
  closeSync(descriptor);
}

/** @param {string} path @param {{ frames: number, rows: number }} options */
function sliceParts(path, { frames, rows }) {
  const folder = join(dirname(path), "slice");
  writeCtSlices(folder, { files: 1, rows });
  const slice = readFileSync(join(folder, "SE00000", "IM000000"));
  rmSync(folder, { recursive: true });
  const rowsAt = slice.indexOf(rowsTag);
  const pixelsAt = slice.indexOf(pixelDataTag);
  return {
    head: Buffer.concat([
      slice.subarray(0, rowsAt),
      numberOfFrames(frames),
      slice.subarray(rowsAt, pixelsAt),
    ]),
    frame: slice.subarray(pixelsAt + 12),
  };
}

/** Samples of two bytes each: the code, and any difference. No byte is FF, behind which a zero would stand. @param {number} length */
function entropyCoded(length) {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = (state >>> 24) & (at % 2 === 0 ? 0x7f : 0xfe);
  }
  return bytes;
}

/** @param {string} tag @param {number} length */
function itemHead(tag, length) {
  const head = Buffer.alloc(8);
  Buffer.from(tag, "hex").copy(head);
  head.writeUInt32LE(length, 4);
  return head;
}

/** File meta information with another transfer syntax; lengths follow. @param {Buffer} head @param {string} uid */
function withTransferSyntax(head, uid) {
  const at = head.indexOf(Buffer.from("020010005549", "hex"));
  const before = head.readUInt16LE(at + 6);
  const value = Buffer.from(uid.length % 2 === 0 ? uid : `${uid}\0`, "latin1");
  const changed = Buffer.concat([
    head.subarray(0, at + 8),
    value,
    head.subarray(at + 8 + before),
  ]);
  changed.writeUInt16LE(value.length, at + 6);
  const groupLengthAt = 128 + 4 + 8;
  const groupLength = head.readUInt32LE(groupLengthAt);
  changed.writeUInt32LE(groupLength + value.length - before, groupLengthAt);
  return changed;
}

/** @param {number} frames */
function numberOfFrames(frames) {
  const digits = String(frames);
  const text = digits.length % 2 === 0 ? digits : `${digits} `;
  return Buffer.concat([
    Buffer.from([0x28, 0x00, 0x08, 0x00, 0x49, 0x53, text.length, 0x00]),
    Buffer.from(text, "latin1"),
  ]);
}
