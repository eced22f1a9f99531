// One large stack over a slow line, with time scaled: what takes an hour and a half takes a minute.
import { createHash } from "node:crypto";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { hashingRead } from "../../core/upload/hashingRead.ts";
import type { CaseSpool, SpooledFile } from "../../core/ports/spool.ts";
import { createRadiopaediaClient } from "../../core/radiopaedia/client.ts";
import { defaultServiceSettings } from "../../core/radiopaedia/serviceSettings.ts";
import { seededRandom } from "../../core/sample/seededRandom.ts";
import { createCaseSender } from "../../core/upload/caseSender.ts";
import { defaultEngineSettings } from "../../core/upload/engineSettings.ts";
import {
  alwaysOnline,
  defaultTransferPolicy,
} from "../../core/upload/serviceLine.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { MemoryJournalStore } from "../memoryJournal.ts";
import { SequentialRandom } from "../sequentialRandom.ts";
import { testPlan } from "../uploadPlans.ts";
import { expiringStorage } from "./expiringStorage.ts";
import { ScaledClock } from "./scaledClock.ts";
import { slowLineTo } from "./slowLine.ts";

/** How it went; times in seconds as they would have been without scaling. */
export interface SlowUpload {
  readonly end: string;
  readonly arrivedFiles: number;
  /** Every image, in order. */
  readonly isWhole: boolean;
  readonly seconds: number;
  readonly refusedUrls: number;
  readonly oldestUrlSeconds: number;
  /** Bytes on the line for each byte of the stack. */
  readonly overhead: number;
}

const fileBytes = 512 * 1024;

/** Sends a stack of so many slices of 512 KiB at 1 Mbit/s, 200 ms away, with two packets of a hundred lost. */
export async function slowUpload(options: {
  readonly files: number;
  readonly timeFactor: number;
  readonly urlLifetimeMs: number;
  readonly presignMaxAgeMs: number;
}): Promise<SlowUpload> {
  const { files, timeFactor } = options;
  const clock = new ScaledClock(timeFactor);
  let lineOrigin = "";
  const storage = await expiringStorage(
    clock,
    options.urlLifetimeMs,
    () => lineOrigin,
  );
  const line = await slowLineTo(storage.origin, {
    bytesPerSecond: (1_000_000 / 8) * timeFactor,
    roundTripMs: 200 / timeFactor,
    loss: 0.02,
    resendMs: 300 / timeFactor,
    random: seededRandom(1),
  });
  lineOrigin = line.origin;
  const http = createUndiciHttp();
  try {
    const images = Array.from({ length: files }, (_, index) => slice(index));
    const token = () => Promise.resolve(success("token"));
    const service = defaultServiceSettings(line.origin, "Casedrop/test");
    const client = createRadiopaediaClient({
      http,
      clock,
      tokens: { accessToken: token, replaceRejected: token },
      settings: {
        ...service,
        stallTimeoutMs: (60_000 / timeFactor) * 2,
        putStallTimeoutMs: (120_000 / timeFactor) * 2,
      },
    });
    const sender = createCaseSender({
      journals: new MemoryJournalStore(),
      spoolOf: () => sliceSpool(images),
      clientFor: () => client,
      clock,
      random: new SequentialRandom(),
      log: { write: () => undefined },
      engine: {
        ...defaultEngineSettings,
        presignMaxAgeMs: options.presignMaxAgeMs,
      },
      transfers: defaultTransferPolicy,
      connectivityFor: () => alwaysOnline,
      issuer: { appVersion: "test", policyVersion: "test" },
    });
    const startedMs = clock.nowMs();
    let look: () => void = () => undefined;
    const begun = await sender.begin(testPlan([[images]]), () => {
      look();
    });
    if (!begun.ok) throw new Error(begun.failure.kind);
    const rested = new Promise<string>((resolve) => {
      look = () => {
        const view = begun.value.view();
        if (view.kind !== "running" && view.kind !== "queued")
          resolve(
            view.kind === "stopped"
              ? `stopped: ${view.failure.kind}`
              : view.kind,
          );
      };
    });
    begun.value.run();
    const end = await rested;
    await begun.value.close();
    const expected = images.map(({ sha256Hex }) =>
      storage.uploadIds.get(sha256Hex),
    );
    return {
      end,
      arrivedFiles: storage.arrived.size,
      isWhole: JSON.stringify(storage.attached()) === JSON.stringify(expected),
      seconds: (clock.nowMs() - startedMs) / 1000,
      refusedUrls: storage.refusedAsExpired(),
      oldestUrlSeconds: storage.oldestUsedMs() / 1000,
      overhead: line.sentBytes() / (files * fileBytes),
    };
  } finally {
    await http.close();
    await line.close();
    await storage.close();
  }
}

/** The bytes of one slice are made when they are read: nothing of the stack lies in memory. */
function contentOf(index: number): Buffer {
  const bytes = Buffer.alloc(fileBytes, index % 251);
  bytes.writeUInt32LE(index);
  return bytes;
}

function slice(index: number): SpooledFile {
  const hash = createHash("sha256").update(contentOf(index)).digest("hex");
  return { sha256Hex: hash as Sha256Hex, sizeBytes: fileBytes };
}

function sliceSpool(images: readonly SpooledFile[]): CaseSpool {
  const places = new Map(
    images.map(({ sha256Hex }, index) => [sha256Hex, index]),
  );
  const open: CaseSpool["open"] = ({ sha256Hex, sizeBytes }) => {
    const content = contentOf(places.get(sha256Hex) ?? 0);
    return Promise.resolve(
      success({
        sizeBytes,
        read: (offset: number, length: number) =>
          Promise.resolve(success(content.subarray(offset, offset + length))),
        readInto: (target: Uint8Array, offset: number) => {
          const part = content.subarray(offset, offset + target.byteLength);
          target.set(part);
          return Promise.resolve(success(part.byteLength));
        },
        close: () => Promise.resolve(),
      }),
    );
  };
  return {
    copyWithout: () => Promise.resolve(failed({ kind: "spoolDamaged" })),
    open,
    readHashing: (file, { withMd5 }) =>
      hashingRead(file, () => open(file), withMd5),
  };
}
