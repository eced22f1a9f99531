// A client of the service over scripted answers, and the tokens it signs in with.
import type { TokenSource } from "../core/ports/tokenSource.ts";
import {
  createRadiopaediaClient,
  type RadiopaediaClient,
} from "../core/radiopaedia/client.ts";
import {
  defaultServiceSettings,
  type ServiceSettings,
} from "../core/radiopaedia/serviceSettings.ts";
import type { Failure } from "../shared/failure.ts";
import { success, type Result } from "../shared/result.ts";
import { ManualClock } from "./manualClock.ts";
import { ScriptedHttp, type ScriptedReply } from "./scriptedHttp.ts";

/** What the client's clock says. */
export const clientNowMs = Date.UTC(2026, 0, 1, 12);

class FakeTokens implements TokenSource {
  replaced: string[] = [];
  renewal: Result<string, Failure> = success("token-2");

  accessToken(): Promise<Result<string, Failure>> {
    return Promise.resolve(success("token-1"));
  }

  replaceRejected(rejected: string): Promise<Result<string, Failure>> {
    this.replaced.push(rejected);
    return Promise.resolve(this.renewal);
  }
}

/** A client with what goes through it. */
export interface ScriptedClient {
  readonly http: ScriptedHttp;
  readonly tokens: FakeTokens;
  readonly client: RadiopaediaClient;
  /** The body of this request, parsed where it is text. */
  readonly json: (index: number) => unknown;
}

/** Answers requests by these, in order. */
export function scriptedClient(
  replies: readonly ScriptedReply[],
  settings: Partial<ServiceSettings> = {},
): ScriptedClient {
  const http = new ScriptedHttp(...replies);
  const tokens = new FakeTokens();
  const client = createRadiopaediaClient({
    http,
    tokens,
    clock: new ManualClock(clientNowMs),
    settings: {
      ...defaultServiceSettings("https://radiopaedia.org", "Casedrop/test"),
      ...settings,
    },
  });
  const json = (index: number): unknown => {
    const body = http.requests[index]?.body;
    return typeof body === "string" ? JSON.parse(body) : body;
  };
  return { http, tokens, client, json };
}

/** The least that a case is made of. */
export const leastCase = {
  title: "Appendicitis",
  systemId: 6,
  suitableForQuiz: false,
} as const;
