// Names in right-to-left scripts do not disturb the line they stand in.
import { describe, expect, it } from "vitest";
import { isolated, isolatedPath } from "./isolated.ts";

describe("a name inside a line", () => {
  it("is isolated where it is written from right to left", () => {
    expect(isolated("בית חזה")).toBe("\u2068בית חזה\u2069");
    expect(isolated("CT صدر")).toBe("\u2068CT صدر\u2069");
  });

  it("stays as it is in other scripts", () => {
    expect(isolated("CT chest")).toBe("CT chest");
    expect(isolated("胸部")).toBe("胸部");
    expect(isolated("")).toBe("");
  });

  it("keeps the order of folders", () => {
    expect(isolatedPath("cd.zip!صدر/דוח.txt")).toBe(
      "cd.zip!\u2068صدر\u2069/\u2068דוח.txt\u2069",
    );
    expect(isolatedPath("disc/IM1")).toBe("disc/IM1");
  });
});
