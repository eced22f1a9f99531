// A sandbox for integration tests: started in a temporary folder, spoken to with plain node:http, so that no code under test stands between.
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { request, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StateDescription } from "../sandbox/admin/describeState.ts";
import {
  startSandbox,
  type Sandbox,
  type SandboxOptions,
} from "../sandbox/startSandbox.ts";

/** An answer with its body as text and, if it is JSON, as a value. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A request. A body is sent with its Content-Length unless `isChunked`. */
export interface PlainRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly isChunked?: boolean;
}

/** Sends a request as it is; redirects are not followed, connections not kept. Rejects when the connection breaks. */
export function plainFetch(
  url: string,
  { method = "GET", headers = {}, body, isChunked }: PlainRequest = {},
): Promise<PlainAnswer> {
  const length =
    isChunked === true
      ? { "transfer-encoding": "chunked" }
      : body === undefined
        ? {}
        : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: { ...length, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text,
            json: parsed(text),
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Reads a value of a JSON answer by its path; tests then state what it must be. */
export function at(value: unknown, ...path: readonly (string | number)[]) {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** Lower-case hexadecimal SHA-256. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A started sandbox with a signed-in client. */
export class RunningSandbox {
  readonly dataDir: string;
  readonly #options: Omit<SandboxOptions, "dataDir">;
  #sandbox: Sandbox;
  #accessToken = "";

  private constructor(
    dataDir: string,
    options: Omit<SandboxOptions, "dataDir">,
    sandbox: Sandbox,
  ) {
    this.dataDir = dataDir;
    this.#options = options;
    this.#sandbox = sandbox;
  }

  /** Starts on free ports and signs in. */
  static async start(
    options: Omit<SandboxOptions, "dataDir"> = {},
  ): Promise<RunningSandbox> {
    const dataDir = await mkdtemp(join(tmpdir(), "casedrop-sandbox-"));
    const sandbox = await startedIn(dataDir, options);
    const running = new RunningSandbox(dataDir, options, sandbox);
    const pair = await running.admin("POST", "/sandbox/tokens", {});
    running.#accessToken = String(at(pair.json, "access_token"));
    return running;
  }

  get origin(): string {
    return this.#sandbox.origin;
  }

  get storageOrigin(): string {
    return this.#sandbox.storageOrigin;
  }

  get archiveOrigin(): string {
    return this.#sandbox.archiveOrigin;
  }

  get adminToken(): string {
    return this.#sandbox.adminToken;
  }

  get accessToken(): string {
    return this.#accessToken;
  }

  /** Closes and starts again on the same folder; the old sign-in is kept. */
  async restart(): Promise<void> {
    await this.#sandbox.close();
    this.#sandbox = await startedIn(this.dataDir, this.#options);
  }

  /** Closes and deletes the folder. */
  async end(): Promise<void> {
    await this.#sandbox.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Calls the API with the bearer token. */
  api(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PlainAnswer> {
    return plainFetch(this.origin + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#accessToken}`,
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Calls an admin endpoint. */
  admin(method: string, path: string, body?: unknown): Promise<PlainAnswer> {
    return plainFetch(this.origin + path, {
      method,
      headers: {
        "x-sandbox-token": this.adminToken,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async state(): Promise<StateDescription> {
    const answer = await this.admin("GET", "/sandbox/state");
    return answer.json as StateDescription;
  }

  async createCase(title = "A case"): Promise<number> {
    const answer = await this.api("POST", "/api/v1/cases", {
      title,
      system_id: 4,
    });
    return Number(at(answer.json, "id"));
  }

  async createStudy(caseId: number, position = 2): Promise<number> {
    const answer = await this.api("POST", `/api/v1/cases/${caseId}/studies`, {
      modality: "CT",
      position,
    });
    return Number(at(answer.json, "id"));
  }

  /** Presigns and puts files; answers their upload ids. */
  async upload(files: readonly Uint8Array[]): Promise<number[]> {
    const presigned = await this.api("POST", "/direct_s3_uploads", {
      sha256: files.map(sha256Hex),
    });
    const ids: number[] = [];
    for (const [index, file] of files.entries()) {
      const url = at(presigned.json, "uploads", index, "url");
      if (typeof url === "string")
        await plainFetch(url, { method: "PUT", body: file });
      ids.push(Number(at(presigned.json, "uploads", index, "id")));
    }
    return ids;
  }

  /** Attaches uploads as one stack. */
  attach(
    caseId: number,
    studyId: number,
    uploadedData: unknown,
    series: unknown = { root_index: 0 },
  ): Promise<PlainAnswer> {
    return this.api(
      "POST",
      `/image_preparation/${caseId}/studies/${studyId}/series`,
      {
        image_format: "application/dicom",
        series,
        stack_upload: { uploaded_data: uploadedData },
      },
    );
  }
}

async function startedIn(
  dataDir: string,
  options: Omit<SandboxOptions, "dataDir">,
): Promise<Sandbox> {
  const started = await startSandbox({ ...options, dataDir });
  if (!started.ok) throw new Error(`No sandbox: ${started.failure.kind}`);
  return started.value;
}

/** A clock that stands still until it is moved. */
export class MovableClock {
  #nowMs: number;

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  move(ms: number): void {
    this.#nowMs += ms;
  }

  /** Delays are not waited for: they move the clock. */
  sleep(ms: number): Promise<void> {
    this.#nowMs += ms;
    return Promise.resolve();
  }
}
