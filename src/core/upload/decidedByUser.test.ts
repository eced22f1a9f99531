// What goes on only because the user said so: a stack without refused images, and a new draft in place of one that is gone.
import { beforeEach, describe, expect, it } from "vitest";
import { FakeRadiopaedia } from "../../testing/fakeRadiopaedia.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { MemorySpool } from "../../testing/memorySpool.ts";
import { testPlan, testStackId } from "../../testing/uploadPlans.ts";
import { frozenPlan, uploadRun } from "../../testing/uploadRun.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import type { SpooledFile } from "../ports/spool.ts";
import { compactEntries } from "./compactEntries.ts";
import { receiptOf } from "./receipt.ts";
import { replay } from "./transition.ts";

let clock: HastyClock;
let service: FakeRadiopaedia;
let spool: MemorySpool;
let images: readonly SpooledFile[];

beforeEach(() => {
  clock = new HastyClock();
  service = new FakeRadiopaedia(clock);
  spool = new MemorySpool();
  images = [1, 2, 3, 4].map((fill) =>
    spool.add(new Uint8Array(1000).fill(fill)),
  );
});

function begun(plan: UploadPlan) {
  const world = { service, spool, clock };
  const { upload, journal, settled } = uploadRun(
    [frozenPlan(plan, world)],
    world,
  );
  const receipt = () =>
    receiptOf(
      upload.state,
      { appVersion: "1", policyVersion: "0.5.2" },
      (id) => `https://service.test/cases/${id}`,
    );
  /** The journal alone must tell the same, long or short. */
  const expectToldByJournal = () => {
    const told = replay(journal.entries);
    expect(told.ok && told.value).toEqual(upload.state);
    expect(replay(compactEntries(journal.entries))).toEqual(told);
  };
  return { upload, rest: settled, receipt, expectToldByJournal };
}

function uploadIdOf(file: SpooledFile | undefined): number {
  return (file && service.uploads.get(file.sha256Hex)) ?? 0;
}

/** An attach, by default the first, is refused for these places of the stack. */
function refuses(places: readonly number[], refusedNth = 1): void {
  service.fault = (call, nth) =>
    call === "attachStack" && nth === refusedNth
      ? {
          failure: {
            kind: "notAnonymized",
            tags: ["00100010"],
            uploadIds: places.map((place) => uploadIdOf(images[place - 1])),
            detail: "Key 00100010 not anonymized",
          },
        }
      : null;
}

describe("images that the site refuses by name", () => {
  it("are left out when the user says so, and told of in journal, account and receipt", async () => {
    refuses([2]);
    const { upload, rest, receipt, expectToldByJournal } = begun(
      testPlan([[images]]),
    );
    upload.run();
    expect(await rest()).toMatchObject({
      kind: "stopped",
      failure: {
        kind: "notAnonymized",
        refusedImages: { stackId: testStackId(1), places: [2], outOf: 4 },
      },
    });
    expect(service.cases[0]?.studies[0]?.stacks).toEqual([]);
    upload.leaveOutRefusedImages();
    upload.run();
    expect(await rest()).toMatchObject({
      kind: "done",
      account: {
        found: 4,
        uploaded: 3,
        uploadedImages: 3,
        leftOut: 1,
        leftOutByReason: [{ reason: { kind: "refusedBySite" }, count: 1 }],
      },
    });
    const kept = [images[0], images[2], images[3]];
    expect(service.cases[0]?.studies[0]?.stacks).toMatchObject([
      {
        uploadIds: kept.map(uploadIdOf),
        // It was the third of four, and still is the same image.
        rootIndex: 1,
      },
    ]);
    expect(receipt()?.studies[0]?.stacks[0]).toMatchObject({
      imageCount: 3,
      leftOut: [images[1]?.sha256Hex],
    });
    expectToldByJournal();
  });

  it("are named by their places among all images of the stack, also when more follow", async () => {
    refuses([2]);
    const { upload, rest } = begun(testPlan([[images]]));
    upload.run();
    await rest();
    refuses([3], 2);
    upload.leaveOutRefusedImages();
    upload.run();
    await rest();
    upload.leaveOutRefusedImages();
    upload.run();
    const place = (imageNumber: number) => ({
      stackNumber: 1,
      stackLabel: "Axial",
      imageNumber,
      reason: { kind: "refusedBySite" },
    });
    expect(await rest()).toMatchObject({
      kind: "done",
      account: { refusedImages: [place(2), place(3)] },
    });
  });

  it("stay in the stack as long as the user only tries again", async () => {
    refuses([2]);
    const { upload, rest } = begun(testPlan([[images]]));
    upload.run();
    await rest();
    upload.run();
    expect((await rest()).kind).toBe("done");
    expect(
      service.cases[0]?.studies[0]?.stacks.map(
        ({ uploadIds }) => uploadIds.length,
      ),
    ).toEqual([4]);
  });

  it("cannot be left out when that would be all of them", async () => {
    refuses([1, 2, 3, 4]);
    const { upload, rest } = begun(testPlan([[images]]));
    upload.run();
    const view = await rest();
    expect(view.kind === "stopped" && view.failure).not.toHaveProperty(
      "refusedImages",
    );
    upload.leaveOutRefusedImages();
    expect(upload.view().kind).toBe("stopped");
  });
});

describe("a draft that was deleted on the site after a stack was attached", () => {
  const plan = () => testPlan([[images.slice(0, 2)], [images.slice(2)]]);

  function deletesDraftAfterFirstStack(): void {
    service.during = (call) => {
      const isSecond = service.count("attachStack") === 2;
      if (call === "attachStack" && isSecond && service.cases.length === 1)
        service.cases.length = 0;
    };
  }

  it("is given up for a new one when the user says so, and that one gets everything", async () => {
    deletesDraftAfterFirstStack();
    const { upload, rest, receipt, expectToldByJournal } = begun(plan());
    upload.run();
    expect(await rest()).toMatchObject({
      kind: "stopped",
      failure: { kind: "draftGone", problem: "deleted", isReplaceable: true },
    });
    const goneId = receipt()?.caseId;
    upload.giveUpDraft();
    await expect
      .poll(() => upload.view())
      .toMatchObject({
        kind: "paused",
        progress: { sentImages: 0, caseUrl: null },
      });
    service.during = () => undefined;
    upload.run();
    expect((await rest()).kind).toBe("done");
    expect(service.cases).toHaveLength(1);
    expect(
      service.cases[0]?.studies.map(({ stacks }) =>
        stacks.map(({ uploadIds }) => uploadIds.length),
      ),
    ).toEqual([[2], [2]]);
    expect(receipt()).toMatchObject({
      caseId: service.cases[0]?.remoteCaseId,
      givenUpCaseIds: [goneId],
      isComplete: true,
    });
    expectToldByJournal();
  });

  it("is not replaced by merely trying again", async () => {
    deletesDraftAfterFirstStack();
    const { upload, rest } = begun(plan());
    upload.run();
    await rest();
    upload.run();
    expect(await rest()).toMatchObject({
      kind: "stopped",
      failure: { kind: "draftGone" },
    });
    expect(service.count("createCase")).toBe(1);
  });

  it("cannot be given up while it is there", async () => {
    const { upload, rest } = begun(plan());
    upload.run();
    await rest();
    upload.giveUpDraft();
    expect(upload.view().kind).toBe("done");
  });
});
