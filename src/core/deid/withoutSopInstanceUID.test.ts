// The one element that older policies of the site refuse.
import { describe, expect, it } from "vitest";
import { compliantSlice } from "../../testing/compliantSlice.ts";
import { sopInstanceUIDRange } from "./withoutSopInstanceUID.ts";

describe("the range of SOP Instance UID", () => {
  it("is the whole element, so that the rest is the file without it", () => {
    const file = compliantSlice();
    const range = sopInstanceUIDRange(file);
    if (range === null || range === "damaged") throw new Error("Not found");
    const rest = Buffer.concat([
      file.subarray(0, range.start),
      file.subarray(range.end),
    ]);
    // (0008,0018) UI, its length, and the value of the fixture.
    expect(file.toString("latin1", range.start, range.start + 6)).toBe(
      "\x08\0\x18\0UI",
    );
    expect(file.toString("latin1", range.start + 8, range.end)).toContain(
      "1.2.826.0.1.3680043.10.341.512.7.1",
    );
    expect(sopInstanceUIDRange(rest)).toBeNull();
  });

  it.each([0, 100, 140])("is not guessed from %i bytes", (length) => {
    expect(sopInstanceUIDRange(compliantSlice().subarray(0, length))).toBe(
      "damaged",
    );
  });
});
