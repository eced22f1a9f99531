// The self-test passes over the preparation as it is, and fails over each way of breaking it.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  nodeSpoolFileSystem,
  SpoolWriter,
  type UnfinishedFile,
} from "../adapters/fileSpool/spoolWriter.ts";
import type { FrameDecoder } from "../core/deid/framePixels.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import { success } from "../shared/result.ts";
import { HastyClock } from "../testing/hastyClock.ts";
import { memoryByteSource } from "../testing/memoryByteSource.ts";
import { noCodestreamDecoders } from "../testing/noCodestreamDecoders.ts";
import { preparationSelfTest } from "./preparationSelfTest.ts";
import { prepareImages } from "./prepareImages.ts";

const decode: FrameDecoder = (source, dataSet, frameIndex) =>
  readFrame(source, dataSet, frameIndex, noCodestreamDecoders);
const scratch = {
  create: () => Promise.reject(new Error("unpacked")),
  remove: () => Promise.resolve(),
  decryptionOf: () => null,
};
const aborted = AbortSignal.abort();

type Prepare = typeof prepareImages;

function selfTest(
  prepare: Prepare,
  signal = aborted,
  clock = new HastyClock(),
) {
  return preparationSelfTest({ prepare, decode, scratch, clock }, signal);
}

/** Changes each output on its way to the spool, and its hash with it, after it was verified. */
class SpoilingSpool extends SpoolWriter {
  readonly #spool: SpoolWriter;
  readonly #spoil: (output: Buffer) => void;

  constructor(spool: SpoolWriter, spoil: (output: Buffer) => void) {
    super("", nodeSpoolFileSystem);
    this.#spool = spool;
    this.#spoil = spoil;
  }

  override begin() {
    let output = Buffer.alloc(0);
    const file: UnfinishedFile = {
      write: (chunks) => {
        output = Buffer.concat([output, ...chunks]);
        return success(null);
      },
      written: () => memoryByteSource(output),
      commit: async () => {
        this.#spoil(output);
        const begun = this.#spool.begin();
        if (!begun.ok) return begun;
        begun.value.write([output]);
        const hash = createHash("sha256").update(output).digest("hex");
        return begun.value.commit(hash as Sha256Hex);
      },
      discard: () => undefined,
    };
    return success(file);
  }
}

function spoiling(spoil: (output: Buffer) => void): Prepare {
  return (job, deps, signal) => {
    const spool = new SpoilingSpool(deps.spool, spoil);
    return prepareImages(job, { ...deps, spool }, signal);
  };
}

function overwrite(output: Buffer, what: string, by: string): void {
  const at = output.indexOf(what, 0, "latin1");
  expect(at).toBeGreaterThan(0);
  output.write(by, at, "latin1");
}

describe("preparationSelfTest", () => {
  it("finds nothing wrong with the preparation as it is", async () => {
    expect(await selfTest(prepareImages)).toBeNull();
  });

  it("tests images of several classes, frames and masks before real work may begin", async () => {
    const images: (readonly [number | null, number])[] = [];
    await selfTest((job, deps, signal) => {
      for (const { frame, masks } of job.images)
        images.push([frame, masks?.length ?? 0]);
      return prepareImages(job, deps, signal);
    });
    expect(images).toEqual([
      [null, 0],
      [null, 0],
      [null, 0],
      [1, 0],
      [2, 1],
    ]);
  });

  it.each([
    [
      "a word of the patient in a value that stays",
      "markerLeft",
      (output: Buffer) => {
        overwrite(output, "CASEDROP", "SN-90218");
        overwrite(output, "Casedrop, Radiopaedia", "Kanarienvogelova     ");
      },
    ],
    [
      "an original UID",
      "markerLeft",
      (output: Buffer) => {
        overwrite(output, "1.2.826.0.1.3680043.10.341.512.", "2.25.7731904419");
      },
    ],
    [
      "a mark in the preamble",
      "markerLeft",
      (output: Buffer) => {
        output.write("canary in the preamble", 0, "latin1");
      },
    ],
    [
      "a pixel that is not as it was",
      "pixelsChanged",
      (output: Buffer) => {
        output[output.length - 1] = (output.at(-1) ?? 0) ^ 1;
      },
    ],
    [
      "an attribute that the policy would change",
      "policyWouldChange",
      (output: Buffer) => {
        overwrite(output, "YES ", "NO  ");
      },
    ],
    [
      "an output that is no DICOM file",
      "unreadable",
      (output: Buffer) => {
        output.fill(1, 128);
      },
    ],
  ])("tells of %s", async (_, problem, spoil) => {
    expect(await selfTest(spoiling(spoil))).toBe(problem);
  });

  it("tells of a hash that is not that of the output", async () => {
    const prepare: Prepare = async (job, deps, signal) => {
      const answer = await prepareImages(job, deps, signal);
      if (answer.kind !== "prepared") return answer;
      const images = answer.images.map((image) =>
        image.ok
          ? success({ ...image.value, sha256Hex: "00" as Sha256Hex })
          : image,
      );
      return { ...answer, images };
    };
    expect(await selfTest(prepare)).toBe("wrongHash");
  });

  it("tells of a text that a policy gone wrong keeps", async () => {
    expect(
      await selfTest((job, deps, signal) =>
        prepareImages({ ...job, keptFreeText: ["0008103E"] }, deps, signal),
      ),
    ).toBe("markerLeft");
  });

  it("tells of an image that is refused", async () => {
    expect(
      await selfTest((job, deps, signal) =>
        prepareImages(
          { ...job, saltHex: "00".repeat(16), images: [] },
          deps,
          signal,
        ),
      ),
    ).toBe("refused");
  });

  it("goes on with slices until real work comes", async () => {
    const working = new AbortController();
    let rounds = 0;
    const prepare: Prepare = (job, deps, signal) => {
      rounds += 1;
      if (rounds === 3) working.abort();
      return prepareImages(job, deps, signal);
    };
    expect(await selfTest(prepare, working.signal)).toBeNull();
    expect(rounds).toBe(3);
  });

  it("ends by itself after two and a half seconds", async () => {
    const clock = new HastyClock();
    let rounds = 0;
    const prepare: Prepare = (job, deps, signal) => {
      rounds += 1;
      clock.pass(1000);
      return prepareImages(job, deps, signal);
    };
    const never = new AbortController().signal;
    expect(await selfTest(prepare, never, clock)).toBeNull();
    expect(rounds).toBe(3);
  });
});
