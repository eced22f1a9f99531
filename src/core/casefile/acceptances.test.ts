// An acceptance answers one question; another question is asked again.
import { describe, expect, it } from "vitest";
import { stillAccepted, type Questions } from "./acceptances.ts";

const both = { refusedImages: true, severalPatients: true };
const before: Questions = { refused: '["a"]', patients: 2 };

describe("stillAccepted", () => {
  it("keeps what was given while the questions are the same", () => {
    expect(stillAccepted(both, before, { ...before })).toEqual(both);
  });

  it("asks again about other refused images", () => {
    expect(
      stillAccepted(both, before, { ...before, refused: '["a","b"]' }),
    ).toEqual({ refusedImages: false, severalPatients: true });
  });

  it("asks again when there are more patients than were accepted", () => {
    expect(stillAccepted(both, before, { ...before, patients: 3 })).toEqual({
      refusedImages: true,
      severalPatients: false,
    });
  });

  it("keeps the word on several patients when a restored case is read again", () => {
    expect(
      stillAccepted(both, { refused: "", patients: 0 }, before).severalPatients,
    ).toBe(true);
  });

  it("accepts nothing that was not given", () => {
    const none = { refusedImages: false, severalPatients: false };
    expect(stillAccepted(none, before, before)).toEqual(none);
  });
});
