// Which server is treated how: only one on this computer plays the sandbox's archive.
import { describe, expect, it } from "vitest";
import { placesAt, politeManners } from "./archiveSettings.ts";

describe("the places of the archives", () => {
  it("are their own where no address is given", () => {
    expect(placesAt(null)).toEqual({
      baseUrls: {},
      otherBaseUrls: {
        "nbia-v4":
          "https://services.cancerimagingarchive.net/nbia-api/services/v4/",
      },
      storageBase: null,
      manners: politeManners,
    });
  });

  it.each([
    "http://127.0.0.1:4100",
    "http://localhost:4100",
    "http://[::1]:4100",
  ])("at %s are laid out like the sandbox's, without pauses", (origin) => {
    expect(placesAt(origin)).toMatchObject({
      baseUrls: { nlst: `${origin}/nlst/nbia-api/services/v4/` },
      storageBase: `${origin}/s3/`,
      manners: { pauseMs: 0, retryFromMs: 200 },
    });
  });

  it("at a mirror keep the public paths and manners", () => {
    expect(placesAt("https://mirror.example.org")).toEqual({
      baseUrls: {
        "nbia-v4": "https://mirror.example.org/",
        "nbia-token": "https://mirror.example.org/",
        nlst: "https://mirror.example.org/",
        "tcia-v2": "https://mirror.example.org/",
        "idc-v3": "https://mirror.example.org/",
        datacite: "https://mirror.example.org/",
      },
      storageBase: "https://mirror.example.org/",
      manners: politeManners,
    });
  });

  it("at a name that only begins like this computer's are those of a mirror", () => {
    expect(placesAt("https://localhost.example.org").manners).toBe(
      politeManners,
    );
  });
});
