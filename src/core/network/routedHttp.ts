// The HttpClient of the desktop app: this app's own network code, and the system's where only that can get through.
import { certificateProblem } from "../../shared/certificateProblem.ts";
import type { NetworkFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../ports/httpClient.ts";

type ProxyAuthNeeded = NetworkFailure & { readonly kind: "proxyAuthNeeded" };

export interface RoutedHttpDeps {
  /** Streams bodies and never sends anything twice by itself: takes everything it can. */
  readonly own: HttpClient;
  /**
   * The system's network code: speaks NTLM, Negotiate and Digest to proxies and asks the system about certificates, but holds
   * each body in memory. Null where there is none.
   */
  readonly system: HttpClient | null;
  /**
   * Asks the user for name and password of a proxy, once for all who wait. True: there are new ones, try again. Resolves with
   * false when the user declines or `signal` aborts.
   */
  readonly askProxySignIn: (
    failure: ProxyAuthNeeded,
    signal: AbortSignal,
  ) => Promise<boolean>;
}

export interface RoutedHttp extends HttpClient {
  /** Proxies or certificates changed: what was learned no longer holds. */
  forget(): void;
}

/**
 * Makes the client. A request goes out a second time only after a failure that says that nothing of it was sent. Which origins
 * need the system's code is remembered until `forget`.
 */
export function createRoutedHttp(deps: RoutedHttpDeps): RoutedHttp {
  const throughSystem = new Set<string>();
  const { own, system } = deps;
  const send = async (
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Result<HttpResponse, HttpFailure>> => {
    const origin = URL.canParse(request.url) ? new URL(request.url).origin : "";
    for (;;) {
      const usesSystem = system !== null && throughSystem.has(origin);
      const answer = await (usesSystem ? system : own).send(request, signal);
      if (answer.ok || signal.aborted) return answer;
      const { failure } = answer;
      if (system !== null && !usesSystem && needsSystem(failure)) {
        const other = await system.send(request, signal);
        // The system knows that authority no better, and tells less about it.
        if (!other.ok && other.failure.kind === "tlsRejected")
          return failure.kind === "tlsRejected" ? answer : other;
        // A line that broke says nothing about the way: only what came through is worth remembering.
        if (other.ok) throughSystem.add(origin);
        if (other.ok || other.failure.kind !== "proxyAuthNeeded") return other;
        throughSystem.add(origin);
        if (!(await deps.askProxySignIn(other.failure, signal))) return other;
        continue;
      }
      // What the system knew has changed. Nothing was sent: our own code may do by now, as on another network.
      if (usesSystem && failure.kind === "tlsRejected") {
        throughSystem.delete(origin);
        continue;
      }
      if (failure.kind !== "proxyAuthNeeded") return answer;
      if (!(await deps.askProxySignIn(failure, signal))) return answer;
    }
  };
  return {
    send,
    // Where one origin needs the system's code, the next one, which was not asked yet, is likely to.
    gathersBodies: (url) =>
      throughSystem.size > 0 && (system?.gathersBodies(url) ?? false),
    forget() {
      throughSystem.clear();
    },
  };
}

/** True for what the system's code may get past: a sign-in with the system's own account, an authority the system trusts. */
function needsSystem(failure: HttpFailure): boolean {
  if (failure.kind === "tlsRejected")
    return certificateProblem(failure.code) === "unknownIssuer";
  return (
    failure.kind === "proxyAuthNeeded" &&
    failure.schemes.some((scheme) => scheme !== "basic")
  );
}
