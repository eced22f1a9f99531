// In which bytes a word of the patient is looked for.
import { expect, it } from "vitest";
import { residuePatterns } from "./residuePatterns.ts";

it.each(["Le^Van Du", "Le^Van^Du", "LE VAN DU", "Van Du Le", "Le, Van, Du"])(
  "looks for a name whose parts are in many others as %s",
  (text) => {
    const patterns = residuePatterns([{ kind: "name", text: "Le Van Du" }]);
    const looked = patterns.map(({ bytes }) =>
      Buffer.from(bytes).toString("latin1").toLowerCase(),
    );
    expect(looked).toContain(text.toLowerCase());
    expect(looked).not.toContain("le van");
  },
);
