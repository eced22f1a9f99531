// What of days, houses, addresses, scanners and comments is found by itself.
import { describe, expect, it } from "vitest";
import { foundIn, foundOf } from "../../testing/foundWords.ts";

describe("a day of birth", () => {
  it.each([
    "61-04-23",
    "230461",
    "610423",
    "23 04 1961",
    "23.IV.1961",
    "23 апреля 1961",
    "23 квітня 1961",
    "23 Απριλίου 1961",
    "1961. április 23",
    "1961 Apr 23",
    "1961-Apr-23",
    "２３/４/１９６１",
    "昭和36年4月23日",
  ])("born %s", (day) => {
    expect(foundOf("birthDate", "19610423", `born ${day}, well`)).toEqual([
      day,
    ]);
  });

  it("is the beginning of a citizen's number", () => {
    expect(foundOf("birthDate", "19610423", "230461-123A")).toEqual(["230461"]);
  });

  it.each(["1230461", "230461.5", "A230461", "240461"])("not in %s", (text) => {
    expect(foundOf("birthDate", "19610423", text)).toEqual([]);
  });

  it("in six digits is no other day of the patient", () => {
    expect(foundOf("date", "20190312", "120319")).toEqual([]);
  });
});

describe("a place", () => {
  it.each([
    ["institution", "UCLH", "seen at UCLH", "UCLH"],
    ["institution", "Radiology UCLH", "at UCLH", "UCLH"],
    ["institution", "Example Klinik, Bern", "treated in Bern", "Bern"],
    [
      "address",
      "12 Sampleford Lane^^Xtown",
      "from Sampleford Lane",
      "Sampleford Lane",
    ],
    ["address", "12 Sampleford Lane^^Xtown", "from Xtown", "Xtown"],
    ["address", "Musterallee 5", "near Musterallee", "Musterallee"],
    ["station", "CT_XTOWN", "from xtown", "xtown"],
  ] as const)("%s %s in: %s", (kind, word, text, hit) => {
    expect(foundOf(kind, word, text)).toEqual([hit]);
  });

  it("in capitals is found in values as it is written", () => {
    const words = [{ kind: "institution", text: "UCLH" }] as const;
    expect(foundIn("UCLH head", words, "value")).toEqual(["UCLH"]);
    expect(foundIn("Uclh head", words, "value")).toEqual([]);
  });

  it.each([
    ["institution", "ICU", "moved to ICU"],
    ["institution", "KSSG", "kssg"],
    ["institution", "ENT Department", "seen by ENT"],
    ["address", "5 Long Road", "a long road"],
    ["station", "DEFINITION_AS", "by definition"],
    ["station", "CT_SERVER", "a server"],
  ] as const)("%s %s not in: %s", (kind, word, text) => {
    expect(foundOf(kind, word, text)).toEqual([]);
  });
});

describe("a comment", () => {
  const comment =
    "Works as mayor of Xtown since 1999 and lives alone. Fell off a ladder in the barn";
  it.each([
    ["mayor of Xtown since 1999", "mayor of Xtown since"],
    ["fell off a ladder in the barn", "fell off a ladder in the barn"],
  ])("is found in part: %s", (text, hit) => {
    expect(foundOf("comment", comment, text)).toEqual([hit]);
  });

  it("of few words counts with a name in it", () => {
    expect(
      foundOf("comment", "sister of Wagner", "is the sister of wagner"),
    ).toEqual(["sister of wagner"]);
    expect(foundOf("comment", "pain in chest", "has pain in chest")).toEqual(
      [],
    );
  });

  it("is not found in other words", () => {
    expect(foundOf("comment", comment, "lives alone since 1999")).toEqual([]);
  });
});
