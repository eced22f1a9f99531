// The sandbox's own look at pictures: whatever could tell of a person, a place, a time or a device refuses them.
//
// It shares nothing with the app, which takes pictures apart and puts them together; this only looks for what must not be there.
import { readPictureArchive } from "./pictureArchive.ts";

type Check = (bytes: Buffer) => readonly string[];

const checks: Readonly<Record<string, Check>> = {
  "image/jpeg": checkJpeg,
  "image/png": checkPng,
  "image/gif": checkGif,
  "image/bmp": checkBmp,
  "video/mp4": (bytes) => checkBoxes(bytes, ""),
  "application/zip": checkArchive,
};

const typeByEnding: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  bmp: "image/bmp",
};

/** Content type of a picture in an archive, by its name; null for any other file. */
export function pictureType(name: string): string | null {
  return typeByEnding[name.split(".").at(-1) ?? ""] ?? null;
}

/** What a file of this content type carries beside its picture, each once, in English and free of its values. */
export function checkPicture(
  contentType: string,
  bytes: Buffer,
): readonly string[] {
  const check = checks[contentType];
  return check === undefined ? ["unknown type"] : [...new Set(check(bytes))];
}

function checkArchive(bytes: Buffer): readonly string[] {
  const { pictures, problems } = readPictureArchive(bytes);
  return [
    ...problems,
    ...pictures.flatMap((picture) => {
      const type = pictureType(picture.name);
      return type === null
        ? ["zip with other files"]
        : checkPicture(type, picture.bytes);
    }),
  ];
}

/** An Exif that says only the orientation is 34 bytes long, a JFIF without thumbnail 16, an Adobe segment 14. */
const jpegSegmentBytes: Readonly<Record<number, number>> = {
  0xe0: 16,
  0xe1: 34,
  0xee: 14,
};

function checkJpeg(bytes: Buffer): readonly string[] {
  const problems: string[] = [];
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8)
    return ["JPEG without a start"];
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return [...problems, "JPEG with loose bytes"];
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) break;
    const length = bytes.readUInt16BE(at + 2);
    const isApplication = marker >= 0xe0 && marker <= 0xef;
    if (isApplication && jpegSegmentBytes[marker] !== length)
      problems.push(`JPEG with application data ${marker - 0xe0}`);
    if (marker === 0xfe) problems.push("JPEG with a comment");
    at += 2 + length;
  }
  const end = bytes.lastIndexOf(Buffer.of(0xff, 0xd9));
  if (end !== bytes.length - 2) problems.push("JPEG with bytes behind its end");
  return problems;
}

const pngChunks = /^(IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|sBIT|bKGD|pHYs)$/;

function checkPng(bytes: Buffer): readonly string[] {
  const problems: string[] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (!pngChunks.test(type)) problems.push("PNG with other chunks");
    at += 12 + bytes.readUInt32BE(at);
    if (type === "IEND") break;
  }
  return at === bytes.length
    ? problems
    : [...problems, "PNG with bytes behind its end"];
}

function checkGif(bytes: Buffer): readonly string[] {
  const problems: string[] = [];
  if (bytes.length < 14) return ["GIF without images"];
  const tableBytes = (packed: number) =>
    packed >= 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
  let at = 13 + tableBytes(bytes[10] ?? 0);
  const skipSubBlocks = () => {
    while ((bytes[at] ?? 0) !== 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
  };
  while (at < bytes.length && bytes[at] !== 0x3b) {
    const label = bytes[at + 1] ?? 0;
    if (bytes[at] === 0x2c) at += 11 + tableBytes(bytes[at + 9] ?? 0);
    else {
      const isRepetition =
        label === 0xff &&
        bytes.toString("latin1", at + 3, at + 14) === "NETSCAPE2.0";
      if (label !== 0xf9 && !isRepetition)
        problems.push("GIF with other extensions");
      at += 2;
    }
    skipSubBlocks();
  }
  return at === bytes.length - 1
    ? problems
    : [...problems, "GIF with bytes behind its end"];
}

function checkBmp(bytes: Buffer): readonly string[] {
  if (bytes.length < 54) return ["BMP without a header"];
  const headerBytes = bytes.readUInt32LE(14);
  const palette = bytes.readUInt32LE(46) * 4;
  const pixelsAt = bytes.readUInt32LE(10);
  const hasGap = pixelsAt !== 14 + headerBytes + palette;
  const isWhole = pixelsAt + bytes.readUInt32LE(34) === bytes.length;
  return [
    ...(hasGap ? ["BMP with a gap"] : []),
    ...(isWhole ? [] : ["BMP with bytes behind its end"]),
    ...(headerBytes > 108 ? ["BMP with a colour profile"] : []),
  ];
}

const containers = ["moov", "trak", "mdia", "minf", "dinf", "stbl", "edts"];
const plainBoxes =
  /^(ftyp|mdat|mvhd|tkhd|elst|mdhd|hdlr|vmhd|dref|stsd|stts|ctts|stss|stsc|stsz|stco|co64)$/;

function checkBoxes(bytes: Buffer, parent: string): readonly string[] {
  const problems: string[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length) return [...problems, "MP4 with loose bytes"];
    const short = bytes.readUInt32BE(at);
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (size < 8 || at + size > bytes.length)
      return [...problems, "MP4 with a damaged box"];
    const content = bytes.subarray(at + 8, at + size);
    if (containers.includes(type)) problems.push(...checkBoxes(content, type));
    else if (!plainBoxes.test(type))
      problems.push(`MP4 with other boxes in ${parent || "the file"}`);
    if (/^(mvhd|tkhd|mdhd)$/.test(type) && !hasNoTimes(content))
      problems.push("MP4 with times");
    if (type === "hdlr" && content.toString("latin1", 8, 12) !== "vide")
      problems.push("MP4 with other tracks than video");
    at += size;
  }
  return problems;
}

function hasNoTimes(content: Buffer): boolean {
  const end = content[0] === 1 ? 20 : 12;
  return content.subarray(4, end).every((byte) => byte === 0);
}
