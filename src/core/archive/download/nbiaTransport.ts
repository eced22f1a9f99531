// Fetches a series from NBIA: one zip, made while it is sent, without length and without ranges (reference section 7).
import type { ArchiveFailure, ArchiveSeries } from "../../../shared/archive.ts";
import { success, type Result } from "../../../shared/result.ts";
import type { ReadZipDirectory } from "../../media/zipDirectory.ts";
import type { SeriesStaging } from "../../ports/seriesStore.ts";
import type { GivenParameter } from "../call/buildRequest.ts";
import { given, rowsOf } from "../call/queryRows.ts";
import { refusedParameter } from "../call/refusedParameter.ts";
import { joinUrl } from "../call/joinUrl.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import { RowFields } from "../rows/fields.ts";
import {
  readHashFile,
  seriesMd5Hex,
  type HashList,
  type ReceivedFile,
} from "./checkSeries.ts";
import type {
  FetchedSeries,
  SeriesTransport,
  TransportProgress,
} from "./seriesTransport.ts";
import { receive, type TransferDeps } from "./transfer.ts";
import { hashFileText, unpackSeries, unsound } from "./unpackSeries.ts";

export interface NbiaTransportDeps extends TransferDeps {
  readonly readZipDirectory: ReadZipDirectory;
}

/** What a zip has of the unpacked size, as the archive's own client measured. */
export const packedShare = 0.35;
const seriesZipName = "series.zip";
const hashesZipName = "hashes.zip";

/** Makes the transport for the main server and for the one of the National Lung Screening Trial. */
export function createNbiaTransport(deps: NbiaTransportDeps): SeriesTransport {
  return {
    fetch: (series, staging, progress, signal) =>
      new NbiaFetch(deps, series, staging, progress).run(signal),
  };
}

type Fetching<T> = Promise<Result<T, ArchiveFailure>>;

class NbiaFetch {
  readonly #deps: NbiaTransportDeps;
  readonly #series: ArchiveSeries;
  readonly #staging: SeriesStaging;
  readonly #progress: TransportProgress;
  readonly #parameters: readonly GivenParameter[];

  constructor(
    deps: NbiaTransportDeps,
    series: ArchiveSeries,
    staging: SeriesStaging,
    progress: TransportProgress,
  ) {
    this.#deps = deps;
    this.#series = series;
    this.#staging = staging;
    this.#progress = progress;
    this.#parameters = given({ SeriesInstanceUID: series.seriesInstanceUID });
  }

  async run(signal: AbortSignal): Fetching<FetchedSeries> {
    const named = [...this.#parameters, { name: "NewFileNames", value: "Yes" }];
    const asked = await this.#receive(
      seriesZipName,
      "getImage",
      [...named, { name: "IncludeMD5", value: "Yes" }],
      signal,
    );
    // Builds before November 2025 do not know the parameter, and refuse what they do not know.
    const isOlderBuild =
      !asked.ok && refusedParameter(asked.failure) === "IncludeMD5";
    const received = isOlderBuild
      ? await this.#receive(seriesZipName, "getImage", named, signal)
      : asked;
    if (!received.ok) return received;
    this.#progress.onChecking();
    const { sizeBytes } = this.#series;
    const unpacked = await unpackSeries(
      this.#deps,
      this.#staging,
      { name: seriesZipName, sizeBytes },
      signal,
    );
    if (!unpacked.ok) return unpacked;
    const { files, licenceText, hashText } = unpacked.value;
    const hashes = isOlderBuild
      ? await this.#olderHashes(files, signal)
      : success(hashesIn(hashText));
    if (!hashes.ok) return hashes;
    const instances = await this.#listedInstances(signal);
    if (!instances.ok) return instances;
    const endpoint = endpointOf(this.#adapter(), "getImage");
    const { baseUrl } = received.value;
    return success({
      files,
      licenceText,
      hashes: hashes.value,
      instances: instances.value,
      endpointUrl: joinUrl(baseUrl, endpoint.baseUrl, endpoint.path).href,
    });
  }

  /**
   * SOP Instance UIDs as the archive lists them; null where it does not. The NLST server answers with none (reference section
   * 2), and the call is no part of the published interface of version 4: without it the check does without.
   */
  async #listedInstances(
    signal: AbortSignal,
  ): Fetching<readonly string[] | null> {
    if (this.#adapter() === "nlst") return success(null);
    const endpoint = endpointOf("nbia-v4", "getSOPInstanceUIDs");
    const told = await this.#deps.caller.call(
      endpoint,
      this.#parameters,
      signal,
      { mayRetry: false },
    );
    if (!told.ok)
      return told.failure.kind === "cancelled" ? told : success(null);
    const rows = rowsOf(told.value);
    if (!rows.ok) return success(null);
    const uids = rows.value
      .map((row) => new RowFields(row).text("SOPInstanceUID"))
      .filter((uid) => uid !== "");
    return success(uids.length === 0 ? null : uids);
  }

  #adapter() {
    return this.#series.source === "nlst" ? "nlst" : "nbia-v4";
  }

  async #receive(
    name: string,
    endpoint: "getImage" | "getImageWithMD5Hash",
    parameters: readonly GivenParameter[],
    signal: AbortSignal,
  ): Fetching<{ readonly baseUrl: string }> {
    const opened = await this.#staging.receive(name);
    if (!opened.ok) return opened;
    const file = opened.value;
    const { sizeBytes } = this.#series;
    const expectedBytes =
      sizeBytes === null ? null : Math.round(sizeBytes * packedShare);
    // Nothing can be gone on with: every try starts anew.
    const restarted = await file.restart();
    const received = restarted.ok
      ? await receive(
          this.#deps,
          {
            endpoint: endpointOf(this.#adapter(), endpoint),
            given: parameters,
            file,
            sizeBytes,
            canResume: false,
            onReceived: (bytes) => {
              this.#progress.onReceived(bytes, expectedBytes);
            },
          },
          signal,
        )
      : restarted;
    const closed = await file.close();
    return received.ok && !closed.ok ? closed : received;
  }

  /**
   * Hashes of a server that cannot put them beside the images: the one over the series, which is a small question, else
   * those of a second zip, whose files have other names. The other server has neither.
   */
  async #olderHashes(
    files: readonly ReceivedFile[],
    signal: AbortSignal,
  ): Fetching<HashList> {
    if (this.#adapter() === "nlst") return success(null);
    const told = await this.#deps.caller.call(
      endpointOf("nbia-v4", "getMD5Hierarchy"),
      this.#parameters,
      signal,
    );
    if (!told.ok && told.failure.kind === "cancelled") return told;
    const isConfirmed =
      told.ok && told.value.text.trim().toLowerCase() === seriesMd5Hex(files);
    if (isConfirmed)
      return success({
        kind: "byContent",
        md5Hex: files.map(({ md5Hex }) => md5Hex),
      });
    const second = await this.#receive(
      hashesZipName,
      "getImageWithMD5Hash",
      this.#parameters,
      signal,
    );
    if (!second.ok)
      return second.failure.kind === "archiveRefused" ? success(null) : second;
    const text = await hashFileText(this.#deps, this.#staging, hashesZipName);
    if (!text.ok) return text;
    return text.value === null
      ? unsound({ kind: "hashListMissing" })
      : success({
          kind: "byContent",
          md5Hex: [...readHashFile(text.value).values()],
        });
  }
}

function hashesIn(text: string | null): HashList {
  return text === null
    ? { kind: "missing" }
    : { kind: "byName", md5Hex: readHashFile(text) };
}
