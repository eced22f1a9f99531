// Every row of the contract's section 13 is a setting.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultContractSettings } from "../../shared/contractSettings.ts";

/** Settings by row. `siteOrigin` is beside them in the section and `--origin`; `mostAtOnce` is under Transfers and `concurrency`. */
const settingsOfRow: Readonly<Record<string, readonly string[]>> = {
  "site origin, api prefix, the two root paths": [
    "siteOrigin",
    "apiPrefix",
    "presignPath",
    "imagePreparationPath",
  ],
  "redirect URI, scope, PKCE on/off": ["redirectUri", "scope", "usesPkce"],
  "uploaded_data shape": ["uploadedDataShape"],
  "root index base": ["rootIndexBase"],
  "send perspective and specifics": ["sendsPerspectiveAndSpecifics"],
  "SOP Instance UID in data set": ["sopInstanceUID"],
  "call mark_upload_finished": ["marksUploadFinished"],
  "PUT content type, concurrency, presign batch and age": [
    "putContentType",
    "mostAtOnce",
    "presignBatch",
    "presignedUrlAgeMs",
  ],
  "policy version": ["policyVersion"],
};

/** In no row, and as likely to move as the others; what the storage answers is told nowhere. */
const beside = ["authorizePath", "tokenPath", "storageProof"];
const elsewhere = ["siteOrigin", "mostAtOnce"];

const reference = resolve(
  import.meta.dirname,
  "../../../../shared/reference/radiopaedia-api.md",
);

describe("the doubtful choices of the contract", () => {
  it("each have a setting, and each setting a reason", () => {
    const ofRows = Object.values(settingsOfRow).flat();
    const names = Object.keys(defaultContractSettings);
    expect([...names, ...elsewhere].sort()).toEqual(
      [...ofRows, ...beside].sort(),
    );
  });

  it.skipIf(!existsSync(reference))("are all that section 13 lists", () => {
    const [, section = ""] = readFileSync(reference, "utf8").split("## 13. ");
    const rows = section
      .split("\n")
      .flatMap((line) => /^\| (.+?) \|/.exec(line)?.[1] ?? [])
      .filter((row) => row !== "Setting");
    expect(rows).toEqual(Object.keys(settingsOfRow));
  });
});
