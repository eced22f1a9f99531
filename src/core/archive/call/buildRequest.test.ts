// Requests as they leave: dates in the order of each generation, since a swapped one is another day, and what is refused before it is sent.
import { expect, it } from "vitest";
import { valueOf } from "../../../testing/dicomFixtures.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import { buildRequest } from "./buildRequest.ts";

it.each([
  ["nbia-v4", "getSimpleSearch", "03-02-2020"],
  ["nbia-token", "getSimpleSearchWithModalityAndBodyPartPaged", "02/03/2020"],
] as const)(
  "of %s in %s writes 2 March 2020 as %s",
  (adapter, name, written) => {
    const { body } = valueOf(
      buildRequest(endpointOf(adapter, name), [
        { name: "criteriaType0", value: "DateRangeCriteria" },
        { name: "fromDate0", value: "2020-03-02" },
        { name: "toDate0", value: "2020-03-02" },
      ]),
    );
    const sent = new URLSearchParams(body ?? "");
    expect(sent.get("fromDate0")).toBe(written);
    expect(sent.get("toDate0")).toBe(written);
  },
);

it.each<[string, Readonly<Record<string, string>>]>([
  ["criteria that begin at 1", { criteriaType1: "x", value1: "y" }],
  [
    "criteria with a gap",
    { criteriaType0: "x", value0: "y", criteriaType2: "x", value2: "y" },
  ],
])("refuses %s", (_, fields) => {
  expect(requestFor("getSimpleSearch", fields)).toMatchObject({
    failure: { kind: "badParameter", expected: "numbered from 0 without gaps" },
  });
});

it("sends criteria without gaps in any order", () => {
  const fields = {
    value1: "y",
    criteriaType1: "x",
    criteriaType0: "x",
    value0: "y",
  };
  expect(requestFor("getSimpleSearch", fields).ok).toBe(true);
});

it.each<[boolean, readonly string[]]>([
  [false, []],
  [true, ["SeriesInstanceUID"]],
  [true, ["Collection"]],
  [true, ["PatientID", "Collection"]],
  [false, ["SeriesInstanceUID", "Collection"]],
  [false, ["SeriesInstanceUID", "StudyInstanceUID"]],
])("asks for the hash of one subject: %s for %j", (isSent, names) => {
  const fields = Object.fromEntries(names.map((name) => [name, "1.2.3"]));
  expect(requestFor("getMD5Hierarchy", fields).ok).toBe(isSent);
});

function requestFor(name: string, fields: Readonly<Record<string, string>>) {
  const given = Object.entries(fields).map(([each, value]) => ({
    name: each,
    value,
  }));
  return buildRequest(endpointOf("nbia-v4", name), given);
}
