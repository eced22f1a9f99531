// The matcher with a memory finds what the matcher without one finds.
import fc from "fast-check";
import { expect, it } from "vitest";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import { RememberingWordMatcher } from "./rememberingWordMatcher.ts";

const words = [
  { text: "Li", kind: "name" as const },
  { text: "Baker", kind: "name" as const },
  { text: "7654321", kind: "id" as const },
  { text: "19610203", kind: "birthDate" as const },
];
const texts = fc
  .array(
    fc.constantFrom("Li", "baker", "Baker's", "7654321", "cyst", "3.2.1961"),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(" "));
const uses = fc.constantFrom("prose" as const, "value" as const);

it("finds the same, however often and in whatever order it is asked", () => {
  const plain = new WordMatcher(words);
  const remembering = new RememberingWordMatcher(words);
  fc.assert(
    fc.property(texts, uses, (text, use) => {
      expect(remembering.find(text, use)).toEqual(plain.find(text, use));
    }),
    { numRuns: 500 },
  );
});

it("finds the same after it has forgotten", () => {
  const remembering = new RememberingWordMatcher(words);
  for (let number = 0; number < 3000; number += 1)
    remembering.find(`value ${number}`, "value");
  expect(remembering.find("for Baker", "value")).toEqual([
    { start: 4, end: 9, kind: "name" },
  ]);
});
