// Fetches a series from open storage: a listing, then one object after the other, each gone on with after a break (reference section 13).
import type { ArchiveFailure, ArchiveSeries } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { SeriesStaging } from "../../ports/seriesStore.ts";
import { given } from "../call/queryRows.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import { elementsNamed, parseMarkup } from "../rows/markup.ts";
import { unreadable } from "../rows/tableRows.ts";
import type { ReceivedFile } from "./checkSeries.ts";
import type {
  FetchedSeries,
  SeriesTransport,
  TransportProgress,
} from "./seriesTransport.ts";
import { receive, type TransferDeps } from "./transfer.ts";
import { describeFile, digestsOf, unsound } from "./unpackSeries.ts";

/** An object of the listing. */
export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
}

/** One page of a listing (S3 ListObjectsV2). */
export interface ObjectPage {
  readonly objects: readonly StoredObject[];
  /** For the next page; null at the end. */
  readonly continuation: string | null;
}

type Fetching<T> = Promise<Result<T, ArchiveFailure>>;

const maxPages = 200;

/** Makes the transport. `storageBase`, if given, stands for every bucket's host. */
export function createIdcTransport(
  deps: TransferDeps,
  storageBase: string | null = null,
): SeriesTransport {
  return {
    fetch: (series, staging, progress, signal) =>
      fetchObjects(
        { ...deps, storageBase },
        { series, staging, progress },
        signal,
      ),
  };
}

interface Order {
  readonly series: ArchiveSeries;
  readonly staging: SeriesStaging;
  readonly progress: TransportProgress;
}

async function fetchObjects(
  deps: TransferDeps & { readonly storageBase: string | null },
  { series, staging, progress }: Order,
  signal: AbortSignal,
): Fetching<FetchedSeries> {
  if (series.storageUrl === null) return failed({ kind: "notAvailable" });
  const { origin, pathname } = new URL(series.storageUrl);
  const place = {
    baseUrl: deps.storageBase ?? `${origin}/`,
    prefix: pathname.slice(1),
  };
  const listed = await listObjects(deps, place, signal);
  if (!listed.ok) return listed;
  const totalBytes = listed.value.reduce(
    (sum, each) => sum + each.sizeBytes,
    0,
  );
  const cleared = await staging.clearFiles();
  if (!cleared.ok) return cleared;
  let doneBytes = 0;
  for (const object of listed.value) {
    const received = await receiveObject(
      deps,
      { object, staging, baseUrl: place.baseUrl },
      (bytes) => {
        progress.onReceived(doneBytes + bytes, totalBytes);
      },
      signal,
    );
    if (!received.ok) return received;
    doneBytes += object.sizeBytes;
  }
  progress.onChecking();
  const files: ReceivedFile[] = [];
  for (const object of listed.value) {
    if (signal.aborted) return failed({ kind: "cancelled" });
    const file = await adopted(staging, fileNameOf(object.key), signal);
    if (!file.ok) return file;
    files.push(file.value);
  }
  return success({
    files,
    // Its entity tags are hashes for small objects only, so they prove nothing.
    hashes: null,
    // Its objects are named by identifiers of their own.
    instances: null,
    licenceText: null,
    endpointUrl: place.baseUrl + place.prefix,
  });
}

/** The last part of a key, fit to be a file name. */
function fileNameOf(key: string): string {
  return (key.split("/").at(-1) ?? "").replaceAll(/[^\w.-]/g, "_");
}

async function adopted(
  staging: SeriesStaging,
  name: string,
  signal: AbortSignal,
): Fetching<ReceivedFile> {
  const opened = await staging.openReceived(name);
  if (!opened.ok) return opened;
  const digests = await digestsOf(opened.value, signal);
  await opened.value.close();
  if (!digests.ok) return digests;
  const moved = await staging.adopt(name, name);
  return moved.ok ? describeFile(staging, name, digests.value) : moved;
}

async function listObjects(
  deps: TransferDeps,
  place: { readonly baseUrl: string; readonly prefix: string },
  signal: AbortSignal,
): Fetching<readonly StoredObject[]> {
  const objects: StoredObject[] = [];
  let continuation: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const answer = await deps.caller.call(
      endpointOf("idc-v3", "s3/list"),
      given({
        prefix: place.prefix,
        "continuation-token": continuation ?? undefined,
      }),
      signal,
      { baseUrl: place.baseUrl },
    );
    if (!answer.ok) return answer;
    const read = readObjectPage(answer.value.text);
    if (read === null) return unreadable("s3/list", "no listing");
    objects.push(...read.objects);
    ({ continuation } = read);
    if (continuation === null) return success(objects);
  }
  return unreadable("s3/list", "a listing without end");
}

/** Reads a page of a listing; null for a text that is none. */
export function readObjectPage(text: string): ObjectPage | null {
  const [result] = elementsNamed(parseMarkup(text), "listbucketresult");
  if (result === undefined) return null;
  const objects = elementsNamed(result.children, "contents").flatMap(
    ({ children }) => {
      const value = (name: string) =>
        children.find((each) => each.name === name)?.text ?? "";
      const sizeBytes = Number(value("size"));
      const key = value("key");
      return key.endsWith(".dcm") && Number.isSafeInteger(sizeBytes)
        ? [{ key, sizeBytes }]
        : [];
    },
  );
  const next = elementsNamed(result.children, "nextcontinuationtoken")[0]?.text;
  return {
    objects,
    continuation: next === undefined || next === "" ? null : next,
  };
}

async function receiveObject(
  deps: TransferDeps,
  order: {
    readonly object: StoredObject;
    readonly staging: SeriesStaging;
    readonly baseUrl: string;
  },
  onReceived: (bytes: number) => void,
  signal: AbortSignal,
): Fetching<null> {
  const { object, staging, baseUrl } = order;
  const opened = await staging.receive(fileNameOf(object.key));
  if (!opened.ok) return opened;
  const file = opened.value;
  // More than there is to come: of another version of the object.
  const isTooLong = file.sizeBytes > object.sizeBytes;
  const restarted = isTooLong ? await file.restart() : success(null);
  const received = !restarted.ok
    ? restarted
    : file.sizeBytes === object.sizeBytes
      ? success(null)
      : await receive(
          deps,
          {
            endpoint: endpointOf("idc-v3", "s3/object"),
            given: [{ name: "key", value: object.key }],
            baseUrl,
            file,
            sizeBytes: object.sizeBytes,
            canResume: true,
            onReceived,
          },
          signal,
        );
  const isWhole = file.sizeBytes === object.sizeBytes;
  const { sizeBytes: foundBytes } = file;
  const closed = await file.close();
  if (!received.ok) return received;
  if (!closed.ok) return closed;
  if (isWhole) return success(null);
  return unsound({
    kind: "wrongSize",
    expectedBytes: object.sizeBytes,
    foundBytes,
  });
}
