// Each number that the archives' reference names (sections 4.2, 5.2, 7, 8, 10 and 13), as the code has it.
import { describe, expect, it } from "vitest";
import {
  gentleManners,
  politeManners,
  transferTimeMs,
} from "./call/archiveSettings.ts";
import { maxIdcPageSize } from "./catalogue/idcV3.ts";
import { roomFactor, soundTries } from "./download/fetchSeries.ts";
import { packedShare } from "./download/nbiaTransport.ts";
import { beginningShown } from "./download/unpackSeries.ts";
import { slackBytes } from "./download/zipEntries.ts";
import { maxListBytes } from "./lists/seriesList.ts";
import { bulkUIDs } from "./seriesByUID.ts";

const seconds = 1_000;
const minutes = 60 * seconds;

describe("the archives' reference", () => {
  it.each([
    ["parallel downloads", politeManners.parallelDownloads, 2],
    ["pause between requests", politeManners.pauseMs, 500],
    ["retries", politeManners.retries, 3],
    ["first retry", politeManners.retryFromMs, 10 * seconds],
    ["parallel downloads, gentle", gentleManners.parallelDownloads, 1],
    ["pause, gentle", gentleManners.pauseMs, 2 * seconds],
    ["first retry, gentle", gentleManners.retryFromMs, 30 * seconds],
    ["first header", politeManners.firstByteMs, 30 * seconds],
    ["metadata", politeManners.idleMs, 30 * seconds],
    ["no bytes of a download", politeManners.downloadIdleMs, 120 * seconds],
    ["download of 100 MB", transferTimeMs(100_000_000), 6 * minutes],
    ["download of 13 TB", transferTimeMs(13e12), 60 * minutes],
    ["download of unknown size", transferTimeMs(null), 30 * minutes],
    ["free disk by size", roomFactor, 2.2],
    ["tries before it is incomplete at source", soundTries, 3],
    ["compressed size", packedShare, 0.35],
    ["slack of what is unpacked", slackBytes, 10_000_000],
    ["characters of what is no archive", beginningShown, 300],
    ["UIDs per bulk request", bulkUIDs, 200],
    ["bytes of a manifest", maxListBytes, 20 * 1024 * 1024],
    ["page of a manifest of Imaging Data Commons", maxIdcPageSize, 5_000],
  ])("%s: %d", (_what, is, said) => {
    expect(is).toBe(said);
  });
});
