// When the archive that is asked for a second licence is left in peace: after trouble, not after an answer that says nothing of the next series.
import { expect, it } from "vitest";
import type { ArchiveFailure, ArchiveSeries } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import { ManualClock } from "../../../testing/manualClock.ts";
import { readSeries } from "../rows/readSeries.ts";
import { createListedNow, type Lists } from "./listedNow.ts";

const never = new AbortController().signal;

function seriesOf(uid: string): ArchiveSeries {
  const series = readSeries({ SeriesInstanceUID: uid }, "nbia");
  if (series === null) throw new Error("no series");
  return { ...series, source: "idc" };
}

/** Series at Imaging Data Commons; NBIA answers these in turn, and then nothing. */
function setUp(...answers: readonly Result<never, ArchiveFailure>[]) {
  const asked: (string | undefined)[] = [];
  const lists: Lists = {
    idc: {
      seriesByUID: ([uid = ""]) =>
        Promise.resolve(success({ series: [seriesOf(uid)], unasked: null })),
    },
    nbia: {
      series: ({ seriesInstanceUID }) => {
        asked.push(seriesInstanceUID);
        return Promise.resolve(answers[asked.length - 1] ?? success([]));
      },
    },
  };
  const clock = new ManualClock();
  return { asked, clock, listedNow: createListedNow(lists, lists, clock) };
}

it.each<ArchiveFailure>([
  { kind: "archiveRefused", status: 400, detail: "not public" },
  { kind: "notAvailable" },
  { kind: "unreadableAnswer", endpoint: "getSeries", problem: "no rows" },
])("asks for the next series after $kind", async (failure) => {
  const { asked, listedNow } = setUp(failed(failure));
  await listedNow(seriesOf("1.1"), never);
  await listedNow(seriesOf("1.2"), never);
  expect(asked).toEqual(["1.1", "1.2"]);
});

it.each<ArchiveFailure>([
  { kind: "cancelled" },
  { kind: "connectionLost", code: "ECONNRESET" },
])("asks for the next series after a cancelled one: $kind", async (failure) => {
  const { asked, listedNow } = setUp(failed(failure));
  const cancelled = AbortSignal.abort();
  expect(await listedNow(seriesOf("1.1"), cancelled)).toEqual(
    failed({ kind: "cancelled" }),
  );
  await listedNow(seriesOf("1.2"), never);
  expect(asked).toEqual(["1.1", "1.2"]);
});

it.each<ArchiveFailure>([
  { kind: "unreachable", code: "ECONNREFUSED" },
  { kind: "connectionLost", code: "ECONNRESET" },
  { kind: "stalled", afterMs: 30_000 },
  { kind: "archiveBusy", status: 429, retryAfterMs: null },
  { kind: "archiveError", status: 503, retryAfterMs: null, detail: "" },
])("leaves it in peace for ten minutes after $kind", async (failure) => {
  const { asked, clock, listedNow } = setUp(failed(failure));
  await listedNow(seriesOf("1.1"), never);
  clock.advance(10 * 60_000 - 1);
  await listedNow(seriesOf("1.2"), never);
  expect(asked).toEqual(["1.1"]);
  clock.advance(1);
  await listedNow(seriesOf("1.3"), never);
  expect(asked).toEqual(["1.1", "1.3"]);
});
