// What is remembered, for how long, and what never is.
import { describe, expect, it } from "vitest";
import { success } from "../../../shared/result.ts";
import { HastyClock } from "../../../testing/hastyClock.ts";
import type { KeptAnswer } from "../../ports/answerCache.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import type { ArchiveCaller } from "./archiveCaller.ts";
import { createCachedCaller } from "./cachedCaller.ts";

const never = new AbortController().signal;
const series = endpointOf("nbia-v4", "getSeries");
const collections = endpointOf("nbia-v4", "getCollectionValuesAndCounts");
const of = (value: string) => [{ name: "Collection", value }];

function setUp(text = '[{"a":1}]') {
  const asked: string[] = [];
  const kept = new Map<string, KeptAnswer>();
  const clock = new HastyClock();
  const caller: ArchiveCaller = {
    call(endpoint, given) {
      asked.push([endpoint.name, ...given.map(({ value }) => value)].join(" "));
      return Promise.resolve(
        success({
          endpoint,
          status: 200,
          headers: { "content-type": "application/json" },
          text,
        }),
      );
    },
  };
  const cache = {
    read: (key: string) => Promise.resolve(kept.get(key) ?? null),
    write: (key: string, answer: KeptAnswer) => {
      kept.set(key, answer);
      return Promise.resolve();
    },
    clear: () => {
      kept.clear();
      return Promise.resolve();
    },
  };
  const cached = createCachedCaller(caller, { cache, clock, places: {} });
  return { asked, clock, cached, cache };
}

describe("a caller that remembers", () => {
  it("answers the same question again without asking, for ten minutes", async () => {
    const { asked, clock, cached } = setUp();
    const first = await cached.call(series, of("A"), never);
    expect(await cached.call(series, of("A"), never)).toEqual(first);
    expect(asked).toEqual(["getSeries A"]);
    clock.pass(600_000);
    await cached.call(series, of("A"), never);
    expect(asked).toHaveLength(2);
  });

  it("remembers collections for a day", async () => {
    const { asked, clock, cached } = setUp();
    await cached.call(collections, [], never);
    clock.pass(23 * 3_600_000);
    await cached.call(collections, [], never);
    expect(asked).toHaveLength(1);
    clock.pass(3_600_000);
    await cached.call(collections, [], never);
    expect(asked).toHaveLength(2);
  });

  it("tells questions and servers apart", async () => {
    const { asked, cached } = setUp();
    await cached.call(series, of("A"), never);
    await cached.call(series, of("B"), never);
    await cached.call(series, of("A"), never, {
      baseUrl: "http://127.0.0.1:1/",
    });
    expect(asked).toHaveLength(3);
  });

  it("remembers patients and studies of a collection for ten minutes only", async () => {
    for (const name of [
      "getPatientByCollectionAndModality",
      "NewPatientsInCollection",
      "NewStudiesInPatientCollection",
    ]) {
      const { asked, clock, cached } = setUp();
      await cached.call(endpointOf("nbia-v4", name), of("A"), never);
      clock.pass(600_000);
      await cached.call(endpointOf("nbia-v4", name), of("A"), never);
      expect(asked).toHaveLength(2);
    }
  });

  it.each([
    "",
    "[]",
    " {} ",
    '{"total":0,"series":[]}',
    '{"resultSet":[],"totalPatients":0}',
    "null",
    "[{}]",
    "[null]",
    "\uFEFF[]",
    '[{"a":1},{"b"',
    `[{"a":"${"1".repeat(20_000)}"},{"b"`,
    "<!DOCTYPE html><title>503</title>",
    `\uFEFF<html>${" ".repeat(20_000)}</html>`,
    "Collection,PatientID,SeriesInstanceUID\r\n",
    '\uFEFF"Collection"\n\n',
  ])("never keeps the empty answer %j", async (text) => {
    const { asked, cached } = setUp(text);
    await cached.call(series, of("A"), never);
    await cached.call(series, of("A"), never);
    expect(asked).toHaveLength(2);
  });

  it.each(["Collection\nSAMPLE-CT\n", '[{},{"Collection":"SAMPLE-CT"}]'])(
    "keeps %j, which has a row",
    async (text) => {
      const { asked, cached } = setUp(text);
      await cached.call(series, of("A"), never);
      await cached.call(series, of("A"), never);
      expect(asked).toHaveLength(1);
    },
  );

  it("keeps no images, nothing behind a sign-in, and nothing of the future", async () => {
    const { asked, clock, cached } = setUp();
    const search = endpointOf("nbia-token", "getTextSearch");
    for (let time = 0; time < 2; time++)
      await cached.call(search, [{ name: "textValue", value: "x" }], never);
    expect(asked).toHaveLength(2);
    await cached.call(series, of("A"), never);
    clock.pass(-1_000);
    await cached.call(series, of("A"), never);
    expect(asked).toHaveLength(4);
  });

  it("asks anew once it was told to forget", async () => {
    const { asked, cached, cache } = setUp();
    await cached.call(series, of("A"), never);
    await cache.clear();
    await cached.call(series, of("A"), never);
    expect(asked).toHaveLength(2);
  });
});
