// Tokens of the older NBIA families: asked for when needed, renewed when they age, given back at the end (reference section 3.2).
import { z } from "zod";
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { Clock } from "../../ports/clock.ts";
import { jsonOrNull } from "../../radiopaedia/answerDetail.ts";
import { endpointOf } from "../catalogue/catalogue.ts";
import { unreadable } from "../rows/tableRows.ts";
import type { ArchiveCaller, ArchiveTokens } from "./archiveCaller.ts";
import type { GivenParameter } from "./buildRequest.ts";

/** Who asks. Without one it is the guest, who sees public data. */
export interface ArchiveLogin {
  readonly username: string;
  readonly password: string;
}

export const guestLogin: ArchiveLogin = {
  username: "nbia_guest",
  password: "",
};

const tokenSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().default(7_200),
  refresh_token: z.string().optional(),
  refresh_expires_in: z.coerce.number().optional(),
});

interface HeldToken {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  readonly refreshToken: string | null;
  readonly refreshExpiresAtMs: number;
}

/** A token this close to its end is renewed before it is used: an old one gives empty answers instead of errors. */
const marginMs = 60_000;

/** Tokens of one login. */
export class NbiaTokens implements ArchiveTokens {
  readonly #caller: ArchiveCaller;
  readonly #clock: Clock;
  #login: ArchiveLogin;
  #held: HeldToken | null = null;
  /** Callers that come while a token is being asked for wait for the same one. */
  #asking: Promise<Result<HeldToken, ArchiveFailure>> | null = null;

  /** `caller` is used for the sign-in endpoints only, which take no token. */
  constructor(
    caller: ArchiveCaller,
    clock: Clock,
    login: ArchiveLogin = guestLogin,
  ) {
    this.#caller = caller;
    this.#clock = clock;
    this.#login = login;
  }

  async token(signal: AbortSignal): Promise<Result<string, ArchiveFailure>> {
    const held = this.#held;
    if (held !== null && this.#clock.nowMs() < held.expiresAtMs - marginMs)
      return success(held.accessToken);
    this.#asking ??= this.#ask(held, signal).finally(() => {
      this.#asking = null;
    });
    const asked = await this.#asking;
    if (!asked.ok) return asked;
    this.#held = asked.value;
    return success(asked.value.accessToken);
  }

  forget(token: string): void {
    if (this.#held?.accessToken === token) this.#held = null;
  }

  /** Who asks by name; null for the guest. */
  get username(): string | null {
    return this.#login === guestLogin ? null : this.#login.username;
  }

  /** Asks by this name from now on, if the archive takes it; `archiveSignInRefused` if not, and then nothing changes. */
  async signIn(
    login: ArchiveLogin,
    signal: AbortSignal,
  ): Promise<Result<null, ArchiveFailure>> {
    const asked = await this.#byPassword(login, signal);
    if (!asked.ok) return asked;
    await this.logout(signal);
    this.#login = login;
    this.#held = asked.value;
    return success(null);
  }

  /** Gives the token back and asks as the guest again. */
  async signOut(signal: AbortSignal): Promise<void> {
    await this.logout(signal);
    this.#login = guestLogin;
  }

  /** Gives the token back; whatever the server says to that is of no use. */
  async logout(signal: AbortSignal): Promise<void> {
    const held = this.#held;
    this.#held = null;
    if (held === null) return;
    await this.#caller.call(endpointOf("nbia-token", "logout"), [], signal, {
      headers: { authorization: `Bearer ${held.accessToken}` },
      mayRetry: false,
    });
  }

  /** By refresh while that lives; else, and when it is refused, by name and password. */
  async #ask(
    held: HeldToken | null,
    signal: AbortSignal,
  ): Promise<Result<HeldToken, ArchiveFailure>> {
    if (
      held?.refreshToken != null &&
      this.#clock.nowMs() < held.refreshExpiresAtMs - marginMs
    ) {
      const refreshed = await this.#request(
        [
          { name: "grant_type", value: "refresh_token" },
          { name: "refresh_token", value: held.refreshToken },
          { name: "username", value: this.#login.username },
          // Lower case here, and passed through as it is.
          { name: "client_id", value: "nbia" },
        ],
        signal,
      );
      if (refreshed.ok || refreshed.failure.kind === "cancelled")
        return refreshed;
    }
    return this.#byPassword(this.#login, signal);
  }

  #byPassword({ username, password }: ArchiveLogin, signal: AbortSignal) {
    return this.#request(
      [
        { name: "grant_type", value: "password" },
        { name: "username", value: username },
        { name: "password", value: password },
        { name: "client_id", value: "NBIA" },
      ],
      signal,
    );
  }

  async #request(
    given: readonly GivenParameter[],
    signal: AbortSignal,
  ): Promise<Result<HeldToken, ArchiveFailure>> {
    const endpoint = endpointOf("nbia-token", "oauth/token");
    const answer = await this.#caller.call(endpoint, given, signal, {
      mayRetry: false,
    });
    if (!answer.ok)
      return answer.failure.kind === "archiveRefused"
        ? failed({
            kind: "archiveSignInRefused",
            detail: answer.failure.detail,
          })
        : answer;
    const parsed = tokenSchema.safeParse(jsonOrNull(answer.value.text));
    if (!parsed.success) return unreadable(endpoint.name, "no token");
    const nowMs = this.#clock.nowMs();
    const { expires_in, refresh_expires_in, refresh_token } = parsed.data;
    return success({
      accessToken: parsed.data.access_token,
      expiresAtMs: nowMs + expires_in * 1_000,
      refreshToken: refresh_token ?? null,
      refreshExpiresAtMs: nowMs + (refresh_expires_in ?? 0) * 1_000,
    });
  }
}
