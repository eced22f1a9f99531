// Crosses the policy with PS3.15 Table E.1-1: every attribute the standard acts on goes, or is kept for a written reason.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { keywordOf } from "../../dicom/dictionary.ts";
import { basicProfileLines } from "./generated/ps315TableE1-1.2026c.ts";
import { overlaidClasses, policyAction } from "./radiopaediaPolicy052.ts";
import { keptAgainstBasicProfile, removedThoughKept } from "./stricterLayer.ts";

const rows = basicProfileLines.split("\n").map((line) => {
  const [pattern = "", action = ""] = line.split(" ");
  return { pattern, action };
});
const unionClass = "1.2.840.10008.5.1.4.1.1.7";
/** One without an overlay, and all that have one. */
const classes = [unionClass, ...overlaidClasses];

/** Elements that curves, overlays and private blocks have, and such as none should. */
const elements = [
  ...[0x0000, 0x0001, 0x0005, 0x0010, 0x0011, 0x0015, 0x0020, 0x0022, 0x0030],
  ...[0x0040, 0x0050, 0x00ff, 0x0100, 0x0102, 0x0103, 0x0110, 0x1000, 0x1001],
  ...[0x1010, 0x1301, 0x1500, 0x2000, 0x2500, 0x3000, 0x4000, 0xffff],
];

/** These elements of every other group from one to another. */
function tagsOfGroups(first: number, last: number): readonly number[] {
  const tags: number[] = [];
  for (let group = first; group <= last; group += 2)
    for (const element of elements) tags.push(group * 0x10000 + element);
  return tags;
}

/** Tags of the table that reach the output with the value they had. */
function survivors(sopClassUID: string): readonly number[] {
  return rows
    .filter(({ pattern }) => !pattern.includes("x"))
    .map(({ pattern }) => parseInt(pattern, 16))
    .filter(
      (tag) =>
        policyAction(tag, sopClassUID).kind === "keep" &&
        !removedThoughKept.has(tag),
    );
}

describe("policy against PS3.15 Table E.1-1, edition 2026c", () => {
  it("has the table whole", () => {
    expect(rows).toHaveLength(655);
  });

  it.each(classes)(
    "keeps nothing that the basic profile acts on without a written reason (%s)",
    (sopClassUID) => {
      const kept = survivors(sopClassUID);
      expect(kept.map(keywordOf)).toEqual(["PatientSex"]);
      for (const tag of kept)
        expect(keptAgainstBasicProfile.get(tag)).not.toBe(undefined);
    },
  );

  it.each(classes)(
    "removes every curve, overlay and private attribute (%s)",
    (sopClassUID) => {
      const patterns = rows.filter(({ pattern }) => pattern.includes("x"));
      expect(patterns).toEqual([
        { pattern: "50xxxxxx", action: "X" },
        { pattern: "60xx3000", action: "X" },
        { pattern: "60xx4000", action: "X" },
      ]);
      const crossed = [
        ...tagsOfGroups(0x5000, 0x50fe),
        ...tagsOfGroups(0x6000, 0x60fe),
        // Private groups are the odd ones (PS3.5 7.8.1).
        ...tagsOfGroups(0x0009, 0xfffd),
      ];
      expect(crossed).toHaveLength((2 * 128 + 32_763) * elements.length);
      expect(
        crossed.filter(
          (tag) => policyAction(tag, sopClassUID).kind !== "remove",
        ),
      ).toEqual([]);
    },
  );

  it("crosses every class that the policy treats in a way of its own", () => {
    expect(overlaidClasses).toHaveLength(12);
  });

  it.each(classes)("gives no reason for what it does not keep (%s)", (uid) => {
    expect([...keptAgainstBasicProfile.keys()]).toEqual(survivors(uid));
  });

  it.each(classes)(
    "replaces UIDs that the standard replaces, or removes them (%s)",
    (sopClassUID) => {
      for (const { pattern, action } of rows)
        if (action.includes("U") && !pattern.includes("x"))
          expect(["hashUID", "remove"]).toContain(
            policyAction(parseInt(pattern, 16), sopClassUID).kind,
          );
    },
  );
});

const reference = resolve(
  import.meta.dirname,
  "../../../../../shared/reference/ps3.15-table-e1-1.json",
);

describe.skipIf(!existsSync(reference))(
  "the table that is compiled in, against the reference beside the project",
  () => {
    it("has the same attributes and actions", () => {
      const { attributes } = JSON.parse(readFileSync(reference, "utf8")) as {
        attributes: readonly { id: string; basicProfile: string }[];
      };
      // The row of private attributes is the only one without a pattern of eight digits.
      expect(
        attributes
          .filter(({ id }) => !/^[0-9a-f]{4}[0-9a-fx]{4}$|^..xx/i.test(id))
          .map(({ basicProfile }) => basicProfile),
      ).toEqual(["X"]);
      const listed = attributes
        .map(({ id, basicProfile }) => `${id.toLowerCase()} ${basicProfile}`)
        .filter((line) => /^[0-9a-fx]{8} /.test(line));
      expect(
        rows.map(({ pattern, action }) => `${pattern} ${action}`).sort(),
      ).toEqual(listed.sort());
    });
  },
);
