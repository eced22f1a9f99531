// Makes one uncompressed multi-frame file of any size for benchmarks, from a slice of ctSlices.mjs.
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
  const folder = join(dirname(path), "slice");
  writeCtSlices(folder, { files: 1, rows });
  const slice = readFileSync(join(folder, "SE00000", "IM000000"));
  rmSync(folder, { recursive: true });
  const rowsAt = slice.indexOf(rowsTag);
  const pixelsAt = slice.indexOf(pixelDataTag);
  const pixelHead = Buffer.alloc(12);
  pixelDataTag.copy(pixelHead);
  const frame = slice.subarray(pixelsAt + 12);
  pixelHead.writeUInt32LE(frame.length * frames, 8);
  const descriptor = openSync(path, "w");
  writeSync(descriptor, slice.subarray(0, rowsAt));
  writeSync(descriptor, numberOfFrames(frames));
  writeSync(descriptor, slice.subarray(rowsAt, pixelsAt));
  writeSync(descriptor, pixelHead);
  for (let index = 0; index < frames; index += 1) {
    frame.writeUInt32LE(index, 0);
    writeSync(descriptor, frame);
  }
  closeSync(descriptor);
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
