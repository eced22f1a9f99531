// The folder of fetched series as two programs see it: one at a time, and what is removed is gone with its record.
import {
  access,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSeriesFolder } from "../../../adapters/archiveStore/seriesFolder.ts";
import { createDurableFile } from "../../../adapters/durableFile.ts";
import { lockJournal } from "../../../adapters/journal/journalLock.ts";
import { systemClock } from "../../../adapters/systemClock.ts";
import type {
  ArchiveSeries,
  LicenceDecision,
} from "../../../shared/archive.ts";
import { failed, success } from "../../../shared/result.ts";
import { fetchedRecord } from "../../../testing/fetchedRecord.ts";
import { valueOf } from "../../../testing/dicomFixtures.ts";
import { politeManners } from "../call/archiveSettings.ts";
import type { ArchiveDownloads } from "../../ports/archiveDownloads.ts";
import {
  openDownloadQueue,
  type DownloadQueueDeps,
  type PolicyRecord,
} from "./downloadQueue.ts";
import type { SeriesTransport } from "./seriesTransport.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-store-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const newFile = () => createDurableFile(join(folder, "queue.json"));

const open = (
  file = newFile(),
  fetch: SeriesTransport["fetch"] = () => {
    throw new Error("nothing is fetched here");
  },
  more: Partial<Pick<DownloadQueueDeps, "listedNow" | "policy">> = {},
) =>
  openDownloadQueue({
    store: createSeriesFolder(folder),
    transportFor: () => ({ fetch }),
    citation: () => Promise.resolve(success(null)),
    clock: systemClock,
    random: { fraction: () => 0, bytes: (length) => new Uint8Array(length) },
    manners: politeManners,
    file,
    lock: () => lockJournal(join(folder, ".queue")),
    listedNow: (series) => Promise.resolve(success(series)),
    policy: null,
    ...more,
  });

const plain: LicenceDecision = {
  isNonCommercialConfirmed: false,
  resolvedLicence: null,
  isViewOnly: false,
};

const stateOf = (queue: ArchiveDownloads) => queue.list()[0]?.state;

const refusing: SeriesTransport["fetch"] = () =>
  Promise.resolve(
    failed({ kind: "archiveRefused", status: 400, detail: "not public" }),
  );

it("lets one program at a time into the folder, and the next one when it is done", async () => {
  const first = valueOf(await open());
  expect(await open()).toEqual({
    ok: false,
    failure: { kind: "storeInUse" },
  });
  await first.close();
  const next = valueOf(await open());
  await next.close();
});

it("takes over the folder of a program that was killed", async () => {
  const killed = `999999999-1-${"0".repeat(32)}`;
  await writeFile(join(folder, `.queue.${killed}.lock`), "");
  const queue = valueOf(await open());
  await queue.close();
});

it("removes a series with its record, and nothing beside it", async () => {
  for (const uid of ["1.2.3", "1.2.34"]) {
    await mkdir(join(folder, uid));
    await writeFile(join(folder, uid, "1-01.dcm"), "image");
    await writeFile(join(folder, `${uid}.json`), fetchedRecord(uid));
  }
  const queue = valueOf(await open());
  expect(valueOf(await queue.stored("1.2.3"))).not.toBeNull();
  expect(await queue.removeStored("1.2.3")).toEqual(success(null));
  expect(valueOf(await queue.stored("1.2.3"))).toBeNull();
  expect(valueOf(await queue.stored("1.2.34"))).not.toBeNull();
  for (const name of ["..", ".", "queue.json"]) {
    await queue.removeStored(name);
    await access(join(folder, "1.2.34", "1-01.dcm"));
  }
  await queue.close();
});

it("shows a stored series after a restart as its record has it", async () => {
  const verdict = {
    kind: "blocked",
    reason: "disagree",
    licence: "CC BY 4.0",
  } as const;
  await mkdir(join(folder, "1.2.3"));
  await writeFile(join(folder, "1.2.3", "1-01.dcm"), "image");
  await writeFile(
    join(folder, "1.2.3.json"),
    fetchedRecord("1.2.3", verdict).replace(
      '"warnings":[]',
      '"warnings":["withoutHashes"]',
    ),
  );
  const before = valueOf(await open());
  await before.acceptPolicy();
  await before.add(listed, {
    isNonCommercialConfirmed: false,
    resolvedLicence: null,
    isViewOnly: false,
  });
  await before.close();
  const queue = valueOf(await open());
  await expect
    .poll(() => queue.list())
    .toMatchObject([
      { verdict, state: { kind: "stored", warnings: ["withoutHashes"] } },
    ]);
  await queue.close();
});

it("fetches a stored series again whose record is damaged", async () => {
  await mkdir(join(folder, "1.2.3"));
  await writeFile(join(folder, "1.2.3", "1-01.dcm"), "image");
  await writeFile(join(folder, "1.2.3.json"), "{");
  const fetched: string[] = [];
  const queue = valueOf(
    await open(newFile(), ({ seriesInstanceUID }) => {
      fetched.push(seriesInstanceUID);
      return Promise.resolve(failed({ kind: "notAvailable" }));
    }),
  );
  await queue.acceptPolicy();
  await queue.add(listed, plain);
  await expect.poll(() => fetched).toEqual([listed.seriesInstanceUID]);
  await queue.close();
});

it("takes thousands of series at once, and keeps them all over a restart", async () => {
  const file = newFile();
  const write = vi.spyOn(file, "write");
  const untilStopped: SeriesTransport["fetch"] = (
    _series,
    _staging,
    _on,
    stop,
  ) =>
    new Promise((resolve) => {
      const cancel = () => {
        resolve(failed({ kind: "cancelled" }));
      };
      if (stop.aborted) cancel();
      else stop.addEventListener("abort", cancel);
    });
  const queue = valueOf(await open(file, untilStopped));
  await queue.acceptPolicy();
  write.mockClear();
  const decision = {
    isNonCommercialConfirmed: false,
    resolvedLicence: null,
    isViewOnly: false,
  };
  const uids = Array.from({ length: 3_000 }, (_, at) => `1.2.9.${String(at)}`);
  const added = await Promise.all(
    uids.map((seriesInstanceUID) =>
      queue.add({ ...listed, seriesInstanceUID }, decision),
    ),
  );
  expect(added.every(({ ok }) => ok)).toBe(true);
  // Written one by one, it would be the whole file three thousand times.
  expect(write.mock.calls.length).toBeLessThan(5);
  await queue.close();
  const again = valueOf(await open(newFile(), untilStopped));
  expect(again.list().map(({ series }) => series.seriesInstanceUID)).toEqual(
    uids,
  );
  await again.close();
});

it("leaves what failed alone after a restart, until the user has it tried again", async () => {
  const fetch = vi.fn(refusing);
  const before = valueOf(await open(newFile(), fetch));
  await before.acceptPolicy();
  await before.add(listed, plain);
  await expect.poll(() => stateOf(before)?.kind).toBe("failed");
  await before.close();
  expect(fetch).toHaveBeenCalledTimes(1);

  const queue = valueOf(await open(newFile(), fetch));
  expect(stateOf(queue)).toEqual({
    kind: "failed",
    failure: { kind: "archiveRefused", status: 400, detail: "not public" },
  });
  queue.resume("1.2.3");
  await expect.poll(() => fetch).toHaveBeenCalledTimes(2);
  await queue.close();
});

it("shows a failure of another release as one, without words that it does not have", async () => {
  const before = valueOf(await open(newFile(), refusing));
  await before.acceptPolicy();
  await before.add(listed, plain);
  await expect.poll(() => stateOf(before)?.kind).toBe("failed");
  await before.close();
  const path = join(folder, "queue.json");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace("archiveRefused", "ofAnotherRelease"));
  const queue = valueOf(await open());
  expect(stateOf(queue)).toEqual({
    kind: "failed",
    failure: { kind: "cancelled" },
  });
  await queue.close();
});

it("begins a removed series anew only when its last transfer has ended", async () => {
  const ends: (() => void)[] = [];
  const fetch = vi.fn<SeriesTransport["fetch"]>(
    () =>
      new Promise((resolve) => {
        ends.push(() => {
          resolve(failed({ kind: "cancelled" }));
        });
      }),
  );
  const queue = valueOf(await open(newFile(), fetch));
  await queue.acceptPolicy();
  await queue.add(listed, plain);
  await expect.poll(() => fetch).toHaveBeenCalledTimes(1);
  const removed = queue.remove("1.2.3");
  await queue.add(listed, plain);
  await systemClock.sleep(30);
  expect(fetch).toHaveBeenCalledTimes(1);
  ends[0]?.();
  expect(await removed).toEqual(success(null));
  await expect.poll(() => fetch).toHaveBeenCalledTimes(2);
  // What the removal cleared away is not that of the second transfer.
  await access(join(folder, ".incoming", "1.2.3"));
  const closed = queue.close();
  ends[1]?.();
  await closed;
});

it("goes on with a series that was resumed while the paused transfer still wrote", async () => {
  const transfers: { received: () => void; end: () => void }[] = [];
  const fetch = vi.fn<SeriesTransport["fetch"]>(
    (_series, _staging, on) =>
      new Promise((resolve) => {
        transfers.push({
          received: () => {
            on.onReceived(2, 5);
          },
          end: () => {
            resolve(failed({ kind: "cancelled" }));
          },
        });
      }),
  );
  const queue = valueOf(await open(newFile(), fetch));
  await queue.acceptPolicy();
  await queue.add(listed, plain);
  await expect.poll(() => transfers).toHaveLength(1);
  queue.pause("1.2.3");
  queue.resume("1.2.3");
  // What was being written when it was paused has reached the disk.
  transfers[0]?.received();
  expect(stateOf(queue)).toEqual({ kind: "waiting" });
  transfers[0]?.end();
  await expect.poll(() => transfers).toHaveLength(2);
  transfers[1]?.received();
  expect(stateOf(queue)?.kind).toBe("fetching");
  const closed = queue.close();
  transfers[1]?.end();
  await closed;
});

describe("a series that the archive lists differently by now", () => {
  const byNc = {
    name: "CC BY-NC 4.0",
    uri: "https://creativecommons.org/licenses/by-nc/4.0/",
  };
  const by3 = { name: "CC BY 3.0", uri: "" };
  it.each([
    [
      "under a stricter licence",
      { licence: byNc },
      { kind: "nonCommercialUnconfirmed" },
    ],
    [
      "under no licence",
      { licence: { name: "", uri: "" } },
      { kind: "licenceBlocked", reason: "missing" },
    ],
    [
      "under another licence",
      { licence: by3 },
      {
        kind: "listChanged",
        change: {
          kind: "licence",
          was: "CC BY 4.0",
          now: "CC BY 3.0",
        },
      },
    ],
    [
      "with another number of images",
      { imageCount: 2 },
      { kind: "listChanged", change: { kind: "images", was: 1, now: 2 } },
    ],
    ["no more", null, { kind: "notAvailable" }],
  ] as const)("%s is not fetched", async (_how, change, failure) => {
    const fetch = vi.fn(refusing);
    const queue = valueOf(
      await open(newFile(), fetch, {
        listedNow: (series) =>
          Promise.resolve(
            success(change === null ? null : { ...series, ...change }),
          ),
      }),
    );
    await queue.acceptPolicy();
    await queue.add(listed, plain);
    await expect
      .poll(() => stateOf(queue))
      .toEqual({ kind: "failed", failure });
    expect(fetch).not.toHaveBeenCalled();
    await queue.close();
  });

  it("under no licence is not fetched under one found out by hand that allows more than another archive's", async () => {
    const none = { name: "", uri: "" };
    const fetch = vi.fn(refusing);
    const queue = valueOf(
      await open(newFile(), fetch, {
        listedNow: (series) =>
          Promise.resolve(success({ ...series, licenceElsewhere: byNc })),
      }),
    );
    await queue.acceptPolicy();
    const unnamed = { ...listed, licence: none };
    await queue.add(unnamed, { ...plain, resolvedLicence: by3 });
    await expect
      .poll(() => stateOf(queue))
      .toEqual({
        kind: "failed",
        failure: { kind: "stricterLicenceElsewhere", licence: "CC BY-NC 4.0" },
      });
    expect(fetch).not.toHaveBeenCalled();
    await queue.add(unnamed, {
      ...plain,
      resolvedLicence: byNc,
      isNonCommercialConfirmed: true,
    });
    await expect.poll(() => fetch).toHaveBeenCalled();
    await queue.close();
  });

  it("is shown as it is now, and fetched so when the user has judged its new licence", async () => {
    const fetch = vi.fn(refusing);
    const queue = valueOf(
      await open(newFile(), fetch, {
        listedNow: (series) =>
          Promise.resolve(success({ ...series, licence: by3 })),
      }),
    );
    await queue.acceptPolicy();
    await queue.add(listed, plain);
    await expect
      .poll(() => queue.list())
      .toMatchObject([
        { verdict: { licence: "CC BY 3.0" }, state: { kind: "failed" } },
      ]);
    // Not by itself: the new licence is for the user to judge.
    queue.resume("1.2.3");
    expect(queue.list()[0]?.state.kind).toBe("failed");
    await queue.add(queue.list()[0]!.series, {
      isNonCommercialConfirmed: false,
      resolvedLicence: null,
      isViewOnly: false,
    });
    await expect.poll(() => fetch.mock.calls[0]?.[0].licence).toEqual(by3);
    await queue.close();
  });
});

describe("a series that is fetched again with another decision", () => {
  it("and was paused goes on with that one", async () => {
    const asked: string[] = [];
    const queue = valueOf(
      await open(newFile(), refusing, {
        listedNow: (series, signal) => {
          asked.push(series.licence.name);
          return new Promise((resolve) => {
            signal.addEventListener("abort", () => {
              resolve(failed({ kind: "cancelled" }));
            });
          });
        },
      }),
    );
    await queue.acceptPolicy();
    await queue.add(listed, { ...plain, isViewOnly: true });
    await expect.poll(() => asked).toHaveLength(1);
    queue.pause("1.2.3");
    await queue.add(listed, { ...plain, isNonCommercialConfirmed: true });
    await expect.poll(() => asked).toHaveLength(2);
    const text = await readFile(join(folder, "queue.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({
      items: [
        {
          isPaused: false,
          decision: { isNonCommercialConfirmed: true, isViewOnly: false },
        },
      ],
    });
    await queue.close();
  });

  it("is left alone where the decision is the same, as it was read and as it is said", async () => {
    const asked: string[] = [];
    const listedNow: DownloadQueueDeps["listedNow"] = (series, signal) => {
      asked.push(series.seriesInstanceUID);
      return new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve(failed({ kind: "cancelled" }));
        });
      });
    };
    const before = valueOf(await open(newFile(), refusing, { listedNow }));
    await before.acceptPolicy();
    await before.add(listed, plain);
    await expect.poll(() => asked).toHaveLength(1);
    await before.close();
    const queue = valueOf(await open(newFile(), refusing, { listedNow }));
    await expect.poll(() => asked).toHaveLength(2);
    const { isNonCommercialConfirmed, isViewOnly, resolvedLicence } = plain;
    await queue.add(listed, {
      isViewOnly,
      resolvedLicence,
      isNonCommercialConfirmed,
    });
    await systemClock.sleep(30);
    expect(asked).toHaveLength(2);
    await queue.close();
  });

  it("and was stored to be looked at only may go into a case from then on", async () => {
    const record = JSON.parse(fetchedRecord("1.2.3")) as object;
    const viewOnly = {
      ...record,
      decision: { ...plain, isViewOnly: true },
      warnings: ["viewOnly"],
    };
    await mkdir(join(folder, "1.2.3"));
    await writeFile(join(folder, "1.2.3.json"), JSON.stringify(viewOnly));
    const queue = valueOf(await open());
    await queue.acceptPolicy();
    await queue.add(listed, { ...plain, isViewOnly: true });
    await expect
      .poll(() => stateOf(queue))
      .toMatchObject({ warnings: ["viewOnly"] });
    await queue.add(listed, plain);
    await expect
      .poll(() => stateOf(queue))
      .toMatchObject({ kind: "stored", warnings: [] });
    const text = await readFile(join(folder, "1.2.3.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({
      decision: { isViewOnly: false },
      warnings: [],
    });
    await queue.close();
  });
});

describe("the policy", () => {
  function policyOf(accepted: string | null): PolicyRecord {
    let at = accepted;
    return {
      acceptedAt: () => at,
      accept: (now) => {
        at = now;
        return success(null);
      },
    };
  }

  it("accepted for one folder is accepted for all", async () => {
    const policy = policyOf(null);
    const first = valueOf(await open(newFile(), refusing, { policy }));
    expect(await first.add(listed, plain)).toEqual(
      failed({ kind: "policyNotAccepted" }),
    );
    expect(await first.acceptPolicy()).toEqual(success(null));
    await first.close();
    await rm(join(folder, "queue.json"), { force: true });
    const other = valueOf(await open(newFile(), refusing, { policy }));
    expect(other.isPolicyAccepted()).toBe(true);
    expect(await other.add(listed, plain)).toEqual(success(null));
    await other.close();
  });

  it("accepted for a folder by an earlier release is accepted for all", async () => {
    const earlier = valueOf(await open());
    await earlier.acceptPolicy();
    await earlier.close();
    const policy = policyOf(null);
    const queue = valueOf(await open(newFile(), refusing, { policy }));
    expect(policy.acceptedAt()).not.toBeNull();
    await queue.close();
  });
});

/** As the archive lists it: its licence by itself would do. */
const listed: ArchiveSeries = {
  source: "nbia",
  seriesInstanceUID: "1.2.3",
  studyInstanceUID: "1.2",
  collection: "SAMPLE-CT",
  patientId: "SAMPLE-CT-001",
  modality: "CT",
  bodyPart: "",
  description: "",
  manufacturer: "",
  date: { raw: "", iso: null },
  imageCount: 1,
  sizeBytes: 5,
  licence: {
    name: "Creative Commons Attribution 4.0 International License",
    uri: "https://creativecommons.org/licenses/by/4.0/",
  },
  doi: null,
  descriptionUri: "",
  isThirdParty: false,
  storageUrl: null,
};
