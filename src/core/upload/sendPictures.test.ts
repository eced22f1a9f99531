// Stacks of pictures on their way: one request each, never twice, and asked about when its answer is lost.
import { beforeEach, describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import {
  FakeRadiopaedia,
  type FakeFault,
} from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import type { MemoryJournal } from "../../testing/memoryJournal.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { JournalEntry } from "./journalEntry.ts";
import { receiptOf } from "./receipt.ts";
import type { UploadCase } from "./uploadCase.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;
let pngs: readonly SpooledFile[];
let plan: UploadPlan;

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
  const [slice, jpeg] = [
    spool.add(Buffer.from("a slice")),
    spool.add(Buffer.from("one photograph")),
  ];
  pngs = [
    spool.add(Buffer.from("first section")),
    spool.add(Buffer.from("second section")),
  ];
  const plain = testPlan([[[slice]], [pngs, [jpeg]]]);
  const [examination, pictures] = plain.studies;
  if (examination === undefined || pictures === undefined)
    throw new Error("Two studies were planned");
  const [zipped, single] = pictures.stacks;
  if (zipped === undefined || single === undefined)
    throw new Error("Two stacks were planned");
  plan = {
    ...plain,
    studies: [
      examination,
      {
        ...pictures,
        stacks: [
          { ...zipped, picture: "png" },
          { ...single, picture: "jpeg" },
        ],
      },
    ],
  };
});

interface Run {
  readonly upload: UploadCase;
  readonly journal: MemoryJournal;
  readonly end: Promise<UploadView>;
}

/** Starts from a journal; `end` is the first view at rest. */
function start(entries?: readonly JournalEntry[]): Run {
  const world = { service, spool, clock };
  const { upload, journal, settled } = uploadRun(
    entries ?? [frozenPlan(plan, world)],
    world,
  );
  upload.run();
  return { upload, journal, end: settled() };
}

function arrived() {
  return service.cases[0]?.studies[1]?.pictures ?? [];
}

/** The first request of pictures goes wrong in this way. */
function failOnce(fault: FakeFault): void {
  service.fault = (call, nth) =>
    call === "sendPictures" && nth === 1 ? fault : null;
}

const lost: Failure = { kind: "connectionLost", code: "ECONNRESET" };

describe("stacks of pictures", () => {
  it("go in one request each: several in a zip, one as it is", async () => {
    const { end, upload } = start();
    const view = await end;
    expect(view.kind).toBe("done");
    expect(
      arrived().map(({ contentType, filename }) => ({ contentType, filename })),
    ).toEqual([
      { contentType: "application/zip", filename: "stack.zip" },
      { contentType: "image/jpeg", filename: "frame_0000.jpg" },
    ]);
    const [zip, jpeg] = arrived().map(({ bytes }) => bytes);
    expect(jpeg?.toString()).toBe("one photograph");
    // Head of 30 bytes and name of 14 before each file; 46 and the name per entry, and 22, behind them.
    expect(zip?.length).toBe(13 + 14 + 2 * (30 + 14) + 2 * (46 + 14) + 22);
    expect(zip?.includes("frame_0001.pngsecond section")).toBe(true);
    expect(service.uploads.size).toBe(1);
    if (view.kind !== "done") return;
    expect(view.progress).toMatchObject({
      sentImages: 4,
      totalImages: 4,
      sentBytes: 48,
      totalBytes: 48,
    });
    // Of the slice the site tells when it is processed; of pictures nothing more is heard.
    expect(view.progress.stacks.map(({ state }) => state)).toEqual([
      { kind: "processed" },
      { kind: "attached", isFinal: true },
      { kind: "attached", isFinal: true },
    ]);
    const receipt = receiptOf(
      upload.state,
      { appVersion: "1", policyVersion: "1" },
      (id) => `/cases/${id}`,
    );
    expect(receipt?.isComplete).toBe(true);
    expect(receipt?.studies[1]?.stacks[0]?.images).toHaveLength(2);
  });

  it("are asked about when the answer is lost, and not sent again if they arrived", async () => {
    failOnce({ failure: lost, isDone: true });
    const { end, upload, journal } = start();
    expect(await end).toMatchObject({ kind: "inDoubt", call: "attachStack" });
    await upload.close();
    const again = start(journal.entries);
    expect(await again.end).toMatchObject({ kind: "inDoubt" });
    again.upload.answerDoubt({ kind: "itArrived" });
    await again.upload.close();
    expect(await start(again.journal.entries).end).toMatchObject({
      kind: "done",
    });
    expect(arrived()).toHaveLength(2);
  });

  it("are sent again without a question if the request was cut short", async () => {
    failOnce({ failure: lost, wasSent: false });
    expect((await start().end).kind).toBe("done");
    expect(arrived()).toHaveLength(2);
  });

  it("are not sent if a file in the spool has changed", async () => {
    const [first] = pngs;
    if (first !== undefined) spool.damage(first);
    expect(await start().end).toMatchObject({
      kind: "stopped",
      failure: { kind: "spoolDamaged" },
    });
    expect(arrived()).toHaveLength(0);
    expect(spool.openFiles).toBe(0);
  });
});
