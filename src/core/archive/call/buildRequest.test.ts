// Dates of a simple search: each generation of the interface reads another order, and a swapped one is another day.
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
