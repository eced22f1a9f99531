// Series on two servers, one of which refuses a whole list for what lies on the other.
import { describe, expect, it } from "vitest";
import type { ArchiveFailure, ArchiveSeries } from "../../shared/archive.ts";
import { failed, success } from "../../shared/result.ts";
import { readSeries } from "./rows/readSeries.ts";
import { bulkUIDs, findSeriesByUID, unknownOf } from "./seriesByUID.ts";

const refusal: ArchiveFailure = {
  kind: "archiveRefused",
  status: 400,
  detail: "not public",
};

function seriesOn(source: "nbia" | "nlst", uid: string): ArchiveSeries {
  const series = readSeries({ SeriesInstanceUID: uid }, source);
  if (series === null) throw new Error("no series");
  return series;
}

/** Two servers; each refuses a list with anything that it does not have, the trial's only where it is strict. */
function servers(
  main: readonly string[],
  trial: readonly string[],
  isTrialStrict = false,
) {
  const asked: string[] = [];
  const ask = (server: "nbia-v4" | "nlst", uids: readonly string[]) => {
    asked.push(`${server} ${uids.join()}`);
    const has = server === "nlst" ? trial : main;
    const isStrict = server === "nbia-v4" || isTrialStrict;
    const isRefused = isStrict && uids.some((uid) => !has.includes(uid));
    return Promise.resolve(
      isRefused
        ? failed(refusal)
        : success(
            uids
              .filter((uid) => has.includes(uid))
              .map((uid) => seriesOn(server === "nlst" ? "nlst" : "nbia", uid)),
          ),
    );
  };
  return { asked, ask };
}

it("finds what lies on either server, though the main one refuses the list", async () => {
  const { asked, ask } = servers(["1.1", "1.3"], ["1.2"]);
  expect(await findSeriesByUID(ask, ["1.1", "1.2", "1.3"])).toEqual(
    success({
      series: [
        seriesOn("nbia", "1.1"),
        seriesOn("nlst", "1.2"),
        seriesOn("nbia", "1.3"),
      ],
      unasked: null,
    }),
  );
  expect(asked).toEqual([
    "nbia-v4 1.1,1.2,1.3",
    "nlst 1.1,1.2,1.3",
    "nbia-v4 1.1,1.3",
  ]);
});

it("finds a list of the trial alone, without another question", async () => {
  const { asked, ask } = servers([], ["1.2"]);
  expect(await findSeriesByUID(ask, ["1.2"])).toEqual(
    success({ series: [seriesOn("nlst", "1.2")], unasked: null }),
  );
  expect(asked).toHaveLength(2);
});

it.each([
  ["answers what it has", false],
  ["refuses the list, too", true],
])(
  "loses no series for one that is withdrawn, where the trial's server %s",
  async (_what, isTrialStrict) => {
    const { ask } = servers(["1.1", "1.3", "1.4"], ["1.2"], isTrialStrict);
    const uids = ["1.1", "1.2", "1.9", "1.3", "1.4"];
    const found = await findSeriesByUID(ask, uids);
    expect(found).toEqual(
      success({
        series: [
          seriesOn("nbia", "1.1"),
          seriesOn("nlst", "1.2"),
          seriesOn("nbia", "1.3"),
          seriesOn("nbia", "1.4"),
        ],
        unasked: null,
      }),
    );
    expect(found.ok && unknownOf(uids, found.value)).toEqual(["1.9"]);
  },
);

it("finds the one withdrawn series of a page in a few questions", async () => {
  const uids = Array.from({ length: bulkUIDs }, (_, at) => `1.${at}`);
  const { asked, ask } = servers(uids.slice(1), [], true);
  const found = await findSeriesByUID(ask, uids);
  expect(found.ok && found.value.series).toHaveLength(199);
  expect(found.ok && unknownOf(uids, found.value)).toEqual(["1.0"]);
  expect(asked.length).toBeLessThan(30);
});

it("asks the trial's server in halves, too, for what the main one does not have", async () => {
  const lenient = servers(["1.1"], ["1.2"], true).ask;
  const ask: typeof lenient = async (server, uids) =>
    server === "nbia-v4"
      ? success(
          uids
            .filter((uid) => uid === "1.1")
            .map((uid) => seriesOn("nbia", uid)),
        )
      : lenient(server, uids);
  expect(await findSeriesByUID(ask, ["1.1", "1.2", "1.9"])).toEqual(
    success({
      series: [seriesOn("nbia", "1.1"), seriesOn("nlst", "1.2")],
      unasked: null,
    }),
  );
});

describe("where the trial's server cannot be asked", () => {
  it.each<ArchiveFailure>([
    { kind: "archiveError", status: 503, retryAfterMs: null, detail: "" },
    { kind: "archiveRefused", status: 403, detail: "blocked here" },
  ])("series are not called unknown: $status", async (failure) => {
    const { ask } = servers(["1.1"], []);
    const withoutTrial: typeof ask = (server, uids) =>
      server === "nlst" ? Promise.resolve(failed(failure)) : ask(server, uids);
    const uids = ["1.1", "1.2", "1.9"];
    const found = await findSeriesByUID(withoutTrial, uids);
    expect(found).toEqual(
      success({
        series: [seriesOn("nbia", "1.1")],
        unasked: {
          seriesInstanceUIDs: ["1.2", "1.9"],
          server: "nlst",
          failure,
        },
      }),
    );
    expect(found.ok && unknownOf(uids, found.value)).toEqual([]);
    expect(await findSeriesByUID(withoutTrial, ["1.2"])).toEqual(
      success({
        series: [],
        unasked: { seriesInstanceUIDs: ["1.2"], server: "nlst", failure },
      }),
    );
  });
});

it("does not ask for thousands of withdrawn series one by one", async () => {
  const uids = Array.from({ length: 2_000 }, (_, at) => `1.${at}`);
  const { asked, ask } = servers(["1.0"], [], true);
  const found = await findSeriesByUID(ask, uids);
  expect(asked.length).toBeLessThan(300);
  expect(found).toMatchObject({
    value: {
      series: [{ seriesInstanceUID: "1.0" }],
      unasked: { server: "any", failure: refusal },
    },
  });
  if (!found.ok) throw new Error("not found");
  const unknown = unknownOf(uids, found.value);
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown.length + 1).toBe(
    2_000 - (found.value.unasked?.seriesInstanceUIDs.length ?? 0),
  );
});

it("does not blame the trial's server alone where the main one refused too many lists as well", async () => {
  const uids = Array.from({ length: 2_000 }, (_, at) => `1.${at}`);
  const { ask } = servers(["1.0"], []);
  const withoutTrial: typeof ask = (server, of) =>
    server === "nlst"
      ? Promise.resolve(failed({ ...refusal, status: 403 }))
      : ask(server, of);
  expect(await findSeriesByUID(withoutTrial, uids)).toMatchObject({
    value: { unasked: { server: "any", failure: refusal } },
  });
});

it("stops where it is cancelled between the halves", async () => {
  const { ask } = servers(["1.1"], [], true);
  let asked = 0;
  const cancelled = await findSeriesByUID(
    (server, uids) =>
      ++asked > 2
        ? Promise.resolve(failed({ kind: "cancelled" }))
        : ask(server, uids),
    ["1.1", "1.9"],
  );
  expect(cancelled).toEqual(failed({ kind: "cancelled" }));
  expect(asked).toBe(3);
});

it("fails where nothing was found and the main server refused", async () => {
  const { asked, ask } = servers([], []);
  expect(await findSeriesByUID(ask, ["1.9"])).toEqual(failed(refusal));
  expect(asked).toEqual(["nbia-v4 1.9", "nlst 1.9"]);
});

it("fails at once where the list was asked for wrongly", async () => {
  const failure = { ...refusal, detail: "Invalid query parameter: 'format'" };
  let asked = 0;
  const ask = () => {
    asked++;
    return Promise.resolve(failed(failure));
  };
  expect(await findSeriesByUID(ask, ["1.1"])).toEqual(failed(failure));
  expect(asked).toBe(1);
});

it("asks for two hundred at a time", async () => {
  const uids = Array.from({ length: bulkUIDs + 1 }, (_, at) => `1.${at}`);
  const { asked, ask } = servers(uids, []);
  const found = await findSeriesByUID(ask, uids);
  expect(found.ok && found.value.series).toHaveLength(201);
  expect(asked).toHaveLength(2);
});
