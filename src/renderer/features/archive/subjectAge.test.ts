// Ages as archives write them.
import { expect, it } from "vitest";
import { subjectAge } from "./subjectAge.ts";

it.each([
  ["056Y", "56 years"],
  ["001Y", "1 year"],
  ["018M", "18 months"],
  ["003W", "3 weeks"],
  ["001D", "1 day"],
  ["56", "56"],
  ["", ""],
])("%j reads %j", (age, words) => {
  expect(subjectAge(age)).toBe(words);
});
