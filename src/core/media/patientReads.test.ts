// Reads that fail for a moment are tried again; others are not.
import { describe, expect, it } from "vitest";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { patientSource, withPatience } from "./patientReads.ts";

/** Fails so many times before it succeeds. */
function attempts(count: number, failure: DiskFailure) {
  let made = 0;
  return (): Result<number, DiskFailure> =>
    made++ < count ? failed(failure) : success(made);
}

const scratched: DiskFailure = { kind: "unreadable", code: "EIO" };

describe("patience", () => {
  it("outlasts a disc that reads at the third attempt", async () => {
    const clock = new HastyClock();
    expect(await withPatience(clock, attempts(2, scratched))).toEqual(
      success(3),
    );
    expect(clock.sleeps).toEqual([50, 250]);
  });

  it("ends after four attempts with the failure", async () => {
    const clock = new HastyClock();
    expect(await withPatience(clock, attempts(9, scratched))).toEqual(
      failed(scratched),
    );
    expect(clock.sleeps).toEqual([50, 250, 1000]);
  });

  it.each<DiskFailure>([
    { kind: "unreadable", code: "EACCES" },
    { kind: "sourceVanished" },
  ])("has none for $kind", async (failure) => {
    const clock = new HastyClock();
    expect(await withPatience(clock, attempts(1, failure))).toEqual(
      failed(failure),
    );
    expect(clock.sleeps).toEqual([]);
  });

  it("reads a source again", async () => {
    const source = memoryByteSource(Uint8Array.of(1, 2, 3));
    source.failure = scratched;
    const clock = {
      sleep: () => {
        source.failure = null;
        return Promise.resolve();
      },
    };
    const read = await patientSource(source, clock).read(1, 2);
    expect(read).toEqual(success(Uint8Array.of(2, 3)));
  });
});
