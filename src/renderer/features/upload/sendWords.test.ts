// A transfer in words.
import { describe, expect, it } from "vitest";
import type { StackId } from "../../../shared/identifiers.ts";
import type { SendProgress, StackSendState } from "../../../shared/snapshot.ts";
import {
  arrivedWords,
  phaseName,
  progressWords,
  sendPhases,
  sentFraction,
  stackSendWords,
} from "./sendWords.ts";

const progress: SendProgress = {
  phase: "sendingImages",
  sentBytes: 120_000_000,
  totalBytes: 240_000_000,
  sentImages: 312,
  totalImages: 1480,
  bytesPerSecond: 4_100_000,
  secondsLeft: 65,
  stacks: [],
  caseUrl: null,
};

describe("transfer", () => {
  it("says counts, sizes, rate and time left", () => {
    expect(progressWords(progress)).toBe(
      "312 of 1,480 images · 120 MB of 240 MB · 4.1 MB/s · 2 min left",
    );
  });

  it("says no rate and no time left of what rests", () => {
    expect(arrivedWords(progress)).toBe(
      "312 of 1,480 images · 120 MB of 240 MB",
    );
  });

  it("leaves out what is not known", () => {
    expect(
      progressWords({ ...progress, bytesPerSecond: null, secondsLeft: null }),
    ).toBe("312 of 1,480 images · 120 MB of 240 MB");
  });

  it("has a fraction even before sizes are known", () => {
    expect(sentFraction(progress)).toBe(0.5);
    expect(sentFraction({ ...progress, totalBytes: 0 })).toBe(0);
  });

  it("names every phase", () => {
    expect(sendPhases.map(phaseName)).toEqual([
      "Make the draft",
      "Add studies",
      "Send images",
      "Attach stacks",
      "Finish",
      "Site processes",
    ]);
  });

  it("says where each stack stands", () => {
    const words = (state: StackSendState) =>
      stackSendWords({
        stackId: "a" as StackId,
        label: "Axial",
        imageCount: 40,
        sizeBytes: 1,
        state,
      });
    expect(words({ kind: "waiting" }).words).toBe("Waiting");
    expect(words({ kind: "sending", storedImages: 10 })).toEqual({
      words: "10 of 40",
      tone: "accent",
      fraction: 0.25,
    });
    expect(words({ kind: "stored" }).words).toBe("All images arrived");
    expect(words({ kind: "attached" }).words).toBe("In the draft");
    expect(words({ kind: "processing", siteStatus: "queued" }).words).toBe(
      "Site is processing (queued)",
    );
    expect(
      words({ kind: "processing", siteStatus: "pending-dicom-processing" })
        .words,
    ).toBe("Site is processing");
    expect(words({ kind: "processed" }).tone).toBe("good");
    expect(words({ kind: "processingFailed" }).tone).toBe("warn");
  });
});
