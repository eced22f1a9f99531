// A GIF without anything but its first image.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { bytesOfLatin1 } from "./integers.ts";
import { gifFile, type GifExtension, type GifImage } from "./gifBlocks.ts";

const graphicControl = 0xf9;
const plainText = 0x01;

/**
 * Keeps screen, colours, the first image and its graphic control; comments, plain text, application data, the later images of
 * an animation and what follows go. The first image is what the window shows, masks and looks through for text: of the others
 * nobody could say what is in them. Compressed data are cut where their pixels end.
 */
export function cleanGif(
  bytes: Uint8Array,
): Result<readonly Uint8Array[], PictureProblem> {
  const parsed = gifFile(bytes, { firstImageOnly: true });
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
