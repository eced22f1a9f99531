// What is fetched is what policy, licence and the user's own word let through.
import { describe, expect, it } from "vitest";
import type { LicenceVerdict } from "../../../shared/archive.ts";
import { decisionFor, noChoice, type GateGroup } from "./gateGroups.ts";

function group(verdict: LicenceVerdict): GateGroup {
  return { key: "", verdict, series: [] };
}
const blocked = (reason: (LicenceVerdict & { kind: "blocked" })["reason"]) =>
  group({ kind: "blocked", reason, licence: "" });
const plain = {
  isNonCommercialConfirmed: false,
  resolvedLicence: null,
  isViewOnly: false,
};

describe("decisionFor", () => {
  it("fetches what asks for credit alone", () => {
    expect(
      decisionFor(
        group({ kind: "attribution", licence: "CC BY 4.0" }),
        noChoice,
      ),
    ).toEqual(plain);
  });

  it("waits for the word that the use is not commercial", () => {
    const nonCommercial = group({
      kind: "nonCommercial",
      licence: "CC BY-NC 4.0",
    });
    expect(decisionFor(nonCommercial, noChoice)).toBeNull();
    expect(
      decisionFor(nonCommercial, { ...noChoice, isNonCommercial: true }),
    ).toEqual({ ...plain, isNonCommercialConfirmed: true });
  });

  it("lets what forbids changes be looked at only", () => {
    expect(decisionFor(blocked("noDerivatives"), noChoice)).toBeNull();
    expect(
      decisionFor(blocked("noDerivatives"), { ...noChoice, isViewOnly: true }),
    ).toEqual({ ...plain, isViewOnly: true });
  });

  it("never fetches what access is restricted to", () => {
    expect(
      decisionFor(blocked("controlledAccess"), {
        isViewOnly: true,
        isNonCommercial: true,
        resolved: "by4",
      }),
    ).toBeNull();
  });

  it("takes a licence that was found out by hand, with what that one asks", () => {
    const missing = blocked("missing");
    expect(decisionFor(missing, noChoice)).toBeNull();
    expect(decisionFor(missing, { ...noChoice, resolved: "by4" })).toEqual({
      ...plain,
      resolvedLicence: {
        name: "CC BY 4.0",
        uri: "https://creativecommons.org/licenses/by/4.0/",
      },
    });
    expect(decisionFor(missing, { ...noChoice, resolved: "byNc4" })).toBeNull();
  });
});
