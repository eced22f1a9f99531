// Bytes on their way, and how fast they are seen to arrive.
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../testing/manualClock.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { TransferMeter } from "./transferMeter.ts";

const megabyte = 1024 * 1024;

/** Files of one megabyte, numbered. */
function fileOf(number: number): Sha256Hex {
  return String(number).padStart(64, "0") as Sha256Hex;
}

function meterAfter(
  ms: number,
  files: readonly { readonly hasArrived: boolean }[],
): TransferMeter {
  const clock = new ManualClock();
  const meter = new TransferMeter(clock);
  meter.restart();
  clock.advance(ms);
  for (const [number, { hasArrived }] of files.entries()) {
    meter.sent(fileOf(number), megabyte);
    meter.ended(fileOf(number), hasArrived);
  }
  return meter;
}

describe("the rate of what has arrived", () => {
  const arrived = { hasArrived: true };

  it("is known as soon as there is enough, before the smoothed rate is", () => {
    const meter = meterAfter(100, [arrived, arrived]);
    expect(meter.bytesPerSecond).toBeNull();
    expect(meter.arrivedBytesPerSecond).toBe(20 * megabyte);
  });

  it("is not told by little", () => {
    const meter = meterAfter(100, [arrived]);
    expect(meter.arrivedBytesPerSecond).toBeNull();
  });

  it("is not told by what is handed over and not answered, or was for nothing", () => {
    const meter = meterAfter(100, [arrived, { hasArrived: false }]);
    meter.sent(fileOf(7), 5 * megabyte);
    expect(meter.arrivedBytesPerSecond).toBeNull();
  });

  it("begins anew with each restart", () => {
    const meter = meterAfter(100, [arrived, arrived]);
    meter.restart();
    expect(meter.arrivedBytesPerSecond).toBeNull();
  });
});
