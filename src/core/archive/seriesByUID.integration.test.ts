// Lists of series at two servers over loopback, each of which refuses a whole list for one series that it does not have.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { SampleArchiveClient } from "../../testing/sampleArchiveClient.ts";
import { endpointOf } from "./catalogue/catalogue.ts";
import { unknownOf } from "./seriesByUID.ts";

const never = new AbortController().signal;
const chestUID = "1.3.6.1.4.1.99999.1.1.1";
const trialUID = "1.3.6.1.4.1.99999.6.1.1";
const withdrawnUID = "1.3.6.1.4.1.99999.9.9.9";
let client: SampleArchiveClient;

beforeAll(async () => {
  client = await SampleArchiveClient.start();
});
afterAll(() => client.end());
beforeEach(() => client.begin());
afterEach(() => client.clear());

it.each([
  ["nbia-v4", chestUID, trialUID],
  ["nlst", trialUID, chestUID],
] as const)("%s refuses a list for a foreign series", async (server, ...of) => {
  const asked = (uids: readonly string[]) =>
    client.caller.call(
      endpointOf(server, "getSeriesMetadata"),
      [{ name: "list", value: uids.join(",") }],
      never,
    );
  expect(await asked(of)).toMatchObject({
    failure: { kind: "archiveRefused", status: 400 },
  });
  expect(await asked(of.slice(0, 1))).toMatchObject({ value: { status: 200 } });
});

it("finds the series of both, and knows which one is on neither", async () => {
  const uids = [chestUID, withdrawnUID, trialUID];
  const found = valueOf(await client.archive.seriesByUID(uids, never));
  expect(found).toMatchObject({
    series: [
      { seriesInstanceUID: chestUID, source: "nbia" },
      { seriesInstanceUID: trialUID, source: "nlst" },
    ],
    unasked: null,
  });
  expect(unknownOf(uids, found)).toEqual([withdrawnUID]);
});
