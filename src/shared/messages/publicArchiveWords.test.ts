// Words of the archive window: what came of a list that was opened, and who contradicts whom about a licence.
import { expect, it } from "vitest";
import type { LicencePlace } from "../archive.ts";
import {
  licenceDoubtSentence,
  listReadingSentence,
} from "./publicArchiveWords.ts";

const reading = {
  added: 1,
  unknown: ["1.2.3", "1.2.4"],
  unasked: null,
  rejected: 0,
  repeated: 0,
};

it("names series that are not in the archive, of many the first few", () => {
  expect(listReadingSentence(reading)).toBe(
    "1 series added to the cart, 2 not in this archive (1.2.3, 1.2.4).",
  );
  const unknown = ["1.1", "1.2", "1.3", "1.4", "1.5"];
  expect(listReadingSentence({ ...reading, unknown })).toBe(
    "1 series added to the cart, 5 not in this archive (1.1, 1.2, 1.3 and 2 more).",
  );
});

it("says that series are not in the archive only where every server was asked", () => {
  const told = listReadingSentence({
    ...reading,
    unknown: [],
    unasked: {
      seriesInstanceUIDs: ["1.2.3", "1.2.4"],
      server: "nlst",
      failure: { kind: "unreachable", code: "ECONNREFUSED" },
    },
  });
  expect(told).not.toContain("not in this archive");
  expect(told).toContain(
    "1 series added to the cart. 2 series may lie on the server of the National Lung Screening Trial, which could not be asked",
  );
});

it("does not put refusals down to one server", () => {
  const told = listReadingSentence({
    ...reading,
    unasked: {
      seriesInstanceUIDs: ["1.2.5"],
      server: "any",
      failure: { kind: "archiveRefused", status: 400, detail: "not public" },
    },
  });
  expect(told).toContain(
    "2 not in this archive (1.2.3, 1.2.4). 1 series could not be asked for: the archive refused too many lists",
  );
  expect(told).not.toContain("Trial");
});

it.each([
  [
    ["list", "file"],
    "The archive's list and the LICENSE file of the download name different licences",
  ],
  [
    ["list", "elsewhere", "file"],
    "The archive's list, another archive that has the series and the LICENSE file of the download name different licences",
  ],
  [
    ["hand", "file"],
    "The LICENSE file of the download names another licence than you found out",
  ],
  [
    ["elsewhere", "hand", "file"],
    "Another archive that has the series and the LICENSE file of the download name another licence than you found out",
  ],
  [["list"], "The archive's list contradicts itself"],
] as const satisfies readonly (readonly [readonly LicencePlace[], string])[])(
  "says of a licence in doubt who named one: %s",
  (places, told) => {
    const named = places.map((place) => ({
      place,
      licence: { name: "CC BY 4.0", uri: "" },
      verdict: { kind: "attribution", licence: "CC BY 4.0" } as const,
      mayHold: true,
    }));
    expect(licenceDoubtSentence({ named })).toBe(
      `${told}: it stays out of cases until you say which one holds.`,
    );
  },
);
