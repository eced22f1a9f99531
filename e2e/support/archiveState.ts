// Looks into the sample archive of a running app: what was asked of it, and what shall go wrong (docs/sandbox.md).
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export interface ArchiveRequest {
  readonly path: string;
  readonly query: string;
  readonly userAgent: string | null;
  /** Header `Range`; null for a request for the whole. */
  readonly range: string | null;
  readonly status: number;
  readonly faults: readonly string[];
}

/** The sample archive of the app that runs with a profile. */
export class ArchiveInspector {
  readonly #profilePath: string;

  constructor(profilePath: string) {
    this.#profilePath = profilePath;
  }

  /** Puts faults to work, in place of those before. */
  async setFaults(rules: readonly unknown[]): Promise<void> {
    await this.#request("POST", "/sandbox/archive/faults", { rules });
  }

  /** How often an endpoint was asked. */
  async callsOf(endpoint: string): Promise<number> {
    const requests = await this.#requests();
    return requests.filter(({ path }) => path.endsWith(`/${endpoint}`)).length;
  }

  /** Each transfer of a series, in order. */
  async transfersOf(
    seriesInstanceUID: string,
  ): Promise<readonly ArchiveRequest[]> {
    const requests = await this.#requests();
    return requests.filter(
      ({ path, query }) =>
        path.endsWith("/getImage") &&
        new URLSearchParams(query).get("SeriesInstanceUID") ===
          seriesInstanceUID,
    );
  }

  /** How the app named itself in its last request. */
  async lastUserAgent(): Promise<string | null> {
    return (await this.#requests()).at(-1)?.userAgent ?? null;
  }

  async #requests(): Promise<readonly ArchiveRequest[]> {
    const answer = await this.#request("GET", "/sandbox/archive");
    const { requests } = (await answer.json()) as {
      readonly requests: readonly ArchiveRequest[];
    };
    return requests;
  }

  async #request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Response> {
    const file = join(this.#profilePath, "user-data", "sandbox", "access.json");
    const { origin, adminToken } = JSON.parse(await readFile(file, "utf8")) as {
      origin: string;
      adminToken: string;
    };
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
}
