// The short journal tells the same story as the long one.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemorySpool } from "../../testing/memorySpool.ts";
import {
  testPlan,
  testStackId,
  testStudyKey,
} from "../../testing/uploadPlans.ts";
import { compactEntries } from "./compactEntries.ts";
import type { JournalEntry } from "./journalEntry.ts";
import { replay, type UploadEvent } from "./transition.ts";

const spool = new MemorySpool();
const images = [1, 2, 3, 4].map((byte) => spool.add(new Uint8Array([byte])));
const plan = testPlan([[images.slice(0, 2), images.slice(2, 3)], [images]]);
const frozen: JournalEntry = { kind: "planFrozen", version: 1, atMs: 1, plan };

/** What may come of one effect, tried again and again. */
const tries = (atMs: number): readonly (readonly UploadEvent[])[] => {
  const studyKey = testStudyKey(1 + (atMs % 2));
  const stackId = testStackId(1 + (atMs % 3));
  const { sha256Hex } = images[atMs % images.length]!;
  const attached: UploadEvent[] = [
    { kind: "stackIntended", atMs, stackId },
    { kind: "stackAttached", atMs, stackId, jobId: "7", how: "answered" },
  ];
  return [
    [
      { kind: "caseIntended", atMs },
      { kind: "caseWithdrawn", atMs },
    ],
    [
      { kind: "caseIntended", atMs },
      { kind: "caseCreated", atMs, remoteCaseId: 5, how: "adopted" },
    ],
    [
      { kind: "studyIntended", atMs, studyKey },
      { kind: "studyWithdrawn", atMs, studyKey },
    ],
    [
      { kind: "studyIntended", atMs, studyKey },
      {
        kind: "studyCreated",
        atMs,
        studyKey,
        remoteStudyId: 6,
        how: "answered",
      },
    ],
    [{ kind: "studyIntended", atMs, studyKey }],
    [{ kind: "imageStored", atMs, sha256Hex, uploadId: atMs }],
    [
      { kind: "stackIntended", atMs, stackId },
      { kind: "stackWithdrawn", atMs, stackId },
    ],
    attached,
    [
      ...attached,
      { kind: "stackProcessed", atMs, stackId, hasFailed: true },
      { kind: "stackRetried", atMs, stackId },
    ],
    [
      ...attached,
      { kind: "stackProcessed", atMs, stackId, hasFailed: atMs % 2 === 0 },
    ],
    [{ kind: "paused", atMs }],
    [{ kind: "resumed", atMs }],
    [{ kind: "finished", atMs }],
    [{ kind: "cancelled", atMs }],
    [{ kind: "accountBound", atMs, login: "jo" }],
    [{ kind: "imageStoredOtherwise", atMs, sha256Hex }],
  ];
};

const history = fc
  .array(fc.record({ which: fc.nat(15), atMs: fc.integer({ min: 1 }) }), {
    maxLength: 60,
  })
  .map((steps) => [
    frozen,
    ...steps.flatMap(({ which, atMs }) => tries(atMs)[which] ?? []),
  ]);

describe("a compacted journal", () => {
  it("replays to the same state, cut off anywhere", () => {
    fc.assert(
      fc.property(history, fc.nat(200), (entries, cut) => {
        const part = entries.slice(0, 1 + (cut % entries.length));
        expect(replay(compactEntries(part))).toEqual(replay(part));
      }),
      { numRuns: 500 },
    );
  });

  it("replays to the same state after a study was given up for a new one", () => {
    const [first, ...others] = plan.studies;
    const existing = { remoteStudyId: 9, name: "" };
    const appended: JournalEntry = {
      ...frozen,
      plan: {
        ...plan,
        target: { kind: "existingCase", remoteCaseId: 5 },
        studies: [{ ...first!, existing }, ...others],
      },
    };
    const givenUp: UploadEvent = {
      kind: "studyGivenUp",
      atMs: 1,
      studyKey: testStudyKey(1),
      remoteStudyId: 9,
    };
    fc.assert(
      fc.property(history, history, ([, ...before], [, ...after]) => {
        // The draft exists, and so did the study until then.
        const entries = [
          appended,
          ...before.filter(({ kind }) => !/^(?:case|study)/.test(kind)),
          givenUp,
          ...after.filter(({ kind }) => !kind.startsWith("case")),
        ];
        expect(replay(compactEntries(entries))).toEqual(replay(entries));
      }),
      { numRuns: 200 },
    );
  });

  it("stays as long as the case is large, however often it was tried", () => {
    const again = Array.from({ length: 1000 }, (_, atMs) => [
      ...(tries(atMs)[0] ?? []),
      ...(tries(atMs)[5] ?? []),
      ...(tries(atMs)[10] ?? []),
    ]).flat();
    expect(
      compactEntries([frozen, ...again]).map((entry) => entry.kind),
    ).toEqual([
      "planFrozen",
      "imageStored",
      "imageStored",
      "imageStored",
      "imageStored",
      "paused",
    ]);
  });
});
