// The expanded keep-list.
import { expect, test } from "vitest";
import {
  decimalStringTags,
  expandTags,
  keptTags,
  ruleFor,
} from "./policyTables.ts";

const ct = "1.2.840.10008.5.1.4.1.1.2";
const us = "1.2.840.10008.5.1.4.1.1.6.1";
const nm = "1.2.840.10008.5.1.4.1.1.20";
const spectroscopy = "1.2.840.10008.5.1.4.1.1.4.2";
const cr = "1.2.840.10008.5.1.4.1.1.1";

test("ranges step in hexadecimal", () => {
  expect([...expandTags("0018: 9309-930B 0010")]).toEqual([
    "00189309",
    "0018930A",
    "0018930B",
    "00180010",
  ]);
});

test("the policy keeps 237 tags", () => {
  expect(keptTags.size).toBe(237);
});

test("54 of the kept tags are decimal strings, none of them not kept", () => {
  expect(decimalStringTags.size).toBe(54);
  expect([...decimalStringTags].filter((tag) => !keptTags.has(tag))).toEqual(
    [],
  );
});

test("classes overlay the union list", () => {
  const rule = (tag: string, sopClass: string) =>
    ruleFor(tag, sopClass, "0.5.2");
  expect(rule("00080070", ct)).toEqual({ kind: "empty" });
  expect(rule("00080070", us)).toEqual({ kind: "empty" });
  const removed = { kind: "constant", value: "REMOVED" };
  expect(rule("00080070", spectroscopy)).toEqual(removed);
  expect(rule("00080070", cr)).toEqual(removed);
  expect(rule("00080008", us)).toEqual({ kind: "empty" });
  expect(rule("00080008", ct)).toEqual({ kind: "keep" });
  expect(rule("00181242", nm)).toEqual({ kind: "keep" });
  expect(rule("00181242", ct)).toEqual({ kind: "empty" });
});

test("the older policy removes the SOP Instance UID", () => {
  expect(ruleFor("00080018", ct, "0.5.2")).toEqual({ kind: "hash" });
  expect(ruleFor("00080018", ct, "0.5.0")).toEqual({ kind: "remove" });
});
