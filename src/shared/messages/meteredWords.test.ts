// What is said on a connection that may cost the user.
import { describe, expect, it } from "vitest";
import { meteredBeforeWords, meteredMeanwhileWords } from "./meteredWords.ts";

describe("words about a metered connection", () => {
  it("say how much will be sent once that is known", () => {
    expect(meteredBeforeWords(240_000_000)).toBe(
      "This connection may be metered: 240 MB will be sent.",
    );
    expect(meteredBeforeWords(null)).toBe(
      "This connection may be metered. How much will be sent is known when the images are prepared.",
    );
  });

  it("say what is left while sending, and nothing when nothing is", () => {
    expect(meteredMeanwhileWords(1_400_000)).toBe(
      "This connection may be metered: 1.4 MB still to be sent.",
    );
    expect(meteredMeanwhileWords(0)).toBeNull();
  });
});
