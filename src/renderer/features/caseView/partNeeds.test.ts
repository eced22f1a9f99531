// Tabs say what their part still needs.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../../shared/failure.ts";
import type { StackId } from "../../../shared/identifiers.ts";
import type {
  Blocker,
  CaseSnapshot,
  SendProgress,
} from "../../../shared/snapshot.ts";
import { nothingLeft } from "../../../testing/fakeCaseSender.ts";
import { caseSnapshot } from "../../testing/snapshots.ts";
import { partNeed } from "./partNeeds.ts";

const blocked = (...blockers: Blocker[]): CaseSnapshot => {
  const snapshot = caseSnapshot();
  return { ...snapshot, check: { ...snapshot.check, blockers } };
};

const progress: SendProgress = {
  phase: "sendingImages",
  sentBytes: 25,
  totalBytes: 100,
  sentImages: 1,
  totalImages: 4,
  bytesPerSecond: null,
  secondsLeft: null,
  stacks: [],
  caseUrl: null,
};

describe("what a part needs", () => {
  it("counts blockers where they are mended", () => {
    const snapshot = blocked(
      { kind: "missingField", field: "title" },
      { kind: "missingField", field: "systemId" },
      { kind: "notPrepared" },
      { kind: "nothingSelected" },
    );
    expect(partNeed("images", snapshot)?.text).toBe("1");
    expect(partNeed("details", snapshot)?.text).toBe("2");
    expect(partNeed("check", snapshot)?.name).toBe("1 still to do");
  });

  it("ticks a part that needs nothing", () => {
    expect(partNeed("details", blocked({ kind: "notPrepared" }))?.name).toBe(
      "nothing missing",
    );
  });

  it("ticks nothing while no image is chosen, as nothing was judged yet", () => {
    for (const kind of ["scanning", "noImages", "nothingSelected"] as const) {
      expect(partNeed("details", blocked({ kind }))).toBeNull();
      expect(partNeed("check", blocked({ kind }))).toBeNull();
      expect(partNeed("images", blocked({ kind }))?.text).toBe("1");
    }
  });

  it("asks for nothing once the case is frozen", () => {
    const frozen = { ...blocked({ kind: "notPrepared" }), isFrozen: true };
    expect(partNeed("check", frozen)).toBeNull();
  });

  it("shows how far the upload is, and when it needs somebody", () => {
    const need = (upload: CaseSnapshot["upload"]) =>
      partNeed("upload", caseSnapshot({ upload }))?.name ?? null;
    expect(need({ kind: "notStarted" })).toBeNull();
    expect(need({ kind: "queued" })).toBe("queued");
    expect(need({ kind: "running", progress, waiting: null })).toBe("25% sent");
    expect(need({ kind: "paused", progress })).toBe("paused at 25%");
    expect(
      need({
        kind: "running",
        progress: { ...progress, phase: "processing" },
        waiting: null,
      }),
    ).toBe("sent, site is processing");
    expect(
      need({ kind: "stopped", failure: { kind: "diskFull" }, progress }),
    ).toBe("needs attention");
    expect(
      need({
        kind: "cancelled",
        caseUrl: null,
        left: nothingLeft,
        stacks: [],
      }),
    ).toBeNull();
  });

  it("ticks an upload only when all of it came through", () => {
    const need = (
      kind: "processed" | "processingFailed" | "attached",
      finishFailure: Failure | null = null,
    ) =>
      partNeed(
        "upload",
        caseSnapshot({
          upload: {
            kind: "done",
            progress: {
              ...progress,
              stacks: [
                {
                  stackId: "00000000000000a1" as StackId,
                  label: "Axial",
                  imageCount: 4,
                  sizeBytes: 100,
                  state: { kind },
                },
              ],
            },
            account: {
              found: 4,
              uploaded: 4,
              uploadedImages: 4,
              leftOut: 0,
              leftOutByReason: [],
            },
            finishFailure,
          },
        }),
      )?.name;
    expect(need("processed")).toBe("done");
    expect(need("attached")).toBe("sent, site is processing");
    expect(need("processingFailed")).toBe("needs attention");
    expect(need("processed", { kind: "diskFull" })).toBe("needs attention");
  });
});
