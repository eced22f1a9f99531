// Which doubtful choices are taken, and what becomes of them.
import { describe, expect, it } from "vitest";
import { contractSettingsSchema } from "./contractSettings.ts";

describe("the path before all calls", () => {
  it.each([
    ["/api/v1", "/api/v1"],
    ["/api/v1/", "/api/v1"],
    ["/api//", "/api"],
    ["/", ""],
    ["", ""],
  ])("%o never makes a call go to another host", (entered, kept) => {
    const { apiPrefix } = contractSettingsSchema.parse({ apiPrefix: entered });
    expect(apiPrefix).toBe(kept);
    const called = new URL(`${apiPrefix}/users/current`, "https://site.test");
    expect(called.origin).toBe("https://site.test");
    expect(called.pathname).toBe(`${kept}/users/current`);
  });

  it("is taken again as it is kept", () => {
    const once = contractSettingsSchema.parse({ apiPrefix: "/" });
    expect(contractSettingsSchema.parse(once)).toEqual(once);
  });

  it.each(["//elsewhere.test", "https://elsewhere.test", "api", "/a b"])(
    "%o is refused",
    (apiPrefix) => {
      expect(contractSettingsSchema.safeParse({ apiPrefix }).success).toBe(
        false,
      );
    },
  );
});

describe("the content type of files", () => {
  it.each([
    "application/dicom",
    "application/octet-stream",
    "application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
    "application/dicom+rle",
  ])("%s is taken", (putContentType) => {
    expect(
      contractSettingsSchema.parse({ putContentType }).putContentType,
    ).toBe(putContentType);
  });

  it.each([
    "",
    "dicom",
    "application/",
    "a/b\r\nx: y",
    "application/dicom,a/b",
  ])("%o is refused, since no request could carry it", (putContentType) => {
    expect(contractSettingsSchema.safeParse({ putContentType }).success).toBe(
      false,
    );
  });
});
