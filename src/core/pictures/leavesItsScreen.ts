// Tells a GIF of which nobody can see all that leaves.
import type { PictureFormat } from "../../shared/pictureFormat.ts";
import { gifFile } from "./gifBlocks.ts";
import { u16le } from "./integers.ts";

/** True for a GIF whose first image reaches beyond its screen, where nobody sees it, or of which that cannot be ruled out. */
export function leavesItsScreen(
  bytes: Uint8Array,
  format: PictureFormat,
): boolean {
  if (format !== "gif") return false;
  const parsed = gifFile(bytes, { firstImageOnly: true });
  if (!parsed.ok) return true;
  const { screen, blocks } = parsed.value;
  return blocks.some(
    (block) =>
      block.kind === "image" &&
      (u16le(block.descriptor, 0) + u16le(block.descriptor, 4) >
        screen.columns ||
        u16le(block.descriptor, 2) + u16le(block.descriptor, 6) > screen.rows),
  );
}
