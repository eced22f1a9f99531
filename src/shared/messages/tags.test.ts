// Every attribute has a name, with or without a keyword.
import { describe, expect, it } from "vitest";
import { attributeName, formatTag } from "./tags.ts";

describe("an attribute", () => {
  it("goes by its keyword, or by the kind that has none", () => {
    expect(attributeName({ tag: "00080060", keyword: "Modality" })).toBe(
      "Modality",
    );
    expect(attributeName({ tag: "00191010", keyword: "" })).toBe(
      "Private attribute",
    );
    expect(attributeName({ tag: "0008FFF0", keyword: "" })).toBe(
      "Unknown attribute",
    );
  });

  it("has a tag that is written as in the standard", () => {
    expect(formatTag("0020000d")).toBe("(0020,000D)");
  });
});
