// What browsing asks of NBIA beyond its rows: previews.
import { describe, expect, it } from "vitest";
import { HastyClock } from "../../testing/hastyClock.ts";
import {
  ScriptedHttp,
  type ScriptedReply,
} from "../../testing/scriptedHttp.ts";
import { createArchiveCaller } from "./call/archiveCaller.ts";
import { politeManners } from "./call/archiveSettings.ts";
import { createNbiaArchive } from "./nbiaArchive.ts";
import { readSeries } from "./rows/readSeries.ts";

const never = new AbortController().signal;
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
const instances = (count: number): ScriptedReply => ({
  status: 200,
  body: Array.from({ length: count }, (_, index) => ({
    SOPInstanceUID: `1.2.3.${String(index + 1)}`,
  })),
});

function setUp(...replies: readonly ScriptedReply[]) {
  const http = new ScriptedHttp(...replies);
  const caller = createArchiveCaller({
    http,
    clock: new HastyClock(),
    random: { fraction: () => 0, bytes: (length) => new Uint8Array(length) },
    settings: {
      baseUrls: {},
      storageBase: null,
      apiKey: null,
      userAgent: () => "Casedrop test",
      manners: politeManners,
    },
    tokens: null,
  });
  const thumbnail = (source: "nbia" | "nlst" = "nbia") => {
    const series = readSeries(
      { SeriesInstanceUID: "1.2.3", StudyInstanceUID: "1.2" },
      source,
    );
    if (series === null) throw new Error("no series");
    return createNbiaArchive(caller).thumbnail(series, never);
  };
  const nlst = {
    tags: () => {
      const series = readSeries(
        { SeriesInstanceUID: "1.2.3", StudyInstanceUID: "1.2" },
        "nlst",
      );
      if (series === null) throw new Error("no series");
      return createNbiaArchive(caller).tags(series, never);
    },
  };
  return { http, thumbnail, nlst };
}

describe("the attributes of a series", () => {
  it("are not asked for where the server does not offer them", async () => {
    const { http, nlst } = setUp();
    expect(await nlst.tags()).toEqual({ ok: true, value: [] });
    expect(http.requests).toEqual([]);
  });
});

describe("the preview of a series", () => {
  it.each([
    [1, "1.2.3.1"],
    [4, "1.2.3.3"],
    [5, "1.2.3.3"],
  ])("of %i images is the middle one's", async (count, middle) => {
    const { http, thumbnail } = setUp(instances(count), {
      status: 200,
      body: jpeg,
    });
    expect(await thumbnail()).toEqual({ ok: true, value: jpeg });
    expect(http.formOf(1)).toEqual({ seriesUID: "1.2.3", objectUID: middle });
  });

  it.each<[string, readonly ScriptedReply[]]>([
    [
      "words of the picture service",
      [instances(3), { status: 400, body: "WADO: no such object" }],
    ],
    [
      "something that is no JPEG",
      [instances(3), { status: 200, body: new Uint8Array([0x47, 0x49, 0x46]) }],
    ],
    [
      "a picture that is not small",
      [instances(3), { status: 200, body: new Uint8Array(5_000_000) }],
    ],
    ["no images", [{ status: 200, body: "" }]],
  ])("is none after %s, and nothing is asked again", async (_what, replies) => {
    const { http, thumbnail } = setUp(...replies);
    expect(await thumbnail()).toEqual({ ok: true, value: null });
    expect(http.requests).toHaveLength(replies.length);
  });

  it("is not asked for at the trial's own server, which has none", async () => {
    const { http, thumbnail } = setUp();
    expect(await thumbnail("nlst")).toEqual({ ok: true, value: null });
    expect(http.requests).toEqual([]);
  });
});
