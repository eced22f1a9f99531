// The quota in words; the site refuses at the allowance, not past it.
import { describe, expect, it } from "vitest";
import { isQuotaFull, quotaWords } from "./quotaWords.ts";

describe("draft quota", () => {
  it("is said with its allowance, or as unlimited", () => {
    expect(quotaWords({ used: 3, allowed: 10 })).toBe("3 of 10 drafts used");
    expect(quotaWords({ used: 1, allowed: null })).toBe("1 draft, unlimited");
  });

  it("is said in words where it would count nothing", () => {
    expect(quotaWords({ used: 0, allowed: 10 })).toBe(
      "No drafts used, 10 allowed",
    );
    expect(quotaWords({ used: 0, allowed: 0 })).toBe("No drafts allowed");
    expect(quotaWords({ used: 0, allowed: null })).toBe("No drafts, unlimited");
  });

  it("is full at the allowance", () => {
    expect(isQuotaFull({ used: 9, allowed: 10 })).toBe(false);
    expect(isQuotaFull({ used: 10, allowed: 10 })).toBe(true);
    expect(isQuotaFull({ used: 99, allowed: null })).toBe(false);
    expect(isQuotaFull(null)).toBe(false);
  });
});
