// Which network code a request takes, and that nothing goes out twice.
import { describe, expect, it } from "vitest";
import type { NetworkFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../ports/httpClient.ts";
import { createRoutedHttp } from "./routedHttp.ts";

const never = new AbortController().signal;
const request: HttpRequest = {
  method: "GET",
  url: "https://site.example/x",
  headers: {},
  stallTimeoutMs: 1,
};
const fine: Result<HttpResponse, HttpFailure> = success({
  status: 200,
  headers: {},
  text: "",
});

/** Gives its answers in turn, the last one for ever. */
class ScriptedStack implements HttpClient {
  sent = 0;
  gathersBodies = () => false;
  readonly #answers: readonly Result<HttpResponse, HttpFailure>[];

  constructor(...answers: readonly Result<HttpResponse, HttpFailure>[]) {
    this.#answers = answers;
  }

  send(): Promise<Result<HttpResponse, HttpFailure>> {
    const answer = this.#answers[Math.min(this.sent, this.#answers.length - 1)];
    this.sent += 1;
    if (answer === undefined) throw new Error("nothing was expected");
    return Promise.resolve(answer);
  }
}

function authNeeded(
  schemes: readonly ("basic" | "ntlm")[],
): Result<never, NetworkFailure> {
  return failed({
    kind: "proxyAuthNeeded",
    proxy: "proxy:8080",
    schemes,
    wasRejected: false,
  });
}

function tls(code: string): Result<never, NetworkFailure> {
  return failed({ kind: "tlsRejected", code, issuer: null });
}

function routed(own: HttpClient, system: HttpClient | null, says: boolean[]) {
  const asked: string[] = [];
  const http = createRoutedHttp({
    own,
    system,
    askProxySignIn: (failure) => {
      asked.push(failure.proxy);
      return Promise.resolve(says.shift() ?? false);
    },
  });
  return { http, asked };
}

describe("routed http", () => {
  it("asks once for a password and tries again with it", async () => {
    const own = new ScriptedStack(authNeeded(["basic"]), fine);
    const { http, asked } = routed(own, new ScriptedStack(), [true]);
    expect(await http.send(request, never)).toEqual(fine);
    expect(asked).toEqual(["proxy:8080"]);
  });

  it("gives the failure when the user declines", async () => {
    const own = new ScriptedStack(authNeeded(["basic"]));
    const { http } = routed(own, null, [false]);
    expect(await http.send(request, never)).toEqual(authNeeded(["basic"]));
    expect(own.sent).toBe(1);
  });

  it("takes the system's code for NTLM, without asking, and remembers it until told otherwise", async () => {
    const own = new ScriptedStack(authNeeded(["ntlm", "basic"]));
    const system = new ScriptedStack(fine);
    const { http, asked } = routed(own, system, []);
    expect(await http.send(request, never)).toEqual(fine);
    expect(await http.send(request, never)).toEqual(fine);
    expect([own.sent, system.sent, asked]).toEqual([1, 2, []]);
    http.forget();
    await http.send(request, never);
    expect(own.sent).toBe(2);
  });

  it("asks when the system's own account is not enough", async () => {
    const system = new ScriptedStack(authNeeded(["ntlm"]), fine);
    const { http, asked } = routed(
      new ScriptedStack(authNeeded(["ntlm"])),
      system,
      [true],
    );
    expect(await http.send(request, never)).toEqual(fine);
    expect(asked).toEqual(["proxy:8080"]);
  });

  it("lets the system judge an unknown authority, and nothing else about a certificate", async () => {
    const system = new ScriptedStack(fine);
    const unknown = tls("UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
    expect(
      await routed(new ScriptedStack(unknown), system, []).http.send(
        request,
        never,
      ),
    ).toEqual(fine);
    for (const code of ["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"])
      expect(
        await routed(new ScriptedStack(tls(code)), system, []).http.send(
          request,
          never,
        ),
      ).toEqual(tls(code));
    expect(system.sent).toBe(1);
  });

  it("tells who signed a certificate that the system refuses as well", async () => {
    const unknown = failed({
      kind: "tlsRejected",
      code: "SELF_SIGNED_CERT_IN_CHAIN",
      issuer: "Hospital Root CA",
    } as const);
    const own = new ScriptedStack(unknown);
    const system = new ScriptedStack(tls("ERR_CERT_AUTHORITY_INVALID"));
    const { http } = routed(own, system, []);
    expect(await http.send(request, never)).toEqual(unknown);
    await http.send(request, never);
    expect(own.sent).toBe(2);
  });

  it("does not remember a way on which the line broke", async () => {
    const stranger = tls("SELF_SIGNED_CERT_IN_CHAIN");
    const lost = failed({ kind: "connectionLost", code: "x" } as const);
    const own = new ScriptedStack(stranger, fine);
    const system = new ScriptedStack(lost);
    const { http } = routed(own, system, []);
    expect(await http.send(request, never)).toEqual(lost);
    expect(await http.send(request, never)).toEqual(fine);
    expect([own.sent, system.sent]).toEqual([2, 1]);
  });

  it("comes back to its own code when the system no longer gets through", async () => {
    const unknown = tls("SELF_SIGNED_CERT_IN_CHAIN");
    const refused = tls("ERR_CERT_AUTHORITY_INVALID");
    const own = new ScriptedStack(unknown, unknown, fine);
    const system = new ScriptedStack(fine, refused);
    const { http } = routed(own, system, []);
    expect(await http.send(request, never)).toEqual(fine);
    expect(await http.send(request, never)).toEqual(unknown);
    expect(await http.send(request, never)).toEqual(fine);
    expect([own.sent, system.sent]).toEqual([3, 3]);
  });

  it("tells that the certificate is refused where the proxy alone let the system through", async () => {
    const refused = tls("ERR_CERT_AUTHORITY_INVALID");
    const own = new ScriptedStack(authNeeded(["ntlm"]));
    const { http } = routed(own, new ScriptedStack(refused), []);
    expect(await http.send(request, never)).toEqual(refused);
  });

  it("never sends again what may have been sent", async () => {
    const lost = failed({
      kind: "connectionLost",
      code: "ECONNRESET",
    } as const);
    const own = new ScriptedStack(lost);
    const system = new ScriptedStack();
    expect(await routed(own, system, []).http.send(request, never)).toEqual(
      lost,
    );
    expect([own.sent, system.sent]).toEqual([1, 0]);
  });
});

describe("whether bodies are taken whole", () => {
  it("is expected as soon as one origin needs the system's code", async () => {
    const own = new ScriptedStack(authNeeded(["ntlm"]));
    const system = Object.assign(new ScriptedStack(fine), {
      gathersBodies: () => true,
    });
    const { http } = routed(own, system, []);
    const storage = "https://storage.example/x";
    expect(http.gathersBodies(storage)).toBe(false);
    await http.send(request, never);
    expect(http.gathersBodies(storage)).toBe(true);
    http.forget();
    expect(http.gathersBodies(storage)).toBe(false);
  });

  it("is never so without a system's code", async () => {
    const { http } = routed(new ScriptedStack(fine), null, []);
    await http.send(request, never);
    expect(http.gathersBodies(request.url)).toBe(false);
  });
});
