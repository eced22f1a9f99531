// Looks at each hop of the way to the service, one after the other. Never sends a token; a hop behind a broken one is not tried.
import type { NetworkFailure } from "../../shared/failure.ts";
import {
  diagnosticHops,
  type DiagnosticFinding,
  type DiagnosticHop,
  type DiagnosticRow,
  type DiagnosticState,
} from "../../shared/network.ts";
import { socks4Unsupported } from "../../shared/proxyProblem.ts";
import type { Clock } from "../ports/clock.ts";
import type { HttpClient, HttpResponse } from "../ports/httpClient.ts";
import { parseHttpDate } from "../radiopaedia/retryAfter.ts";
import {
  strangeAnswer,
  strangeStorageLook,
  strangeUnauthorisedAnswer,
  type StrangeAnswer,
} from "./answerOrigin.ts";
import { asksPlainly } from "./connectivityWatch.ts";
import { parseIp } from "./ipAddress.ts";
import { failureFinding, stateOf } from "./diagnosticVerdict.ts";
import type { NetworkProbe, ProbedWay } from "./networkProbe.ts";
import { proxyName, type ProxyHop, type UsableProxy } from "./proxyHop.ts";

/** What is looked at. */
export interface DiagnosticTargets {
  /** A call that needs a sign-in: the service answers 401. */
  readonly siteUrl: URL;
  readonly tokenUrl: URL;
  /** Origin of the storage; null while the service has not named it. */
  readonly storageUrl: URL | null;
  /** Address of the PAC script, if one is set by hand. */
  readonly pacUrl: URL | null;
  /** True if the operating system's settings choose the way. */
  readonly isRoutedBySystem: boolean;
}

export interface DiagnosticsDeps {
  readonly probe: NetworkProbe;
  /** The client that uploads use. */
  readonly http: HttpClient;
  /** True if `http` can fall back on the system's network code. */
  readonly hasSystemStack: boolean;
  readonly clock: Clock;
  readonly userAgent: string;
}

const stallTimeoutMs = 15_000;

/** How each of the three tells itself from what answers in its place. */
const strangerOf: Readonly<
  Record<
    "site" | "signIn" | "storage",
    (url: URL, answer: HttpResponse) => StrangeAnswer | null
  >
> = {
  site: strangeUnauthorisedAnswer,
  signIn: strangeAnswer,
  storage: strangeStorageLook,
};

function isUsable(hop: ProxyHop): hop is UsableProxy {
  return hop.kind !== "direct" && hop.kind !== "socks4";
}

/** Busy, or broken: that passes. */
function isTrouble(status: number): boolean {
  return status >= 500 || status === 429;
}
/** Every hop, not looked at yet. */
export function waitingRows(): readonly DiagnosticRow[] {
  return diagnosticHops.map((hop) => ({
    hop,
    subject: null,
    state: "waiting",
    finding: null,
    durationMs: null,
  }));
}

/** Looks at every hop; `onRows` is called after each step with all rows. Once `signal` aborts, the rest stays as it is. */
export async function runDiagnostics(
  deps: DiagnosticsDeps,
  targets: DiagnosticTargets,
  onRows: (rows: readonly DiagnosticRow[]) => void,
  signal: AbortSignal,
): Promise<readonly DiagnosticRow[]> {
  const run = new Run(deps, targets, onRows, signal);
  const { siteUrl, storageUrl } = targets;
  const ways = await run.route("route", siteUrl);
  await run.name("siteName", siteUrl, ways.some(isUsable));
  await run.proxy(ways);
  const site = { connection: "siteConnection", tls: "siteTls" } as const;
  const isSiteOpen = await run.way(site, siteUrl);
  await run.site(siteUrl, isSiteOpen);
  await run.answer("signIn", targets.tokenUrl, isSiteOpen);
  if (storageUrl === null) run.storageUnknown();
  else {
    // Rules of what goes past the proxy may hold for one of both only.
    const storageWays = await run.route("storageRoute", storageUrl);
    await run.name("storageName", storageUrl, storageWays.some(isUsable));
    const storage = {
      connection: "storageConnection",
      tls: "storageTls",
    } as const;
    const isStorageOpen = await run.way(storage, storageUrl);
    await run.answer("storage", storageUrl, isStorageOpen);
  }
  return run.rows;
}

class Run {
  rows = waitingRows();
  readonly #deps: DiagnosticsDeps;
  readonly #targets: DiagnosticTargets;
  readonly #onRows: (rows: readonly DiagnosticRow[]) => void;
  readonly #signal: AbortSignal;

  constructor(
    deps: DiagnosticsDeps,
    targets: DiagnosticTargets,
    onRows: (rows: readonly DiagnosticRow[]) => void,
    signal: AbortSignal,
  ) {
    this.#deps = deps;
    this.#targets = targets;
    this.#onRows = onRows;
    this.#signal = signal;
  }

  /** The ways to it in their order. */
  async route(
    hop: "route" | "storageRoute",
    url: URL,
  ): Promise<readonly ProxyHop[]> {
    const { pacUrl, isRoutedBySystem } = this.#targets;
    let ways: readonly ProxyHop[] = [];
    await this.#look(hop, url.hostname, async () => {
      ways = await this.#deps.probe.waysTo(url);
      // A script that cannot be fetched counts as "direct", silently; one that names a proxy was fetched.
      const isDirect = ways.every(({ kind }) => kind === "direct");
      if (isDirect && pacUrl !== null && !(await this.#isThere(pacUrl)))
        return { kind: "pacUnreachable" };
      return {
        kind: "route",
        proxies: ways.flatMap((way) =>
          way.kind === "direct" ? [] : [proxyName(way)],
        ),
        isBySystem: isRoutedBySystem,
      };
    });
    return ways;
  }

  async name(
    hop: "siteName" | "storageName",
    url: URL,
    hasProxy: boolean,
  ): Promise<void> {
    const host = url.hostname;
    await this.#look(hop, host, async () => {
      if (parseIp(host) !== null) return { kind: "nameNotNeeded" };
      const found = await this.#deps.probe.resolve(host);
      return found.ok
        ? { kind: "nameResolved", ...found.value }
        : { kind: "nameNotFound", code: found.failure, hasProxy };
    });
  }

  /** The first proxy that can be used. */
  async proxy(ways: readonly ProxyHop[]): Promise<void> {
    const hop = ways.find(isUsable);
    if (hop === undefined) {
      const [first] = ways;
      if (
        first?.kind !== "socks4" ||
        ways.some(({ kind }) => kind === "direct")
      ) {
        this.#set("proxy", null, { kind: "proxyNotNeeded" });
        return;
      }
      const proxy = proxyName(first);
      const failure = {
        kind: "proxyUnreachable",
        proxy,
        code: socks4Unsupported,
      } as const;
      this.#set("proxy", proxy, { kind: "failed", failure });
      return;
    }
    await this.#look("proxy", proxyName(hop), async () => {
      const reached = await this.#deps.probe.reachProxy(hop);
      return reached.ok
        ? { kind: "proxyReached" }
        : { kind: "failed", failure: reached.failure };
    });
  }

  /** Connection and TLS to a host; true if requests have a prospect. */
  async way(
    hops: {
      readonly connection: "siteConnection" | "storageConnection";
      readonly tls: "siteTls" | "storageTls";
    },
    url: URL,
  ): Promise<boolean> {
    const { probe } = this.#deps;
    let way: ProbedWay | null = null;
    await this.#look(hops.connection, url.host, async () => {
      const opened = await probe.open(url);
      if (!opened.ok) return this.#connectionFinding(opened.failure);
      way = opened.value;
      return { kind: "connected", through: way.through };
    });
    const opened = way as ProbedWay | null; // assigned in the closure, which TypeScript does not follow
    if (opened === null) {
      this.#set(hops.tls, url.host, { kind: "notReached" });
      return this.#state(hops.connection) === "warning";
    }
    if (url.protocol !== "https:") {
      opened.close();
      this.#set(hops.tls, url.host, { kind: "notEncrypted" });
      return true;
    }
    await this.#look(hops.tls, url.hostname, async () => {
      const secured = await opened.secure();
      return secured.ok
        ? { kind: "tlsTrusted", ...secured.value }
        : { kind: "failed", failure: secured.failure };
    });
    return this.#state(hops.tls) === "ok" || this.#deps.hasSystemStack;
  }

  /** The service's interface, and by its answer the clock. */
  async site(url: URL, isOpen: boolean): Promise<void> {
    let skew: DiagnosticFinding = { kind: "clockUnknown" };
    await this.answer("site", url, isOpen, (dateHeader) => {
      const serverMs = parseHttpDate(dateHeader);
      if (serverMs === null) return;
      const skewMs = this.#deps.clock.nowMs() - serverMs;
      skew = { kind: "clock", skewMs };
    });
    const page = await this.#signInPage(url);
    if (page !== null)
      this.#set("site", url.hostname, { kind: "strangeAnswer", ...page });
    this.#set("clock", url.hostname, skew);
  }

  /** What answers unencrypted calls in the site's place, where secure ones do not come through: the sign-in page of a network. */
  async #signInPage(url: URL): Promise<StrangeAnswer | null> {
    const isCut = this.rows.some(
      ({ hop, finding }) =>
        (hop === "siteConnection" || hop === "siteTls" || hop === "site") &&
        finding?.kind === "failed" &&
        asksPlainly(finding.failure),
    );
    if (!isCut || url.protocol !== "https:") return null;
    const answer = await this.#get(new URL(`http://${url.hostname}/`));
    return answer.ok ? strangeAnswer(url, answer.value) : null;
  }

  async answer(
    hop: "site" | "signIn" | "storage",
    url: URL,
    isOpen: boolean,
    onDate?: (header: string | undefined) => void,
  ): Promise<void> {
    if (!isOpen) {
      this.#set(hop, url.hostname, { kind: "notReached" });
      return;
    }
    await this.#look(hop, url.hostname, async () => {
      const answer = await this.#get(url);
      if (!answer.ok) return failureFinding(answer.failure);
      const { status, headers } = answer.value;
      const strange = strangerOf[hop](url, answer.value);
      if (strange !== null) return { kind: "strangeAnswer", ...strange };
      // The clock of whatever answers in the service's place says nothing.
      onDate?.(headers["date"]);
      return isTrouble(status)
        ? { kind: "serviceTrouble", status }
        : { kind: "answered", status };
    });
  }

  storageUnknown(): void {
    for (const hop of [
      "storageRoute",
      "storageName",
      "storageConnection",
      "storageTls",
      "storage",
    ] as const)
      this.#set(hop, null, { kind: "storageUnknown" });
  }

  #connectionFinding(failure: NetworkFailure): DiagnosticFinding {
    const isForSystem =
      this.#deps.hasSystemStack &&
      failure.kind === "proxyAuthNeeded" &&
      failure.schemes.some((scheme) => scheme !== "basic");
    return isForSystem
      ? { kind: "systemStackNeeded", schemes: failure.schemes }
      : { kind: "failed", failure };
  }

  async #isThere(url: URL): Promise<boolean> {
    const answer = await this.#get(url);
    // Chromium follows redirects; where they lead says the route.
    return answer.ok && answer.value.status < 400;
  }

  #get(url: URL) {
    return this.#deps.http.send(
      {
        method: "GET",
        url: url.href,
        headers: {
          accept: "application/json",
          "user-agent": this.#deps.userAgent,
        },
        stallTimeoutMs,
      },
      this.#signal,
    );
  }

  async #look(
    hop: DiagnosticHop,
    subject: string,
    find: () => Promise<DiagnosticFinding>,
  ): Promise<void> {
    if (this.#signal.aborted) return;
    this.#replace({
      hop,
      subject,
      state: "running",
      finding: null,
      durationMs: null,
    });
    const startedAtMs = this.#deps.clock.nowMs();
    const finding = await find();
    this.#set(hop, subject, finding, this.#deps.clock.nowMs() - startedAtMs);
  }

  #set(
    hop: DiagnosticHop,
    subject: string | null,
    finding: DiagnosticFinding,
    durationMs: number | null = null,
  ): void {
    const state = stateOf(finding);
    this.#replace({ hop, subject, state, finding, durationMs });
  }

  #state(hop: DiagnosticHop): DiagnosticState | undefined {
    return this.rows.find((row) => row.hop === hop)?.state;
  }

  #replace(row: DiagnosticRow): void {
    this.rows = this.rows.map((old) => (old.hop === row.hop ? row : old));
    this.#onRows(this.rows);
  }
}
