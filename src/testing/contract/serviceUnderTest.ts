// A service that the contract suite speaks to: an embedded sandbox, or whatever answers at a URL.
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { createDurableFile } from "../../adapters/durableFile.ts";
import { loadCredentials } from "../../adapters/credentialsFile.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import type { OAuthClient } from "../../core/account/authorization.ts";
import {
  defaultSettings,
  oauthSettingsOf,
} from "../../core/account/settings.ts";
import {
  exchangeCode,
  refreshTokens,
} from "../../core/account/tokenEndpoint.ts";
import { createTokenSource } from "../../core/account/tokenSource.ts";
import type { TokenPair, TokenStore } from "../../core/account/tokenStore.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import type { TokenSource } from "../../core/ports/tokenSource.ts";
import { createRadiopaediaClient } from "../../core/radiopaedia/client.ts";
import {
  defaultServiceSettings,
  type ServiceSettings,
} from "../../core/radiopaedia/serviceSettings.ts";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import { at, RunningSandbox } from "../runningSandbox.ts";

const userAgent = "Casedrop/contract";

/** A signed-in way to a service. */
export class ServiceUnderTest {
  readonly origin: string;
  readonly http: HttpClient;
  readonly tokens: TokenSource;
  readonly application: OAuthClient | null;
  /** Fills the quota of drafts for the time of a call; null where a service offers no way to. */
  readonly withFullQuota: (<T>(act: () => Promise<T>) => Promise<T>) | null;
  readonly #store: TokenStore;
  readonly #end: () => Promise<void>;

  constructor(
    origin: string,
    credentials: {
      readonly application: OAuthClient | null;
      readonly store: TokenStore;
    },
    end: () => Promise<void>,
    withFullQuota: ServiceUnderTest["withFullQuota"] = null,
  ) {
    this.withFullQuota = withFullQuota;
    const http = createUndiciHttp();
    this.origin = new URL(origin).origin;
    this.http = http;
    this.application = credentials.application;
    this.#store = credentials.store;
    this.tokens = createTokenSource({
      store: credentials.store,
      clock: systemClock,
      refresh: (refreshToken) =>
        this.refresh(refreshToken, credentials.application),
      onEvent: () => undefined,
    });
    this.#end = async () => {
      await http.close();
      await end();
    };
  }

  /** The real client, with other settings where a test asks for them. */
  client(changed: Partial<ServiceSettings> = {}) {
    return createRadiopaediaClient({
      http: this.http,
      tokens: this.tokens,
      clock: systemClock,
      settings: {
        ...defaultServiceSettings(this.origin, userAgent),
        ...changed,
      },
    });
  }

  /** One call of the token endpoint. */
  refresh(
    refreshToken: string,
    application: OAuthClient | null,
  ): Promise<Result<TokenPair, Failure>> {
    if (application === null)
      return Promise.resolve(
        failed({ kind: "signInNeeded", reason: "revoked" }),
      );
    return refreshTokens(
      { http: this.http, clock: systemClock, userAgent },
      {
        settings: oauthSettingsOf(this.origin, defaultSettings.contract),
        client: application,
      },
      refreshToken,
      new AbortController().signal,
    );
  }

  /** How a page of the sign-in answers, without a browser: its status, and its text. */
  async authorizePage(query: Readonly<Record<string, string>>) {
    const url = new URL("/oauth/authorize", this.origin);
    for (const [name, value] of Object.entries(query))
      url.searchParams.set(name, value);
    const answer = await this.http.send(
      {
        method: "GET",
        url: url.href,
        headers: { accept: "text/html", "user-agent": userAgent },
        stallTimeoutMs: 30_000,
      },
      new AbortController().signal,
    );
    if (!answer.ok) throw new Error(answer.failure.kind);
    return answer.value;
  }

  /** One call of the token endpoint with a code. */
  exchange(code: string, redirectUri: string, application: OAuthClient) {
    const settings = oauthSettingsOf(this.origin, defaultSettings.contract);
    return exchangeCode(
      { http: this.http, clock: systemClock, userAgent },
      { settings, client: application },
      {
        attempt: {
          authorizeUrl: settings.authorizeUrl,
          redirectUri,
          state: "",
          codeVerifier: null,
        },
        code,
      },
      new AbortController().signal,
    );
  }

  /** The pair in force. */
  async pair(): Promise<TokenPair> {
    const loaded = await this.#store.load();
    if (!loaded.ok || loaded.value === null) throw new Error("No tokens");
    return loaded.value;
  }

  end(): Promise<void> {
    return this.#end();
  }
}

/** An embedded sandbox with a fresh sign-in. */
export async function openSandbox(): Promise<ServiceUnderTest> {
  const sandbox = await RunningSandbox.start({
    settings: { queuedMs: 0, dicomProcessingMs: 0 },
  });
  const { json } = await sandbox.admin("POST", "/sandbox/tokens", {});
  return new ServiceUnderTest(
    sandbox.origin,
    {
      application: sandboxClient,
      store: storeOf({
        accessToken: String(at(json, "access_token")),
        refreshToken: String(at(json, "refresh_token")),
        expiresAtMs: null,
      }),
    },
    () => sandbox.end(),
    async (act) => {
      const settings = (allowedDraftCases: number | null) =>
        sandbox.admin("POST", "/sandbox/settings", { allowedDraftCases });
      await settings(0);
      try {
        return await act();
      } finally {
        await settings(10);
      }
    },
  );
}

/**
 * The service at an address. Credentials are those of `casedrop upload`: a private file, which then follows each refresh, or
 * the environment. Throws where there are none.
 */
export async function openService(
  url: string,
  credentialsPath: string | undefined,
): Promise<ServiceUnderTest> {
  const loaded = await loadCredentials(
    process.env,
    credentialsPath === undefined ? null : createDurableFile(credentialsPath),
  );
  if (!loaded.ok)
    throw new Error(
      "No credentials for the service: name a private JSON file in CASEDROP_CONTRACT_CREDENTIALS, or set the variables of casedrop upload.",
    );
  const { client, tokenStore } = loaded.value;
  return new ServiceUnderTest(
    url,
    { application: client, store: tokenStore },
    () => Promise.resolve(),
  );
}

function storeOf(first: TokenPair): TokenStore {
  let pair: TokenPair | null = first;
  return {
    load: () => Promise.resolve(success(pair)),
    save: (changed) => {
      pair = changed;
      return Promise.resolve(success(null));
    },
  };
}
