// Every doubtful choice about the site can be made in the window.
import { describe, expect, it } from "vitest";
import {
  contractSettingsSchema,
  defaultContractSettings,
} from "../../../shared/contractSettings.ts";
import { contractControls, contractNames } from "./contractControls.ts";

describe("the controls of the doubtful choices", () => {
  it("are there for each of them", () => {
    expect([...contractNames].sort()).toEqual(
      Object.keys(defaultContractSettings).sort(),
    );
  });

  it("offer only what the settings take, and all of it", () => {
    for (const name of contractNames) {
      const control = contractControls[name];
      if (control.kind !== "choice") continue;
      for (const { value } of control.items)
        expect(contractSettingsSchema.parse({ [name]: value })[name]).toBe(
          value,
        );
      expect(control.items.length).toBe(2);
    }
  });
});
