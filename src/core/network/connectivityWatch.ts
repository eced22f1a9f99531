// The Connectivity port: looks at the way to the service, and goes on looking for as long as somebody waits.
import { assertNever } from "../../shared/assertNever.ts";
import { certificateProblem } from "../../shared/certificateProblem.ts";
import type { ConnectivityState } from "../../shared/network.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Connectivity } from "../ports/connectivity.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpResponse,
} from "../ports/httpClient.ts";
import { strangeAnswer } from "./answerOrigin.ts";
import { isDirect } from "./proxyChoice.ts";

/** Pauses between looks while somebody waits, in milliseconds; the last one repeats. */
const pausesMs = [2_000, 4_000, 8_000, 15_000, 30_000];

const stallTimeoutMs = 10_000;

/** Below the stall: a port that drops what comes is told from a service that is slow to answer. */
const connectTimeoutMs = 8_000;

/** Codes of a name that nobody knows here: an unencrypted call would need it as well. */
const namelessCodes: readonly string[] = [
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "ERR_NAME_NOT_RESOLVED",
  "ERR_INTERNET_DISCONNECTED",
];

/** Codes that speak of this computer's own network, not of the service. */
const offlineCodes = new Set([
  ...namelessCodes,
  "ENETUNREACH",
  "ENETDOWN",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
  "ERR_ADDRESS_UNREACHABLE",
]);

export interface ConnectivityDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Address of a call of the service that needs no sign-in to be answered; null while there is no service. */
  readonly serviceUrl: () => URL | null;
  /** False if no interface but loopback has an address. */
  readonly hasInterface: () => boolean;
  readonly userAgent: string;
}

/** A watch over the way to the service. */
export interface ConnectivityWatch extends Connectivity {
  /** Something may have changed (the computer woke up, settings changed): whoever waits looks again now. */
  nudge(): void;
}

/** What one look says. `plain`: the answer to an unencrypted call, asked for only where no secure connection came about. */
export function classifyLook(
  url: URL,
  secure: Result<HttpResponse, HttpFailure>,
  plain: Result<HttpResponse, HttpFailure> | null,
): ConnectivityState {
  if (secure.ok)
    return strangeAnswer(url, secure.value) === null
      ? { kind: "online" }
      : { kind: "captivePortal" };
  const { failure } = secure;
  if (
    asksPlainly(failure) &&
    plain?.ok === true &&
    isSignInPage(url, plain.value)
  )
    return { kind: "captivePortal" };
  switch (failure.kind) {
    case "unreachable":
    case "proxyUnreachable":
      return { kind: offlineCodes.has(failure.code) ? "offline" : "online" };
    case "tlsRejected":
      return certificateProblem(failure.code) === "unknownIssuer"
        ? { kind: "tlsIntercepted", issuer: failure.issuer ?? null }
        : { kind: "online" };
    // The request itself will say what is wrong.
    case "connectionLost":
    case "stalled":
    case "proxyAuthNeeded":
    case "proxyRefused":
    case "tooLargeForProxy":
    case "cancelled":
    case "diskFull":
    case "unreadable":
    case "unwritable":
    case "sourceVanished":
    case "sourceChanged":
    case "unpackFailed":
    case "spoolDamaged":
    case "recordDamaged":
    case "inUseElsewhere":
    case "journalLocked":
      return { kind: "online" };
    default:
      return assertNever(failure, "failure of a look");
  }
}

/** A service that is down on its secure port may still send its visitors to another name of its own. */
function isSignInPage(url: URL, plain: HttpResponse): boolean {
  const strange = strangeAnswer(url, plain);
  return (
    strange !== null &&
    (strange.host === null || !isSameSite(strange.host, url.hostname))
  );
}

function isSameSite(one: string, other: string): boolean {
  return one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

/** Portals answer secure calls with a certificate of their own, or let them run into nothing; unencrypted ones get the sign-in page. */
export function asksPlainly(failure: HttpFailure): boolean {
  return (
    failure.kind === "tlsRejected" ||
    (failure.kind === "unreachable" && !namelessCodes.includes(failure.code))
  );
}

/** Makes the watch; nothing is sent before somebody waits. */
export function createConnectivityWatch(
  deps: ConnectivityDeps,
): ConnectivityWatch {
  return new Watch(deps);
}

class Watch implements ConnectivityWatch {
  readonly #deps: ConnectivityDeps;
  readonly #listeners = new Set<(state: ConnectivityState) => void>();
  #state: ConnectivityState = { kind: "unknown" };
  /** One look at a time, shared by all who wait. */
  #look: Promise<ConnectivityState> | null = null;
  #pause = new AbortController();

  constructor(deps: ConnectivityDeps) {
    this.#deps = deps;
  }

  get state(): ConnectivityState {
    return this.#state;
  }

  subscribe(listener: (state: ConnectivityState) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  nudge(): void {
    this.#pause.abort();
    this.#pause = new AbortController();
  }

  async waitUntilOnline(
    signal: AbortSignal,
  ): Promise<Result<null, { readonly kind: "cancelled" }>> {
    for (let looks = 0; !signal.aborted; looks += 1) {
      const { kind } = await this.#lookOnce(signal);
      if (kind === "online") return success(null);
      const pauseMs = pausesMs[Math.min(looks, pausesMs.length - 1)] ?? 0;
      await this.#deps.clock.sleep(
        pauseMs,
        AbortSignal.any([signal, this.#pause.signal]),
      );
    }
    return failed({ kind: "cancelled" });
  }

  async #lookOnce(signal: AbortSignal): Promise<ConnectivityState> {
    this.#look ??= this.#lookNow().finally(() => {
      this.#look = null;
    });
    let answer: () => void = () => undefined;
    const aborted = new Promise<ConnectivityState>((resolve) => {
      answer = () => {
        resolve(this.#state);
      };
      if (signal.aborted) answer();
      else signal.addEventListener("abort", answer, { once: true });
    });
    const state = await Promise.race([this.#look, aborted]);
    // A long wait has many looks, and the signal lives as long as the case.
    signal.removeEventListener("abort", answer);
    return state;
  }

  async #lookNow(): Promise<ConnectivityState> {
    const url = this.#deps.serviceUrl();
    // The sandbox is on this computer; before it listens, its own words say so.
    if (url === null || isDirect(url)) return this.#become({ kind: "online" });
    if (!this.#deps.hasInterface()) return this.#become({ kind: "offline" });
    const secure = await this.#get(url);
    const plain =
      !secure.ok && asksPlainly(secure.failure)
        ? await this.#get(new URL(`http://${url.hostname}/`))
        : null;
    return this.#become(classifyLook(url, secure, plain));
  }

  #get(url: URL): Promise<Result<HttpResponse, HttpFailure>> {
    return this.#deps.http.send(
      {
        method: "GET",
        url: url.href,
        headers: {
          accept: "application/json",
          "user-agent": this.#deps.userAgent,
        },
        stallTimeoutMs,
        connectTimeoutMs,
      },
      new AbortController().signal,
    );
  }

  #become(state: ConnectivityState): ConnectivityState {
    const hasChanged = JSON.stringify(state) !== JSON.stringify(this.#state);
    this.#state = state;
    if (hasChanged || state.kind === "tlsIntercepted")
      for (const listener of [...this.#listeners]) listener(state);
    return state;
  }
}
