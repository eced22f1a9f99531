// Checks decoding against the corpus: the same picture in several uncompressed syntaxes must give the same samples.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { noCodestreamDecoders } from "../../testing/noCodestreamDecoders.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { frameDisplayOf } from "./frameDisplay.ts";
import { readFrame } from "./readFrame.ts";
import { renderFrame } from "./renderFrame.ts";

async function decode(path: string) {
  const source = memoryByteSource(readFileSync(corpusPath(path)));
  const dataSet = valueOf(await readDataSet(source));
  const frame = valueOf(
    await readFrame(source, dataSet, 0, noCodestreamDecoders),
  );
  return { dataSet, frame };
}

async function samplesDigest(path: string): Promise<string> {
  const { frame } = await decode(path);
  const { buffer, byteOffset, byteLength } = frame.samples;
  return createHash("sha256")
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest("hex");
}

const ct = "02-transfer-syntaxes/ct-one-image-every-syntax/CTImage.dcm_";
const mr = "02-transfer-syntaxes/pydicom/MR_small_";

describeWithCorpus("uncompressed pictures of the corpus", () => {
  it.each([
    [
      "CT",
      [
        `${ct}LittleEndianImplicitTransferSyntax_1.2.840.10008.1.2.dcm`,
        `${ct}LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm`,
        `${ct}BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2.dcm`,
        `${ct}DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99.dcm`,
      ],
    ],
    [
      "MR",
      [
        "01-plain/pydicom-MR_small.dcm",
        `${mr}implicit.dcm`,
        `${mr}bigendian.dcm`,
        `${mr}expb.dcm`,
      ],
    ],
  ])("%s give the same samples in every syntax", async (_, paths) => {
    const digests = new Set<string>();
    for (const path of paths) digests.add(await samplesDigest(path));

    expect(digests.size).toBe(1);
  });

  it.each([
    "01-plain/pydicom-data-SC_rgb.dcm",
    "01-plain/pydicom-data-SC_rgb_16bit.dcm",
    "01-plain/pydicom-data-SC_rgb_32bit.dcm",
    "01-plain/pydicom-data-SC_ybr_full_uncompressed.dcm",
    "01-plain/pydicom-SC_ybr_full_422_uncompressed.dcm",
  ])("%s starts with a red bar, however colour is stored", async (path) => {
    const { dataSet, frame } = await decode(path);

    const { pixels } = renderFrame(frame, {
      display: frameDisplayOf(dataSet),
      window: null,
      maxSidePixels: 1000,
    });

    const at = (5 * frame.columns + 5) * 4;
    const [red = 0, green = 255, blue = 255] = pixels.subarray(at, at + 3);
    expect(red).toBeGreaterThan(250);
    expect(Math.max(green, blue)).toBeLessThan(5);
  });
});
