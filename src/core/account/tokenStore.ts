// Where a pair of tokens rests between runs.
import { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SecretStore } from "./secretStore.ts";

/** What the service handed out. A refresh kills the whole old pair (contract section 2). */
export interface TokenPair {
  readonly accessToken: string;
  /** Null: the access token cannot be replaced without signing in. */
  readonly refreshToken: string | null;
  /** Null: unknown; the token is used until it is refused. */
  readonly expiresAtMs: number | null;
}

/** Durable place for one pair. */
export interface TokenStore {
  /** Null: there are none. Unreadable is a failure, never null. */
  load(): Promise<Result<TokenPair | null, Failure>>;
  /** Resolves once the pair (or its absence) will survive a crash, as far as the place allows. */
  save(tokens: TokenPair | null): Promise<Result<null, Failure>>;
}

const storedSchema = z.strictObject({
  version: z.literal(1),
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1).nullable(),
  expiresAtMs: z.number().nullable(),
});

/** Keeps the pair as one secret, so that its two halves can never be of different ages. */
export function createSecretTokenStore(
  secrets: SecretStore,
  secretName: string,
): TokenStore {
  return {
    async load() {
      const text = await secrets.get(secretName);
      if (!text.ok) return text;
      return text.value === null ? success(null) : parseStored(text.value);
    },
    save(tokens) {
      return tokens === null
        ? secrets.delete(secretName)
        : secrets.set(secretName, JSON.stringify({ version: 1, ...tokens }));
    },
  };
}

function parseStored(text: string): Result<TokenPair, Failure> {
  try {
    const parsed = storedSchema.safeParse(JSON.parse(text));
    if (parsed.success) {
      const { accessToken, refreshToken, expiresAtMs } = parsed.data;
      return success({ accessToken, refreshToken, expiresAtMs });
    }
  } catch {
    // Not JSON: damaged all the same.
  }
  return failed({ kind: "recordDamaged", record: "secrets" });
}
