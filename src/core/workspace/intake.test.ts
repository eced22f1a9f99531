// What is shown while files are read; locked archives and missing files in the account.
import { describe, expect, it } from "vitest";
import { success } from "../../shared/result.ts";
import {
  groupsOf,
  scannedInstance,
  stackOf,
  studyOf,
} from "../../testing/groupedImages.ts";
import type { LocalPath } from "../model/brands.ts";
import type {
  ArchivePassword,
  ScanOutcome,
  Scanner,
} from "../ports/scanner.ts";
import { Intake } from "./intake.ts";

/** One locked archive that opens with "sesame", on a disc that misses two files. */
class LockedScanner implements Scanner {
  readonly given: (readonly ArchivePassword[])[] = [];

  scan(
    _roots: readonly string[],
    { passwords = [] }: Parameters<Scanner["scan"]>[1],
  ): Promise<ScanOutcome> {
    this.given.push(passwords);
    const path = "/drop/cd/locked.zip" as LocalPath;
    const isOpen = passwords.some(({ password }) => password === "sesame");
    const wasWrong = passwords.length > 0;
    return Promise.resolve({
      found: 1,
      instances: isOpen ? [scannedInstance(`${path}!IM1`)] : [],
      skipped: isOpen
        ? []
        : [{ source: { path }, reason: { kind: "passwordNeeded", wasWrong } }],
      missingReferences: ["IM2", "IM3"].map((file) => ({
        directory: "/drop/cd/DICOMDIR" as LocalPath,
        file,
      })),
      wasCancelled: false,
    });
  }
}

function intakeOf(scanner: Scanner): Intake {
  const group = (
    _instances: unknown,
    skipped: ScanOutcome["skipped"],
  ): Promise<ReturnType<typeof groupsOf>> =>
    Promise.resolve({ ...groupsOf([]), skipped });
  return new Intake({ scanner, group }, () => undefined);
}

/** Lets the test say what was read so far, and when the scan ends. */
class HeldScanner implements Scanner {
  look: (paths: readonly string[]) => void = () => undefined;
  end: () => void = () => undefined;

  async scan(
    _roots: readonly string[],
    { onLook }: Parameters<Scanner["scan"]>[1],
  ): Promise<ScanOutcome> {
    this.look = (paths) => onLook?.(paths.map((path) => scannedInstance(path)));
    await new Promise<void>((resolve) => {
      this.end = resolve;
    });
    return {
      found: 3,
      instances: ["/1", "/2", "/3"].map((path) => scannedInstance(path)),
      skipped: [],
      missingReferences: [],
      wasCancelled: false,
    };
  }
}

describe("the first scan", () => {
  it("shows what was read so far; a later one keeps showing what was there", async () => {
    const scanner = new HeldScanner();
    const group = (instances: ScanOutcome["instances"]) =>
      Promise.resolve(
        groupsOf([
          studyOf("1", [
            stackOf("a", 0, {
              images: instances.map((instance) => ({ instance, frame: null })),
            }),
          ]),
        ]),
      );
    const intake = new Intake({ scanner, group }, () => undefined);
    const shown = () =>
      intake.groups.studies.flatMap(({ series }) =>
        series.flatMap(({ stacks }) =>
          stacks.map(({ images }) => images.length),
        ),
      );
    const turn = () => new Promise((resolve) => setImmediate(resolve));

    const scan = intake.add(["/drop"]);
    scanner.look(["/1"]);
    await turn();
    expect(shown()).toEqual([1]);
    expect(intake.view().kind).toBe("scanning");
    scanner.end();
    await scan;
    expect(shown()).toEqual([3]);

    const again = intake.add(["/more"]);
    scanner.look(["/1"]);
    await turn();
    expect(shown()).toEqual([3]);
    scanner.end();
    await again;
  });
});

describe("a locked archive", () => {
  it("is named below what was dropped, and read with its password", async () => {
    const scanner = new LockedScanner();
    const intake = intakeOf(scanner);
    await intake.add(["/drop"]);
    const locked = (wasWrong: boolean) => ({
      kind: "ready",
      account: {
        lockedArchives: [{ name: "drop/cd/locked.zip", wasWrong }],
        missingFiles: 2,
      },
    });
    expect(intake.missing).toHaveLength(2);
    expect(intake.view()).toMatchObject(locked(false));

    expect(await intake.unlock("drop/cd/locked.zip", "guess")).toEqual(
      success(null),
    );
    expect(intake.view()).toMatchObject(locked(true));

    expect(await intake.unlock("drop/cd/locked.zip", "sesame")).toEqual(
      success(null),
    );
    expect(intake.view()).toMatchObject({
      kind: "ready",
      account: { found: 1, dicom: 1, skipped: 0, lockedArchives: [] },
    });
    expect(scanner.given.at(-1)).toEqual([
      { archive: "/drop/cd/locked.zip", password: "guess" },
      { archive: "/drop/cd/locked.zip", password: "sesame" },
    ]);
  });

  it("that nobody knows takes no password", async () => {
    const scanner = new LockedScanner();
    const intake = intakeOf(scanner);
    await intake.add(["/drop"]);
    expect(await intake.unlock("other.zip", "sesame")).toMatchObject({
      ok: false,
      failure: { kind: "invalidInput", field: "archive" },
    });
    expect(scanner.given).toHaveLength(1);
  });
});

it("tells how many files are on a slow medium only, also to the cases that it is split into", async () => {
  const outcome: ScanOutcome = {
    found: 1,
    instances: [scannedInstance("/disc/IM1")],
    skipped: [],
    missingReferences: [],
    leftOnMedium: 1,
    wasCancelled: false,
  };
  const scanner = { scan: () => Promise.resolve(outcome) };
  const intake = intakeOf(scanner);
  await intake.add(["/disc"]);
  expect(intake.view()).toMatchObject({ account: { leftOnMedium: 1 } });
  const other = intakeOf(scanner);
  await other.takeOver(intake.files);
  expect(other.view()).toMatchObject({ account: { leftOnMedium: 1 } });
});

it("reads other media only where their root was added again, and keeps what it has of those before", async () => {
  const asked: Pick<Parameters<Scanner["scan"]>[1], "held" | "added">[] = [];
  const copies = ["/scratch/1" as LocalPath];
  const scanner: Scanner = {
    scan(_roots, { held, added }) {
      asked.push({ ...(held && { held }), ...(added && { added }) });
      return Promise.resolve({
        found: 1,
        instances: [scannedInstance("/disc/IM1")],
        skipped: [],
        missingReferences: [],
        copies,
        copiedFromMedium: 1,
        wasCancelled: false,
      });
    },
  };
  const intake = intakeOf(scanner);
  await intake.add(["/disc"]);
  expect(intake.view()).toMatchObject({ account: { copiedFromMedium: 1 } });
  await intake.add(["/disc", "/other"], ["/other"]);
  const other = intakeOf(scanner);
  await other.takeOver(intake.files);
  await other.add(["/disc"]);
  expect(asked).toEqual([
    { held: [], added: ["/disc"] },
    { held: copies, added: ["/other"] },
    { held: copies, added: ["/disc"] },
  ]);
});
