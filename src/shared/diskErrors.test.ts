// File system errors as failures, without the path in their message.
import { describe, expect, it } from "vitest";
import { errnoOf, readFailure, writeFailure } from "./diskErrors.ts";

function errno(code: string): Error {
  return Object.assign(new Error(`${code}: open '/media/DOE^JANE'`), { code });
}

describe("diskErrors", () => {
  it.each(["ENOSPC", "EDQUOT"])(
    "takes %s of a write for a full disk",
    (code) => {
      expect(writeFailure(errno(code))).toEqual({ kind: "diskFull" });
    },
  );

  it("keeps the code of any other error, and nothing of its message", () => {
    expect(writeFailure(errno("EACCES"))).toEqual({
      kind: "unwritable",
      code: "EACCES",
    });
    expect(readFailure(errno("EIO"))).toEqual({
      kind: "unreadable",
      code: "EIO",
    });
  });

  it.each([[new Error("DOE^JANE")], ["DOE^JANE"], [null]])(
    "has one name for what is no file system error",
    (thrown) => {
      expect(errnoOf(thrown)).toBe("UNKNOWN");
    },
  );
});
