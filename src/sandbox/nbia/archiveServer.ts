// The sample archive as a server on 127.0.0.1: every interface of the public archives, and their ways of failing.
import { randomBytes } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { failed, success, type Result } from "../../shared/result.ts";
import { errnoOf } from "../../shared/diskErrors.ts";
import { systemClock, type SandboxClock } from "../clock.ts";
import type { ListenFailure } from "../server/listener.ts";
import {
  answer,
  blank,
  json,
  table,
  type ArchiveAnswer,
} from "./archiveAnswer.ts";
import {
  ArchiveFaultPlan,
  type ArchiveFault,
  type ArchiveFaultScript,
} from "./archiveFaults.ts";
import { bodyOf, replyUnder, writeAnswer } from "./archiveWire.ts";
import { dataciteAnswer, idcAnswer, storageAnswer } from "./idcEndpoints.ts";
import { nbiaAnswer } from "./nbiaEndpoints.ts";
import type { Version } from "./nbiaRows.ts";
import { SampleArchive, type SampleHoldings } from "./sampleArchive.ts";

/** A request as the archive saw it, and how it ended; values of form and query, never tokens. */
export interface ArchiveRequestRecord {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly status: number;
  readonly hadAuthorization: boolean;
  readonly userAgent: string;
  readonly range: string | null;
  readonly faults: readonly string[];
  /** True once the client went before it had the whole answer. */
  readonly wasCutOff: boolean;
}

export interface RunningArchive {
  /** http://127.0.0.1:PORT */
  readonly origin: string;
  readonly archive: SampleArchive;
  readonly requests: ArchiveRequestRecord[];
  setFaults(script: ArchiveFaultScript): void;
  close(): Promise<void>;
}

export interface ArchiveServerOptions extends SampleHoldings {
  readonly port?: number;
  readonly faults?: ArchiveFaultScript;
  readonly clock?: SandboxClock;
}

/** The key that the retired interface takes. */
export const sampleApiKey = "sample-api-key";
const users: Readonly<Record<string, string>> = { teacher: "synthetic" };
const tokenSeconds = 7_200;

interface Served {
  readonly name: string;
  readonly seriesInstanceUID: string;
  readonly respond: (faults: readonly ArchiveFault[]) => ArchiveAnswer;
}

class ArchiveService {
  readonly archive: SampleArchive;
  readonly requests: ArchiveRequestRecord[] = [];
  readonly closing = new AbortController();
  readonly clock: SandboxClock;
  readonly #tokens = new Set<string>();
  readonly #refreshTokens = new Set<string>();
  #plan: ArchiveFaultPlan;

  constructor(options: ArchiveServerOptions) {
    this.archive = new SampleArchive(options);
    this.clock = options.clock ?? systemClock;
    this.#plan = new ArchiveFaultPlan(options.faults);
  }

  setFaults(script: ArchiveFaultScript): void {
    this.#plan = new ArchiveFaultPlan(script);
  }

  async serve(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const body = await bodyOf(request);
    const isForm = /x-www-form-urlencoded/.test(
      request.headers["content-type"] ?? "",
    );
    const parameters = new URLSearchParams(isForm ? body : url.search);
    const served = this.#route(request, url, parameters, body);
    const faults = this.#plan.faultsFor(served.name, served.seriesInstanceUID);
    const replied = replyUnder(faults, () => served.respond(faults));
    const record = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.search.replace(/api_key=[^&]*/, "api_key=…"),
      body: /password|token/.test(body) ? "" : body,
      status: replied.status,
      hadAuthorization: request.headers.authorization !== undefined,
      userAgent: request.headers["user-agent"] ?? "",
      range: request.headers.range ?? null,
      faults: faults.map(({ kind }) => kind),
      wasCutOff: false,
    };
    response.once("close", () => {
      record.wasCutOff = !response.writableFinished;
    });
    this.requests.push(record);
    if (this.requests.length > 20_000) this.requests.shift();
    await writeAnswer(response, replied, faults, this);
  }

  #route(
    request: IncomingMessage,
    url: URL,
    parameters: URLSearchParams,
    body: string,
  ): Served {
    const path = decodeURIComponent(url.pathname);
    const seriesInstanceUID =
      parameters.get("SeriesInstanceUID") ?? parameters.get("seriesUID") ?? "";
    const served = (name: string, respond: Served["respond"]): Served => ({
      name,
      seriesInstanceUID,
      respond,
    });
    const verb = request.method ?? "";
    const oauth = /^\/(?:nlst\/)?nbia-api\/oauth\/token$/.test(path);
    if (oauth) return served("oauth/token", () => this.#signIn(parameters));
    if (/^\/(?:nlst\/)?nbia-api\/logout$/.test(path))
      return served("logout", () => this.#logout(request));
    const nbia = /^\/(nlst\/)?nbia-api\/services\/(?:(v[124])\/)?(\w+)$/.exec(
      path,
    );
    if (nbia !== null) {
      const [, nlst, version = "root", name = ""] = nbia;
      return served(name, (faults) =>
        this.#nbia(
          {
            version: version as Version,
            name,
            verb,
            parameters,
            faults,
            isNlst: nlst !== undefined,
          },
          request,
        ),
      );
    }
    const retired =
      /^\/services\/v\d\/(?:TCIA|SharedList)\/query\/(\w+)(\/metadata)?$/.exec(
        path,
      );
    if (retired !== null) {
      const [, name = "", metadata] = retired;
      return served(name, (faults) =>
        this.#retired(request, {
          name,
          verb,
          parameters,
          faults,
          isMetadata: metadata !== undefined,
        }),
      );
    }
    const idc = /^\/v3\/(.+)$/.exec(path)?.[1];
    if (idc !== undefined)
      return served(idc, () =>
        idcAnswer(this.archive, idc, body, url.searchParams),
      );
    const key = /^\/s3\/(.*)$/.exec(path)?.[1];
    if (key !== undefined)
      return served(key === "" ? "s3/list" : "s3/object", () =>
        storageAnswer(
          this.archive,
          key,
          url.searchParams,
          request.headers.range,
        ),
      );
    const doi = /^\/dois\/(.+)$/.exec(path)?.[1];
    if (doi !== undefined)
      return served("dois", () => dataciteAnswer(this.archive, doi));
    return served("unknown", () =>
      answer(404, "text/html", "<html><body>Not found</body></html>"),
    );
  }

  #signIn(form: URLSearchParams): ArchiveAnswer {
    const username = form.get("username") ?? "";
    const isRefresh = form.get("grant_type") === "refresh_token";
    const isKnown = isRefresh
      ? form.get("client_id") === "nbia" &&
        this.#refreshTokens.delete(form.get("refresh_token") ?? "")
      : username === "nbia_guest" ||
        (username !== "" && users[username] === form.get("password"));
    if (!isKnown)
      return answer(
        401,
        "application/json",
        JSON.stringify({
          error: "invalid_grant",
          error_description: "Invalid user credentials",
        }),
      );
    const access_token = randomBytes(24).toString("hex");
    const refresh_token = randomBytes(24).toString("hex");
    this.#tokens.add(access_token);
    this.#refreshTokens.add(refresh_token);
    return json({
      access_token,
      refresh_token,
      expires_in: tokenSeconds,
      refresh_expires_in: tokenSeconds,
      token_type: "Bearer",
      scope: "openid profile email",
    });
  }

  #logout(request: IncomingMessage): ArchiveAnswer {
    this.#tokens.delete(bearerOf(request) ?? "");
    return answer(200, "text/plain", "");
  }

  #nbia(
    given: {
      version: Version;
      name: string;
      verb: string;
      parameters: URLSearchParams;
      faults: readonly ArchiveFault[];
      isNlst: boolean;
    },
    request: IncomingMessage,
  ): ArchiveAnswer {
    const token = bearerOf(request);
    const needsToken = given.version === "v2" || given.version === "root";
    if (needsToken && token === null)
      return answer(
        500,
        "text/plain",
        "Server was not able to process your request\nnull",
      );
    if (token !== null && given.version !== "v1" && !this.#tokens.has(token))
      // Endpoints that read the user first fail loudly; the others find nothing that may be seen.
      return given.name === "getCollectionValues"
        ? answer(401, "text/plain", "")
        : blank;
    return nbiaAnswer({ ...given, archive: this.archive });
  }

  #retired(
    request: IncomingMessage,
    given: {
      name: string;
      verb: string;
      parameters: URLSearchParams;
      faults: readonly ArchiveFault[];
      isMetadata: boolean;
    },
  ): ArchiveAnswer {
    const parameters = new URLSearchParams(given.parameters);
    const key = parameters.get("api_key") ?? request.headers["api_key"];
    parameters.delete("api_key");
    if (key !== sampleApiKey)
      return answer(401, "text/html", "<html>Unauthorized</html>");
    if (given.isMetadata)
      return json({ Result: [{ name: given.name, description: "sample" }] });
    const name =
      given.name === "ContentsByName" ? "getContentsByName" : given.name;
    const replied = nbiaAnswer({
      ...given,
      name,
      parameters,
      version: "tcia",
      archive: this.archive,
      isNlst: false,
    });
    // No rows are an empty list here.
    return replied === blank ? table([{}], "json") : replied;
  }
}

function bearerOf(request: IncomingMessage): string | null {
  return (
    /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null
  );
}

/** Starts the archive; port 0, or none, takes any free one. */
export function startArchive(
  options: ArchiveServerOptions = {},
): Promise<Result<RunningArchive, ListenFailure>> {
  const service = new ArchiveService(options);
  const server = createServer((request, response) => {
    response.on("error", () => undefined);
    request.on("error", () => undefined);
    service.serve(request, response).catch(() => {
      response.socket?.destroy();
    });
  });
  return new Promise((resolve) => {
    server.once("error", (error) => {
      const code = errnoOf(error);
      resolve(
        failed(
          code === "EADDRINUSE"
            ? { kind: "portInUse", port: options.port ?? 0 }
            : { kind: "cannotListen", code },
        ),
      );
    });
    server.listen(options.port ?? 0, "127.0.0.1", () => {
      // A TCP server that listens has an address of this form.
      const { port } = server.address() as AddressInfo;
      resolve(
        success({
          origin: `http://127.0.0.1:${String(port)}`,
          archive: service.archive,
          requests: service.requests,
          setFaults: (script) => {
            service.setFaults(script);
          },
          close: () =>
            new Promise((closed) => {
              service.closing.abort();
              server.close(() => {
                closed();
              });
              server.closeAllConnections();
            }),
        }),
      );
    });
  });
}
