// Judges what was made of a made-up image, by its bytes alone: none of the planner's or the verifier's decisions has a say in it.
import { createHash } from "node:crypto";
import type { SelfTestProblem } from "../../../shared/selfTestProblem.ts";
import { readDataSet } from "../../dicom/readDataSet.ts";
import type { ByteSource } from "../../ports/byteSource.ts";
import { success } from "../../../shared/result.ts";
import { policyWouldChange } from "../policyResidue.ts";
import { markers } from "./marks.ts";

const markerBytes = markers.map((marker) => Buffer.from(marker, "latin1"));

/** What is wrong with an output that has to have these pixels and this hash; null if nothing is. */
export async function problemOfOutput(
  output: Buffer,
  expected: { readonly pixels: Uint8Array; readonly sha256Hex: string },
): Promise<SelfTestProblem | null> {
  if (markerBytes.some((marker) => output.includes(marker)))
    return "markerLeft";
  const read = await readDataSet(bytesAsSource(output));
  if (!read.ok || read.value.pixelData === null) return "unreadable";
  const { pixelData } = read.value;
  // Pixel Data is the last of an output.
  if (!output.subarray(pixelData.valueOffset).equals(expected.pixels))
    return "pixelsChanged";
  if (policyWouldChange(read.value).length > 0) return "policyWouldChange";
  const hash = createHash("sha256").update(output).digest("hex");
  return hash === expected.sha256Hex ? null : "wrongHash";
}

/** Bytes in memory, read as a file is. */
export function bytesAsSource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.byteLength,
    read: (offset, length) =>
      Promise.resolve(success(bytes.subarray(offset, offset + length))),
    close: () => Promise.resolve(),
  };
}
