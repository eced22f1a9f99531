// A GIF without anything but its images, their timing and their repetition.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { bytesOfLatin1, startsWith, u16le, u8 } from "./integers.ts";
import { gifFile, type GifExtension, type GifImage } from "./gifBlocks.ts";

const graphicControl = 0xf9;
const plainText = 0x01;
const application = 0xff;
const repetition = bytesOfLatin1("NETSCAPE2.0");

/**
 * Keeps screen, colours, images, graphic controls and the repetition count; comments, plain text, other application data and
 * what follows the end go. Compressed data are cut where their pixels end.
 */
export function cleanGif(
  bytes: Uint8Array,
): Result<readonly Uint8Array[], PictureProblem> {
  const parsed = gifFile(bytes, { firstImageOnly: false });
  if (!parsed.ok) return parsed;
  const { screen, blocks } = parsed.value;
  if (!blocks.some(({ kind }) => kind === "image")) return failed("damaged");
  const parts: Uint8Array[] = [
    bytesOfLatin1("GIF89a"),
    screen.descriptor,
    screen.colours,
  ];
  // A graphic control governs the next image or plain text only.
  let control: readonly Uint8Array[] = [];
  for (const block of blocks) {
    if (block.kind === "image") {
      parts.push(...control, ...imageParts(block));
      control = [];
    } else if (block.label === graphicControl) control = controlParts(block);
    else if (block.label === plainText) control = [];
    else if (block.label === application) parts.push(...repetitionParts(block));
  }
  parts.push(Uint8Array.of(0x3b));
  return success(parts);
}

function controlParts({ blocks }: GifExtension): readonly Uint8Array[] {
  const [fields] = blocks;
  return fields?.length === 4
    ? [Uint8Array.of(0x21, graphicControl, 4, ...fields, 0)]
    : [];
}

function repetitionParts({ blocks }: GifExtension): readonly Uint8Array[] {
  const [name, count] = blocks;
  const isCount =
    name?.length === repetition.length &&
    startsWith(name, repetition) &&
    count?.length === 3 &&
    u8(count, 0) === 1;
  if (!isCount) return [];
  const times = u16le(count, 1);
  return [
    Uint8Array.of(0x21, application, repetition.length, ...repetition),
    Uint8Array.of(3, 1, times & 0xff, times >> 8, 0),
  ];
}

function imageParts(image: GifImage): readonly Uint8Array[] {
  const parts = [
    Uint8Array.of(0x2c),
    image.descriptor,
    image.colours,
    Uint8Array.of(image.minimumCodeSize),
  ];
  for (let at = 0; at < image.data.length; at += 255) {
    const block = image.data.subarray(at, at + 255);
    parts.push(Uint8Array.of(block.length), block);
  }
  return [...parts, Uint8Array.of(0)];
}
