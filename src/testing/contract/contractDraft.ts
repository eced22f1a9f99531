// The draft that one run of the contract suite works on, and made-up files for it.
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { PresignedUrl } from "../../core/model/brands.ts";
import type { HttpBody } from "../../core/ports/httpClient.ts";
import type { UploadGrant } from "../../core/radiopaedia/imageUploads.ts";
import type { StudyAddress } from "../../core/radiopaedia/stacks.ts";
import type { Sha256Hex, StudyKey } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import { compliantSlice } from "../compliantSlice.ts";
import { sha256Hex } from "../runningSandbox.ts";
import type { ServiceUnderTest } from "./serviceUnderTest.ts";

/** Of every draft that the suite makes. */
export const contractTitle = "Casedrop contract test";

/** No call of the suite is cancelled. */
export const never = new AbortController().signal;

/** A draft with one study. */
export class ContractDraft {
  readonly study: StudyAddress;
  readonly #service: ServiceUnderTest;
  /** Other bytes in every run: a service remembers hashes for ever. */
  readonly #run = Date.now() % 1_000_000_000;

  private constructor(service: ServiceUnderTest, study: StudyAddress) {
    this.#service = service;
    this.study = study;
  }

  static async make(service: ServiceUnderTest): Promise<ContractDraft> {
    const client = service.client();
    const remoteCaseId = valueOf(
      await client.createCase(
        { title: contractTitle, systemId: 24, suitableForQuiz: false },
        never,
      ),
    );
    const remoteStudyId = valueOf(
      await client.createStudy(
        remoteCaseId,
        {
          studyKey: "contract" as StudyKey,
          position: 2,
          modality: "CT",
          caption: "Baseline",
          findingsHtml: "<p>None</p>",
          stacks: [],
        },
        never,
      ),
    );
    return new ContractDraft(service, { remoteCaseId, remoteStudyId });
  }

  /** A slice that the policy leaves as it is, unless attributes are added that it would not. */
  slice(place: number, attributes: Readonly<Record<string, string>> = {}) {
    return compliantSlice({
      instanceNumber: place,
      attributes: { SeriesNumber: this.#run, ...attributes },
    });
  }

  /** One grant for each file, in their order. */
  async presigned(
    files: readonly Uint8Array[],
  ): Promise<readonly UploadGrant[]> {
    const hashes = files.map((file) => sha256Hex(file) as Sha256Hex);
    const client = this.#service.client();
    const grants = valueOf(await client.presign(hashes, never));
    return hashes.flatMap((hash) => grants.get(hash) ?? []);
  }

  /** A file that is new to the service, and where it goes. */
  async newFile(place: number) {
    const file = this.slice(place);
    const [grant] = await this.presigned([file]);
    const url = grant?.url ?? null;
    if (url === null) throw new Error("The file is not new to the service");
    return { file, url };
  }

  /** Upload ids of files that the service holds now. */
  async stored(files: readonly Uint8Array[]): Promise<readonly number[]> {
    const ids: number[] = [];
    for (const file of files)
      for (const { url, uploadId } of await this.presigned([file])) {
        if (url !== null) valueOf(await this.put(url, file));
        ids.push(uploadId);
      }
    return ids;
  }

  /** Sends a file as the client does. */
  put(url: PresignedUrl, file: Uint8Array) {
    return this.#service.client().putObject({ url, body: bodyOf(file) }, never);
  }

  /** Attaches uploads as one stack. */
  attach(
    uploadIds: readonly number[],
    client = this.#service.client(),
    rootIndex = 0,
  ) {
    return client.attachStack(
      this.study,
      {
        uploadIds,
        rootIndex,
        perspective: "Axial",
        specifics: "non-contrast",
      },
      never,
    );
  }
}

/** The value, where a test cannot go on without it. */
export function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** Bytes as the body of a request. */
export function bodyOf(bytes: Uint8Array): HttpBody {
  return {
    sizeBytes: bytes.length,
    // eslint-disable-next-line @typescript-eslint/require-await -- a stream by contract
    async *stream() {
      yield bytes;
    },
  };
}

/** The same address with another last character in its query: nobody signed that. */
export function spoiled(url: PresignedUrl): PresignedUrl {
  const last = url.endsWith("0") ? "1" : "0";
  return `${url.slice(0, -1)}${last}` as PresignedUrl;
}

/** A PUT as the client would never send it; its status. */
export function strangePut(
  url: string,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const send = url.startsWith("https:") ? requestHttps : requestHttp;
  const length =
    headers["transfer-encoding"] === undefined
      ? { "content-length": String(bytes.length) }
      : {};
  const all = { "content-type": "application/dicom", ...length, ...headers };
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      { method: "PUT", headers: all, agent: false },
      (response) => {
        response.resume();
        response.on("end", () => {
          resolve(response.statusCode ?? 0);
        });
      },
    );
    sent.on("error", reject);
    sent.end(bytes);
  });
}
