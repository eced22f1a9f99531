// Names and passwords for proxies: asked of the user once, kept among the secrets, never in settings, logs or failures.
import { z } from "zod";
import type { DiskFailure, NetworkFailure } from "../../shared/failure.ts";
import type { ProxySignInView } from "../../shared/network.ts";
import { success, type Result } from "../../shared/result.ts";
import type { SecretStore } from "../account/secretStore.ts";
import type { Clock } from "../ports/clock.ts";
import type { ProxyCredentials } from "./proxyHop.ts";

const secretName = "network.proxyPasswords";

/** Who has just declined is not asked again by whatever runs in the background. */
const declinedForMs = 60_000;

const storedSchema = z.strictObject({
  version: z.literal(1),
  /** By `host:port`. */
  proxies: z.record(
    z.string(),
    z.strictObject({ username: z.string(), password: z.string() }),
  ),
});

export interface ProxyPasswordsDeps {
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** The question, or whether there is a password, changed. */
  readonly onChange: () => void;
}

interface Question extends ProxySignInView {
  readonly answers: ((isAnswered: boolean) => void)[];
}

/** One question at a time, shared by all requests that wait for it. */
export class ProxyPasswords {
  readonly #deps: ProxyPasswordsDeps;
  #known: ReadonlyMap<string, ProxyCredentials> = new Map();
  #question: Question | null = null;
  #declinedUntilMs = 0;

  constructor(deps: ProxyPasswordsDeps) {
    this.#deps = deps;
  }

  /** Reads what was stored. What cannot be read is asked again. */
  async load(): Promise<void> {
    const stored = await this.#deps.secrets.get(secretName);
    if (!stored.ok || stored.value === null) return;
    const proxies = parseStored(stored.value);
    this.#known = new Map(Object.entries(proxies));
    this.#deps.onChange();
  }

  credentialsFor(proxy: string): ProxyCredentials | null {
    return this.#known.get(proxy) ?? null;
  }

  get hasAny(): boolean {
    return this.#known.size > 0;
  }

  /** What the user is asked now. */
  get question(): ProxySignInView | null {
    if (this.#question === null) return null;
    const { proxy, wasRejected } = this.#question;
    return { proxy, wasRejected };
  }

  /** True once there are other credentials than those that failed; false when declined, lately declined, or aborted. */
  ask(
    failure: NetworkFailure & { readonly kind: "proxyAuthNeeded" },
    signal: AbortSignal,
  ): Promise<boolean> {
    const isLatelyDeclined = this.#deps.clock.nowMs() < this.#declinedUntilMs;
    if (signal.aborted || isLatelyDeclined) return Promise.resolve(false);
    return new Promise((resolve) => {
      const answer = (isAnswered: boolean) => {
        signal.removeEventListener("abort", onAbort);
        resolve(isAnswered);
      };
      const onAbort = () => {
        this.#leave(answer);
        answer(false);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      if (this.#question === null) {
        const { proxy, wasRejected } = failure;
        this.#question = { proxy, wasRejected, answers: [answer] };
        this.#deps.onChange();
      } else this.#question.answers.push(answer);
    });
  }

  /** The user's answer; null declines. The failure says that it holds for this run only. */
  async answer(
    credentials: ProxyCredentials | null,
  ): Promise<Result<null, DiskFailure>> {
    const question = this.#question;
    if (question === null) return success(null);
    this.#question = null;
    if (credentials === null)
      this.#declinedUntilMs = this.#deps.clock.nowMs() + declinedForMs;
    const stored =
      credentials === null
        ? success(null)
        : await this.remember(question.proxy, credentials);
    for (const answer of question.answers) answer(credentials !== null);
    this.#deps.onChange();
    return stored;
  }

  async remember(
    proxy: string,
    credentials: ProxyCredentials,
  ): Promise<Result<null, DiskFailure>> {
    this.#known = new Map(this.#known).set(proxy, credentials);
    this.#declinedUntilMs = 0;
    const stored = await this.#deps.secrets.set(
      secretName,
      JSON.stringify({
        version: 1,
        proxies: Object.fromEntries(this.#known),
      }),
    );
    this.#deps.onChange();
    return stored;
  }

  /** Forgets all of them. */
  async forget(): Promise<Result<null, DiskFailure>> {
    this.#known = new Map();
    this.#declinedUntilMs = 0;
    const removed = await this.#deps.secrets.delete(secretName);
    this.#deps.onChange();
    return removed;
  }

  /** A request that no longer waits; with the last one the question goes. */
  #leave(answer: (isAnswered: boolean) => void): void {
    const question = this.#question;
    if (question === null) return;
    const left = question.answers.filter((waiting) => waiting !== answer);
    this.#question = left.length === 0 ? null : { ...question, answers: left };
    this.#deps.onChange();
  }
}

function parseStored(text: string): Readonly<Record<string, ProxyCredentials>> {
  try {
    const parsed = storedSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.proxies : {};
  } catch {
    // Only this module writes it; the user is asked once more.
    return {};
  }
}
