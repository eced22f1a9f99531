// Whether the process that a lock names still lives, on computers that tell more of it and less.
import { describe, expect, it } from "vitest";
import { doesOwnerLive, ownerName, type Machine } from "./lockOwner.ts";

const bootPath = "/proc/sys/kernel/random/boot_id";
const boot = "d0271cb7-80de-464f-92b3-679d10b4f373\n";

function statOf(startTicks: number, state = "S"): string {
  const between = "0 ".repeat(18);
  return `7 (a) b (c) ${state} ${between}${startTicks} 3133440 410\n`;
}

/** A computer with /proc that is asked by process 42. */
function linux(files: Readonly<Record<string, string>>): Machine {
  const known: Readonly<Record<string, string>> = {
    [bootPath]: boot,
    ...files,
  };
  return {
    pid: 42,
    readProc: (path) => known[path] ?? null,
    doesRun: () => true,
    uptimeSeconds: () => 1000,
    nowMs: () => 0,
  };
}

describe("an owner on Linux", () => {
  const named = ownerName({
    ...linux({ "/proc/7/stat": statOf(6822220) }),
    pid: 7,
  });

  it("is named by number, start and start of the computer", () => {
    expect(named).toBe("7-6822220-d0271cb780de464f92b3679d10b4f373");
  });

  it.each([
    ["runs", { "/proc/7/stat": statOf(6822220) }, true],
    ["has ended", {}, false],
    [
      "has ended, unseen by its parent",
      { "/proc/7/stat": statOf(6822220, "Z") },
      false,
    ],
    [
      "has given its number to another",
      { "/proc/7/stat": statOf(6822221) },
      false,
    ],
    [
      "ran before the computer was started",
      {
        "/proc/7/stat": statOf(6822220),
        [bootPath]: "00000000-80de-464f-92b3-679d10b4f373\n",
      },
      false,
    ],
  ] as const)("that %s", (_, files, doesLive) => {
    expect(doesOwnerLive(named, linux(files))).toBe(doesLive);
  });

  it.each(["", "7", "7-", "x-1-y", "7-6822220-d027"])(
    "with a name that is none (%j) is nobody",
    (name) => {
      const machine = linux({ "/proc/7/stat": statOf(6822220) });
      expect(doesOwnerLive(name, machine)).toBe(false);
    },
  );
});

describe("an owner elsewhere", () => {
  const lockedAtMs = 1_800_000_000_000;
  const machine = (
    uptimeSeconds: number,
    nowMs: number,
    doesRun = true,
  ): Machine => ({
    pid: 42,
    readProc: () => null,
    doesRun: () => doesRun,
    uptimeSeconds: () => uptimeSeconds,
    nowMs: () => nowMs,
  });
  const named = ownerName({ ...machine(5000.7, lockedAtMs), pid: 7 });
  const hour = 3_600_000;

  it("is named by number and both times", () => {
    expect(named).toBe("7-at1800000000000-up5000");
  });

  it.each([
    ["runs", machine(8600, lockedAtMs + hour), true],
    [
      "runs, though the clock was set back",
      machine(8600, lockedAtMs - 99 * hour),
      true,
    ],
    [
      "runs, though the clock was set forward a little",
      machine(5010, lockedAtMs + 200_000),
      true,
    ],
    ["has ended", machine(8600, lockedAtMs + hour, false), false],
    [
      "ran before a start of the computer just now",
      machine(60, lockedAtMs + 120_000),
      false,
    ],
    [
      "ran before a start of the computer long ago",
      machine(90_000, lockedAtMs + 99 * hour),
      false,
    ],
  ])("that %s", (_, now, doesLive) => {
    expect(doesOwnerLive(named, now)).toBe(doesLive);
  });
});
