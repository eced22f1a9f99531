// Sizes of presign requests.
import { describe, expect, it } from "vitest";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { presignBatchSize } from "./presignBatch.ts";

function files(count: number, sizeBytes: number) {
  return Array.from({ length: count }, () => ({
    sha256Hex: "" as Sha256Hex,
    sizeBytes,
  }));
}

function size(
  count: number,
  sizeBytes: number,
  bytesPerSecond: number | null,
): number {
  return presignBatchSize(files(count, sizeBytes), {
    maxFiles: 200,
    maxAgeMs: 600_000,
    minFiles: 4,
    bytesPerSecond,
  });
}

describe("presignBatchSize", () => {
  it("begins small while the rate is unknown", () => {
    expect(size(1_000, 500_000, null)).toBe(32);
    expect(size(3, 500_000, null)).toBe(3);
  });

  it("is what can be sent in half the life of a URL", () => {
    // 100 kB/s for 300 s are 30 MB: 60 files of 500 kB.
    expect(size(1_000, 500_000, 100_000)).toBe(60);
  });

  it("never passes the limit of the service", () => {
    expect(size(1_000, 500_000, 100_000_000)).toBe(200);
  });

  it("keeps every PUT busy, however slow the line", () => {
    expect(size(1_000, 500_000_000, 1_000)).toBe(4);
  });
});
