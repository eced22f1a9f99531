// Radiopaedia in memory, behind the client's interface, with faults on cue.
import { createHash } from "node:crypto";
import type { Clock } from "../core/ports/clock.ts";
import type { PresignedUrl } from "../core/model/brands.ts";
import { BodyReadError } from "../core/ports/httpClient.ts";
import type { RadiopaediaClient } from "../core/radiopaedia/client.ts";
import type {
  StackToAttach,
  StudyAddress,
} from "../core/radiopaedia/stacks.ts";
import type { Failure } from "../shared/failure.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";

export type FakeCall = Exclude<keyof RadiopaediaClient, "caseUrl">;

/** What goes wrong with one call. `isDone`: the effect happens all the same. */
export interface FakeFault {
  readonly failure: Failure;
  readonly isDone?: boolean;
  /** For calls that are not idempotent; default true. */
  readonly wasSent?: boolean;
}

/** What came in one request of pictures. */
interface FakePictures {
  readonly contentType: string;
  readonly filename: string;
  readonly bytes: Buffer;
}

interface FakeStudy {
  readonly remoteStudyId: number;
  readonly position: number | null;
  readonly stacks: StackToAttach[];
  readonly pictures: FakePictures[];
}

interface FakeCase {
  readonly remoteCaseId: number;
  readonly title: string;
  readonly createdAtMs: number;
  readonly studies: FakeStudy[];
  isFinished: boolean;
  /** False once it was published. */
  isDraft: boolean;
}

/** The service. Every client made by `client` speaks to it. */
export class FakeRadiopaedia {
  readonly cases: FakeCase[] = [];
  /** Upload id by hash; `stored` tells which of them have arrived. */
  readonly uploads = new Map<Sha256Hex, number>();
  readonly stored = new Set<Sha256Hex>();
  readonly calls: FakeCall[] = [];
  allowedDrafts: number | null = null;
  urlLifetimeMs = 900_000;
  /** Bytes of every PUT that arrived whole. */
  receivedBytes = 0;
  /** True: a PUT is answered before any of its body was read, as something in between might. */
  answersEarly = false;
  /** Takes each body whole before the storage hears of it, as the system's network code does. */
  gathersBodies = false;
  putsInFlight = 0;
  mostPutsInFlight = 0;
  jobStates = new Map<
    string,
    "waiting" | "processing" | "processed" | "failed"
  >();
  /** Called before each call; answers what goes wrong with it. `nth` counts calls of that kind from 1. */
  fault: (call: FakeCall, nth: number) => FakeFault | null = () => null;
  /** Called in the middle of each call, for tests that act at that moment. */
  during: (call: FakeCall, nth: number) => Promise<void> | void = () =>
    undefined;
  /** What the storage says of an object it took, as an MD5. */
  etag: (sha256Hex: Sha256Hex) => string | null = () => null;
  readonly #clock: Clock;
  readonly #counts = new Map<FakeCall, number>();
  #nextId = 100;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  id(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  count(call: FakeCall): number {
    return this.#counts.get(call) ?? 0;
  }

  addCase(title: string): FakeCase {
    const made: FakeCase = {
      remoteCaseId: this.id(),
      title,
      createdAtMs: this.#clock.nowMs(),
      studies: [],
      isFinished: false,
      isDraft: true,
    };
    this.cases.push(made);
    return made;
  }

  /** Runs a call with its fault. `isAlive` false: the process that asked is dead and never hears an answer. */
  async run<T>(
    call: FakeCall,
    isAlive: () => boolean,
    signal: AbortSignal,
    effect: () => T | Promise<T>,
  ): Promise<Result<T, { failure: Failure; wasSent: boolean }>> {
    if (!isAlive()) return new Promise(() => undefined);
    if (signal.aborted)
      return failed({ failure: { kind: "cancelled" }, wasSent: false });
    this.calls.push(call);
    const nth = this.count(call) + 1;
    this.#counts.set(call, nth);
    await Promise.resolve();
    const fault = this.fault(call, nth);
    await this.during(call, nth);
    if (fault !== null && fault.isDone !== true)
      return failed({ failure: fault.failure, wasSent: fault.wasSent ?? true });
    try {
      const value = await effect();
      return fault === null
        ? success(value)
        : failed({ failure: fault.failure, wasSent: true });
    } catch (error) {
      if (error instanceof FakeRefusal)
        return failed({ failure: error.failure, wasSent: true });
      throw error;
    }
  }

  /** A client of one process; `isAlive` ends it. */
  client(isAlive: () => boolean = () => true): RadiopaediaClient {
    return new FakeClient(this, this.#clock, isAlive);
  }
}

/** Thrown inside an effect to refuse it. */
class FakeRefusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

class FakeClient implements RadiopaediaClient {
  readonly #service: FakeRadiopaedia;
  readonly #clock: Clock;
  readonly #isAlive: () => boolean;

  constructor(service: FakeRadiopaedia, clock: Clock, isAlive: () => boolean) {
    this.#service = service;
    this.#clock = clock;
    this.#isAlive = isAlive;
  }

  caseUrl(remoteCaseId: number): string {
    return `https://service.test/cases/${remoteCaseId}`;
  }

  gathersBodies: RadiopaediaClient["gathersBodies"] = () =>
    this.#service.gathersBodies;

  currentUser: RadiopaediaClient["currentUser"] = (signal) =>
    this.#plain("currentUser", signal, () => ({
      login: "tester",
      quota: {
        used: this.#service.cases.length,
        allowed: this.#service.allowedDrafts,
      },
      answeredAtMs: this.#clock.nowMs(),
    }));

  createCase: RadiopaediaClient["createCase"] = (payload, signal) =>
    this.#run("createCase", signal, () => {
      const { allowedDrafts, cases } = this.#service;
      if (allowedDrafts !== null && cases.length >= allowedDrafts)
        throw new FakeRefusal({ kind: "refused", status: 403, detail: "" });
      return this.#service.addCase(payload.title).remoteCaseId;
    });

  listCases: RadiopaediaClient["listCases"] = (cursor, signal) =>
    this.#plain("listCases", signal, () => {
      const start = Number(cursor ?? "0");
      const end = start + 2;
      return {
        cases: this.#service.cases.slice(start, end).map((item) => ({
          remoteCaseId: item.remoteCaseId,
          title: item.title,
          isDraft: item.isDraft,
          createdAtMs: item.createdAtMs,
          updatedAtMs: item.createdAtMs,
        })),
        nextCursor: end < this.#service.cases.length ? String(end) : null,
      };
    });

  createStudy: RadiopaediaClient["createStudy"] = (
    remoteCaseId,
    study,
    signal,
  ) =>
    this.#run("createStudy", signal, () => {
      if (!this.#case(remoteCaseId).isDraft)
        throw new FakeRefusal({ kind: "refused", status: 422, detail: "" });
      const remoteStudyId = this.#service.id();
      this.#case(remoteCaseId).studies.push({
        remoteStudyId,
        position: study.position,
        stacks: [],
        pictures: [],
      });
      return remoteStudyId;
    });

  presign: RadiopaediaClient["presign"] = (hashes, signal) =>
    this.#plain("presign", signal, () => {
      if (new Set(hashes).size !== hashes.length)
        throw new Error("The same hash twice in one presign request");
      return new Map(
        hashes.map((hash) => {
          const known = this.#service.uploads.get(hash);
          const uploadId = known ?? this.#service.id();
          this.#service.uploads.set(hash, uploadId);
          const expiresAtMs = this.#clock.nowMs() + this.#service.urlLifetimeMs;
          const url = this.#service.stored.has(hash)
            ? null
            : (`https://storage.test/${hash}?expires=${expiresAtMs}` as PresignedUrl);
          return [hash, { uploadId, url }] as const;
        }),
      );
    });

  putObject: RadiopaediaClient["putObject"] = async (object, signal) => {
    const url = new URL(object.url);
    const service = this.#service;
    service.putsInFlight += 1;
    service.mostPutsInFlight = Math.max(
      service.mostPutsInFlight,
      service.putsInFlight,
    );
    try {
      return await this.#plain("putObject", signal, async () => {
        const begin = () => {
          if (this.#clock.nowMs() >= Number(url.searchParams.get("expires")))
            throw new FakeRefusal({ kind: "presignedUrlExpired" });
        };
        if (!service.gathersBodies) begin();
        if (service.answersEarly) {
          service.stored.add(url.pathname.slice(1) as Sha256Hex);
          return { md5Hex: null };
        }
        const hash = createHash("sha256");
        let bytes = 0;
        for await (const chunk of object.body.stream()) {
          hash.update(chunk);
          bytes += chunk.byteLength;
          object.onSentBytes?.(bytes);
        }
        if (service.gathersBodies) begin();
        const sha256Hex = hash.digest("hex") as Sha256Hex;
        if (url.pathname !== `/${sha256Hex}`)
          throw new FakeRefusal({ kind: "refused", status: 400, detail: "" });
        service.receivedBytes += bytes;
        service.stored.add(sha256Hex);
        return { md5Hex: service.etag(sha256Hex) };
      });
    } catch (error) {
      if (error instanceof BodyReadError) return failed(error.failure);
      throw error;
    } finally {
      service.putsInFlight -= 1;
    }
  };

  attachStack: RadiopaediaClient["attachStack"] = (study, stack, signal) =>
    this.#run("attachStack", signal, () => {
      const storedIds = new Set(
        [...this.#service.stored].map((hash) =>
          this.#service.uploads.get(hash),
        ),
      );
      if (!stack.uploadIds.every((id) => storedIds.has(id)))
        throw new FakeRefusal({ kind: "refused", status: 422, detail: "" });
      this.#study(study).stacks.push(stack);
      return `job-${this.#service.id()}`;
    });

  sendPictures: RadiopaediaClient["sendPictures"] = async (
    study,
    { contentType, filename, body, onSentBytes },
    signal,
  ) => {
    try {
      return await this.#run("sendPictures", signal, async () => {
        const chunks: Uint8Array[] = [];
        let bytes = 0;
        for await (const chunk of body.stream()) {
          chunks.push(Uint8Array.from(chunk));
          bytes += chunk.byteLength;
          onSentBytes?.(bytes);
        }
        const whole = Buffer.concat(chunks);
        this.#study(study).pictures.push({
          contentType,
          filename,
          bytes: whole,
        });
        return null;
      });
    } catch (error) {
      if (error instanceof BodyReadError)
        return failed({ failure: error.failure, wasSent: false });
      throw error;
    }
  };

  jobStatus: RadiopaediaClient["jobStatus"] = (_study, jobId, signal) =>
    this.#plain("jobStatus", signal, () => {
      const kind = this.#service.jobStates.get(jobId) ?? "processed";
      return kind === "processing"
        ? { kind, siteStatus: "pending-dicom-processing" }
        : { kind };
    });

  markUploadFinished: RadiopaediaClient["markUploadFinished"] = (
    remoteCaseId,
    signal,
  ) =>
    this.#plain("markUploadFinished", signal, () => {
      this.#case(remoteCaseId).isFinished = true;
      return null;
    });

  #run<T>(call: FakeCall, signal: AbortSignal, effect: () => T | Promise<T>) {
    return this.#service.run(call, this.#isAlive, signal, effect);
  }

  async #plain<T>(
    call: FakeCall,
    signal: AbortSignal,
    effect: () => T | Promise<T>,
  ): Promise<Result<T, Failure>> {
    const result = await this.#run(call, signal, effect);
    return result.ok ? result : failed(result.failure.failure);
  }

  #study({ remoteCaseId, remoteStudyId }: StudyAddress): FakeStudy {
    const found = this.#case(remoteCaseId).studies.find(
      (item) => item.remoteStudyId === remoteStudyId,
    );
    if (found === undefined)
      throw new FakeRefusal({ kind: "refused", status: 404, detail: "" });
    return found;
  }

  #case(remoteCaseId: number): FakeCase {
    const found = this.#service.cases.find(
      (item) => item.remoteCaseId === remoteCaseId,
    );
    if (found === undefined)
      throw new FakeRefusal({ kind: "refused", status: 404, detail: "" });
    return found;
  }
}
