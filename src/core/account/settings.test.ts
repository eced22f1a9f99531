// Behaviours of the settings schema.
import { describe, expect, it } from "vitest";
import { defaultSettings, oauthSettingsOf, parseSettings } from "./settings.ts";

describe("settings", () => {
  it("start in the sandbox, with the contract's defaults", () => {
    expect(defaultSettings).toEqual({
      version: 1,
      moreSignIns: [],
      signInInUse: { sandbox: null, radiopaedia: null },
      background: { keepsSending: false, startsAtLogin: false },
      serviceInUse: "sandbox",
      radiopaedia: { origin: "https://radiopaedia.org", clientId: "" },
      contract: {
        authorizePath: "/oauth/authorize",
        tokenPath: "/oauth/token",
        apiPrefix: "/api/v1",
        presignPath: "/direct_s3_uploads",
        imagePreparationPath: "/image_preparation",
        redirectUri: "urn:ietf:wg:oauth:2.0:oob",
        scope: "",
        usesPkce: true,
        uploadedDataShape: "array",
        rootIndexBase: 0,
        sendsPerspectiveAndSpecifics: true,
        sopInstanceUID: "hashed",
        policyVersion: "0.5.2",
        marksUploadFinished: true,
        putContentType: "application/dicom",
        storageProof: "marksOfS3",
        presignBatch: 200,
        presignedUrlAgeMs: 600_000,
      },
      appearance: "system",
      window: null,
      isPlainTextSecretsAllowed: false,
      network: { proxy: { kind: "system" }, storageOrigin: null },
      secondLook: { use: null, origin: "https://x-raydar.info" },
      publicArchive: { server: null, policyAcceptedAt: null, origin: null },
      contactAddress: null,
      uploadConcurrency: 12,
      bandwidthLimit: null,
      asksWhenMetered: true,
      isMetered: false,
    });
  });

  it("come back from the disk as they were", () => {
    const stored: unknown = JSON.parse(JSON.stringify(defaultSettings));
    expect(parseSettings(stored)).toEqual(defaultSettings);
  });

  it.each(["", "dicom", 'application/dicom; syntax="1"'])(
    "are not lost for a content type %o that an earlier build took",
    (putContentType) => {
      const contract = { ...defaultSettings.contract, putContentType };
      expect(
        parseSettings({ ...defaultSettings, appearance: "dark", contract }),
      ).toEqual({ ...defaultSettings, appearance: "dark" });
    },
  );

  it("fill in what an earlier build did not know yet", () => {
    expect(parseSettings({ version: 1, appearance: "dark" })).toEqual({
      ...defaultSettings,
      appearance: "dark",
    });
  });

  it.each([
    ["nothing", null],
    ["no version", {}],
    ["a version to come", { ...defaultSettings, version: 2 }],
    ["an unknown entry", { ...defaultSettings, colour: "red" }],
    ["a value out of range", { ...defaultSettings, uploadConcurrency: 0 }],
    [
      "an origin without TLS",
      { version: 1, radiopaedia: { origin: "http://radiopaedia.org" } },
    ],
    [
      "an insecure redirect",
      { version: 1, contract: { redirectUri: "http://x.test/" } },
    ],
    [
      "a path that leaves the site",
      { version: 1, contract: { tokenPath: "//evil/token" } },
    ],
    [
      "a path with a query",
      { version: 1, contract: { tokenPath: "/token?x" } },
    ],
  ])("are refused with %s", (_name, stored) => {
    expect(parseSettings(stored)).toBeNull();
  });

  it("reduce an address to its origin, which is where tokens may go", () => {
    const radiopaedia = { origin: "https://Radiopaedia.org/cases?x=1" };
    expect(parseSettings({ version: 1, radiopaedia })?.radiopaedia.origin).toBe(
      "https://radiopaedia.org",
    );
  });

  it("place the sign-in at the origin of the service", () => {
    expect(
      oauthSettingsOf("http://127.0.0.1:4711", defaultSettings.contract),
    ).toMatchObject({
      authorizeUrl: "http://127.0.0.1:4711/oauth/authorize",
      tokenUrl: "http://127.0.0.1:4711/oauth/token",
    });
  });
});
