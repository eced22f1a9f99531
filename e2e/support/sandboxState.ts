// Looks into the embedded sandbox of a running app: what arrived, byte by byte (docs/sandbox.md).
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export interface ArrivedUpload {
  readonly uploadId: number;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface ArrivedStack {
  readonly perspective: string | null;
  readonly specifics: string | null;
  readonly rootIndex: number;
  readonly state: string;
  readonly warnings: readonly unknown[];
  /** In display order. */
  readonly uploads: readonly ArrivedUpload[];
}

export interface ArrivedStudy {
  readonly studyId: number;
  readonly position: number;
  readonly modality: string | null;
  readonly caption: string | null;
  readonly findings: string | null;
  readonly stacks: readonly ArrivedStack[];
  /** Files of the route for pictures. */
  readonly images: readonly {
    readonly contentType: string;
    readonly filename: string;
    readonly sha256: string;
  }[];
}

export interface ArrivedCase {
  readonly caseId: number;
  readonly title: string;
  readonly systemId: number;
  readonly login: string;
  readonly age: string | null;
  readonly gender: string | null;
  readonly presentation: string | null;
  /** HTML. */
  readonly body: string | null;
  readonly status: string;
  readonly uploadFinishedAtMs: number | null;
  readonly studies: readonly ArrivedStudy[];
}

export interface SandboxState {
  readonly cases: readonly ArrivedCase[];
  readonly uploads: readonly {
    readonly uploadId: number;
    readonly sizeBytes: number | null;
  }[];
  readonly rejections: readonly unknown[];
  readonly requests: readonly {
    readonly listener: string;
    readonly route: string;
    readonly status: number | null;
    readonly hadAuthorization: boolean;
  }[];
}

/** One question to the practice reader. */
export interface AskedQuestion {
  readonly algorithm: "image" | "report";
  readonly problems: readonly string[];
  readonly fileSha256: string;
  readonly tags: readonly string[];
}

/** The sandbox of the app that runs with a profile. */
export class SandboxInspector {
  readonly #profilePath: string;

  constructor(profilePath: string) {
    this.#profilePath = profilePath;
  }

  async state(): Promise<SandboxState> {
    const answer = await this.#request("GET", "/sandbox/state");
    return (await answer.json()) as SandboxState;
  }

  /** Stored bytes; throws if they are not what their hash says. */
  async object(sha256: string): Promise<Buffer> {
    const answer = await this.#request("GET", `/sandbox/objects/${sha256}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== sha256) throw new Error("The stored bytes do not match.");
    return bytes;
  }

  /** Deletes a case as its author would on the site. */
  async deleteCase(caseId: number): Promise<void> {
    await this.#request("DELETE", `/sandbox/cases/${String(caseId)}`);
  }

  /** Deletes a study of a case, likewise. */
  async deleteStudy(caseId: number, studyId: number): Promise<void> {
    await this.#request(
      "DELETE",
      `/sandbox/cases/${String(caseId)}/studies/${String(studyId)}`,
    );
  }

  /** Puts a fault script to work. */
  async setFaults(script: unknown): Promise<void> {
    await this.#request("POST", "/sandbox/faults", script);
  }

  /** Changes settings of the service, such as `allowedDraftCases` and `dicomProcessingMs`. */
  async setSettings(settings: Record<string, unknown>): Promise<void> {
    await this.#request("POST", "/sandbox/settings", settings);
  }

  /** How the practice reader answers from now on (docs/sandbox.md). */
  async setReader(behaviours: Record<string, unknown>): Promise<void> {
    await this.#request("POST", "/sandbox/xraydar", behaviours);
  }

  /** What the practice reader was asked. */
  async askedOfReader(): Promise<readonly AskedQuestion[]> {
    const answer = await this.#request("GET", "/sandbox/xraydar");
    const { received } = (await answer.json()) as {
      readonly received: readonly AskedQuestion[];
    };
    return received;
  }

  async revoke(what: "access" | "grant"): Promise<void> {
    await this.#request("POST", "/sandbox/revoke", { what });
  }

  async #request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Response> {
    const { origin, adminToken } = await this.#access();
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: {
        "X-Sandbox-Token": adminToken,
        "Content-Type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(`${method} ${path}: ${String(answer.status)}`);
    return answer;
  }

  async #access(): Promise<{ origin: string; adminToken: string }> {
    const path = join(this.#profilePath, "user-data", "sandbox", "access.json");
    const access: unknown = JSON.parse(await readFile(path, "utf8"));
    return access as { origin: string; adminToken: string };
  }
}
