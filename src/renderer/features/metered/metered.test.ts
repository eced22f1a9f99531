// The verdict on a connection that may cost the user.
import { describe, expect, it } from "vitest";
import { mayBeMetered } from "./metered.ts";

describe("mayBeMetered", () => {
  it("is true on a mobile network", () => {
    expect(mayBeMetered({ type: "cellular" }, "radiopaedia", false)).toBe(true);
  });

  it("is true where the user asked for less data use, whatever the network", () => {
    const facts = { type: "wifi", saveData: true };
    expect(mayBeMetered(facts, "radiopaedia", false)).toBe(true);
    expect(mayBeMetered({ saveData: true }, "radiopaedia", false)).toBe(true);
  });

  it.each(["wifi", "ethernet", "bluetooth", "other", "none", "unknown"])(
    "is silent on a network of the type %s",
    (type) => {
      expect(
        mayBeMetered({ type, saveData: false }, "radiopaedia", false),
      ).toBe(false);
    },
  );

  it("is silent where the system does not say", () => {
    expect(mayBeMetered(null, "radiopaedia", false)).toBe(false);
    expect(mayBeMetered({}, "radiopaedia", false)).toBe(false);
  });

  it("believes the user, whatever the system says", () => {
    expect(mayBeMetered(null, "radiopaedia", true)).toBe(true);
    expect(mayBeMetered({ type: "ethernet" }, "radiopaedia", true)).toBe(true);
    expect(mayBeMetered(null, "sandbox", true)).toBe(false);
  });

  it("is silent for the sandbox, which is on this computer", () => {
    expect(mayBeMetered({ type: "cellular" }, "sandbox", false)).toBe(false);
  });
});
