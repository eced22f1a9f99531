// Which archives ask for a password, and how often.
import { expect, it } from "vitest";
import type { LocalPath } from "../model/brands.ts";
import type { SkippedFile } from "../model/stack.ts";
import { lockedArchives } from "./lockedArchives.ts";

const locked = (path: string, wasWrong: boolean): SkippedFile => ({
  source: { path: path as LocalPath },
  reason: { kind: "passwordNeeded", wasWrong },
});

it("an archive that opened in part asks once, whatever stayed locked in it", () => {
  const skipped = [
    locked("/drop/a.zip!CT/IM1", true),
    locked("/drop/a.zip!CT/IM2!.dcm", true),
    locked("/drop/a.zip", true),
    locked("/drop/b.zip!in.zip", false),
    locked("/drop/c!d.zip", false),
  ];
  expect(lockedArchives(skipped, ["/drop"])).toEqual([
    { name: "drop/a.zip", wasWrong: true },
    { name: "drop/b.zip!in.zip", wasWrong: false },
    { name: "drop/c!d.zip", wasWrong: false },
  ]);
});
