// Locked archives and missing files in the account of a case's files.
import { describe, expect, it } from "vitest";
import { success } from "../../shared/result.ts";
import { groupsOf, scannedInstance } from "../../testing/groupedImages.ts";
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
