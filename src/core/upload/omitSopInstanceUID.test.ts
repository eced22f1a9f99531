// A site of an older policy: its refusal, and the remedy that leaves one element out.
import { describe, expect, it } from "vitest";
import { compliantSlice } from "../../testing/compliantSlice.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import { sopInstanceUIDRange } from "../deid/withoutSopInstanceUID.ts";
import { compactEntries } from "./compactEntries.ts";
import { replay } from "./transition.ts";

async function prepared(instanceNumber: number): Promise<Buffer> {
  const made = await deidentifyInMemory(compliantSlice({ instanceNumber }));
  if (!made.ok) throw new Error(made.failure.kind);
  return Buffer.from(made.value.bytes);
}

function withoutUID(file: Buffer): Buffer {
  const range = sopInstanceUIDRange(file);
  if (range === null || range === "damaged") throw new Error("Not found");
  return Buffer.concat([
    file.subarray(0, range.start),
    file.subarray(range.end),
  ]);
}

/** A case of one stack of these files, refused once for its SOP Instance UID. */
function refusedCase(files: readonly Buffer[]) {
  const clock = new HastyClock();
  const service = new FakeRadiopaedia(clock);
  const spool = new MemorySpool();
  const world = { service, spool, clock };
  const plan = testPlan([[files.map((file) => spool.add(file))]]);
  const { upload, journal, settled } = uploadRun(
    [frozenPlan(plan, world)],
    world,
  );
  service.fault = (call, nth) =>
    call === "attachStack" && nth === 1
      ? {
          failure: {
            kind: "notAnonymized",
            tags: ["00080018"],
            detail: "Key 00080018 not anonymized",
          },
        }
      : null;
  return { service, spool, upload, journal, rest: settled };
}

describe("a stack refused for its SOP Instance UID", () => {
  it("is named, prepared without it and sent in the same draft", async () => {
    const files = await Promise.all([1, 2, 3].map(prepared));
    const { service, spool, upload, journal, rest } = refusedCase(files);
    const omitted = files.map((file) => spool.add(withoutUID(file)));
    upload.run();
    expect(await rest()).toMatchObject({
      kind: "stopped",
      failure: { kind: "notAnonymized", tags: ["00080018"], stack: "Axial" },
    });
    upload.omitSopInstanceUID();
    upload.run();
    expect((await rest()).kind).toBe("done");
    expect(service.cases).toHaveLength(1);
    expect(service.cases[0]?.studies[0]?.stacks[0]?.uploadIds).toEqual(
      omitted.map(({ sha256Hex }) => service.uploads.get(sha256Hex)),
    );
    // Told by the journal alone, long or short.
    const told = replay(journal.entries);
    expect(told.ok && told.value.stacks).toEqual(upload.state.stacks);
    expect(told.ok && told.value.storedBytes).toBe(upload.state.storedBytes);
    expect(replay(compactEntries(journal.entries))).toEqual(told);
  });

  it("is not sent when a copy is not what the policy would leave", async () => {
    const files = [1, 2, 3].map((instanceNumber) =>
      // Not of our making: nobody vouches for what else it holds.
      compliantSlice({ instanceNumber }),
    );
    const { service, upload, rest } = refusedCase(files);
    upload.run();
    await rest();
    const puts = service.uploads.size;
    const asked = service.count("attachStack");
    upload.omitSopInstanceUID();
    // As window and command line do at once.
    upload.run();
    expect(await rest()).toMatchObject({
      kind: "stopped",
      failure: { kind: "spoolDamaged" },
    });
    expect(service.count("attachStack")).toBe(asked);
    expect(service.uploads.size).toBe(puts);
    expect(service.cases[0]?.studies[0]?.stacks).toEqual([]);
  });
});
