// What the snapshot says of a case at each moment.
import { describe, expect, it } from "vitest";
import { MemorySpool } from "../../testing/memorySpool.ts";
import {
  testPlan,
  testStackId,
  testStudyKey,
} from "../../testing/uploadPlans.ts";
import { transition, type UploadEvent } from "./transition.ts";
import { initialState } from "./uploadState.ts";
import { uploadView } from "./uploadView.ts";

const image = new MemorySpool().add(new Uint8Array([1]));
const plan = testPlan([[[image]]]);

function running(events: readonly UploadEvent[]) {
  return uploadView(events.reduce(transition, initialState(plan, 0)), {
    rest: { kind: "running" },
    finishFailure: null,
    waiting: null,
    gap: null,
    inFlightBytes: 0,
    bytesPerSecond: null,
    siteStatuses: new Map(),
    marksFinished: true,
    caseUrlOf: (id) => `https://service.test/cases/${id}`,
  });
}

const attached: readonly UploadEvent[] = [
  { kind: "caseCreated", atMs: 1, remoteCaseId: 7, how: "answered" },
  {
    kind: "studyCreated",
    atMs: 1,
    studyKey: testStudyKey(1),
    remoteStudyId: 8,
    how: "answered",
  },
  { kind: "imageStored", atMs: 1, sha256Hex: image.sha256Hex, uploadId: 9 },
  {
    kind: "stackAttached",
    atMs: 1,
    stackId: testStackId(1),
    jobId: "job",
    how: "answered",
  },
];

describe("a case on its way", () => {
  it("says no time left once every byte has arrived", () => {
    const arrived = attached.slice(0, 3);
    expect(running(arrived)).toMatchObject({
      progress: {
        phase: "attachingStacks",
        sentBytes: 1,
        totalBytes: 1,
        secondsLeft: null,
      },
    });
  });

  it("accounts for every file as soon as all is sent, while the site still processes it", () => {
    expect(running(attached)).not.toHaveProperty("account");
    expect(running([...attached, { kind: "finished", atMs: 2 }])).toMatchObject(
      {
        kind: "running",
        progress: {
          phase: "processing",
          caseUrl: "https://service.test/cases/7",
        },
        account: plan.account,
      },
    );
  });
});

it("tells of a cancelled case which stacks are on the site", () => {
  const cancelled: UploadEvent = { kind: "cancelled", atMs: 2 };
  expect(running([...attached, cancelled])).toMatchObject({
    kind: "cancelled",
    stacks: [{ stackId: testStackId(1), imageCount: 1 }],
  });
  expect(running([...attached.slice(0, 3), cancelled])).toMatchObject({
    kind: "cancelled",
    stacks: [],
  });
});
