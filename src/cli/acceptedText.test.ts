// What `--accept-text` takes.
import { describe, expect, it } from "vitest";
import { noAcceptedText, readAcceptedText } from "./acceptedText.ts";

const id = "0123456789abcdef";
const unseen = "unseen:3f9a0c:fedcba9876543210";

describe("a reason for text in pixels", () => {
  it("stands for one place under an id, and for the others without", () => {
    const given = [`${id}= seen = fine `, " a remark: x=y ", `${unseen}=old`];
    expect(
      given.reduce(
        (before, typed) => readAcceptedText(typed, before),
        noAcceptedText,
      ),
    ).toEqual({
      others: "a remark: x=y",
      single: { [id]: "seen = fine", [unseen]: "old" },
    });
  });

  it.each(["", "  ", `${id}=`, `${id}= `])("is never empty: '%s'", (typed) => {
    expect(() => readAcceptedText(typed)).toThrow("Give a reason.");
  });

  it.each(["0123=seen", "unseen:x=seen", "=seen"])(
    "is refused under an id that cannot be one: %s",
    (typed) => {
      const isId = !typed.startsWith("=");
      if (isId)
        expect(() => readAcceptedText(typed)).toThrow(/is no id of a place/);
      else expect(readAcceptedText(typed).others).toBe("=seen");
    },
  );
});
