// What the head of the downloads says.
import { expect, it } from "vitest";
import { queueWords } from "./queueWords.ts";

it.each([
  [["waiting", "waiting"], "2 series · 2 waiting"],
  [["fetching", "waiting", "waiting"], "3 series · 1 under way · 2 waiting"],
  [
    ["stored", "checking", "retrying", "waiting", "paused", "failed"],
    "1 of 6 series fetched · 2 under way · 1 waiting · 1 paused · 1 failed",
  ],
  [["failed"], "1 series · 1 failed"],
  [["stored"], "1 series fetched"],
  [["stored", "stored"], "2 series fetched"],
] as const)("says of downloads that are %j: %s", (states, words) => {
  expect(queueWords(states)).toBe(words);
});
