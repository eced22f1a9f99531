// Credentials of the command line: from a private JSON file that follows each refresh, or from the environment.
import { z } from "zod";
import type { OAuthClient } from "../core/account/authorization.ts";
import type { TokenPair, TokenStore } from "../core/account/tokenStore.ts";
import type { DurableFile } from "../core/ports/durableFile.ts";
import type { Failure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** What a command needs to call the service. */
export interface LoadedCredentials {
  /** Null: tokens cannot be refreshed. */
  readonly client: OAuthClient | null;
  readonly tokenStore: TokenStore;
  /** A sentence for standard error, or null. Holds no credential. */
  readonly warning: string | null;
}

/** Only the known names are checked; whatever else the file holds is the user's and stays. */
const fileSchema = z.looseObject({
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  accessToken: z.string().optional(),
  refreshToken: z.string().optional(),
  expiresAtMs: z.number().optional(),
});
type CredentialsDocument = z.infer<typeof fileSchema>;

const lostOnExit =
  "The credentials come from the environment: if the tokens are refreshed, the new ones are lost when this command ends and the old ones no longer work. Use a credentials file to keep them.";

/**
 * Reads the file if one was named, else the environment; never a mixture. Failures: `invalidInput` on `credentials` (no
 * such file, others can read it, not the documented JSON, no token in it) and those of reading.
 */
export async function loadCredentials(
  env: Readonly<Record<string, string | undefined>>,
  file: DurableFile | null,
): Promise<Result<LoadedCredentials, Failure>> {
  if (file === null) return fromEnvironment(env);
  const isPrivate = await file.isPrivate();
  if (!isPrivate.ok) return isPrivate;
  if (!isPrivate.value)
    return invalid("other users of this computer can read the file");
  const document = await readDocument(file);
  if (!document.ok) return document;
  const tokens = tokensOf(document.value);
  if (tokens === null) return invalid("accessToken or refreshToken is missing");
  return success({
    client: clientOf(document.value),
    tokenStore: fileTokenStore(file),
    warning: null,
  });
}

function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Result<LoadedCredentials, Failure> {
  const document: CredentialsDocument = {
    clientId: env["CASEDROP_CLIENT_ID"],
    clientSecret: env["CASEDROP_CLIENT_SECRET"],
    accessToken: env["CASEDROP_ACCESS_TOKEN"],
    refreshToken: env["CASEDROP_REFRESH_TOKEN"],
  };
  const tokens = tokensOf(document);
  if (tokens === null)
    return invalid(
      "CASEDROP_ACCESS_TOKEN or CASEDROP_REFRESH_TOKEN is not set, and no credentials file was named",
    );
  return success({
    client: clientOf(document),
    tokenStore: memoryTokenStore(tokens),
    warning: tokens.refreshToken === null ? null : lostOnExit,
  });
}

async function readDocument(
  file: DurableFile,
): Promise<Result<CredentialsDocument, Failure>> {
  const content = await file.read();
  if (!content.ok) return content;
  if (content.value === null) return invalid("there is no such file");
  const document = parseDocument(content.value);
  return document === null
    ? invalid("the file is not a JSON object with the documented names")
    : success(document);
}

function parseDocument(content: Uint8Array): CredentialsDocument | null {
  try {
    const json: unknown = JSON.parse(Buffer.from(content).toString("utf8"));
    const parsed = fileSchema.safeParse(json);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function clientOf(document: CredentialsDocument): OAuthClient | null {
  const { clientId = "", clientSecret = "" } = document;
  return clientId === "" ? null : { clientId, clientSecret };
}

/** A refresh token alone will do: a pair that expired long ago is refreshed before its first use. */
function tokensOf(document: CredentialsDocument): TokenPair | null {
  const { accessToken = "", refreshToken = "", expiresAtMs } = document;
  if (accessToken === "" && refreshToken === "") return null;
  return {
    accessToken,
    refreshToken: refreshToken === "" ? null : refreshToken,
    expiresAtMs: accessToken === "" ? 0 : (expiresAtMs ?? null),
  };
}

function memoryTokenStore(initial: TokenPair): TokenStore {
  let tokens: TokenPair | null = initial;
  return {
    load: () => Promise.resolve(success(tokens)),
    save: (changed) => {
      tokens = changed;
      return Promise.resolve(success(null));
    },
  };
}

function fileTokenStore(file: DurableFile): TokenStore {
  return {
    async load() {
      const document = await readDocument(file);
      return document.ok ? success(tokensOf(document.value)) : document;
    },
    async save(tokens) {
      // Read anew: the user may have changed other entries since.
      const document = await readDocument(file);
      if (!document.ok) return document;
      const changed = { ...document.value, ...entriesOf(tokens) };
      const text = `${JSON.stringify(changed, null, 2)}\n`;
      return file.write(Buffer.from(text, "utf8"));
    },
  };
}

/** Entries set to undefined disappear from the file. */
function entriesOf(tokens: TokenPair | null): CredentialsDocument {
  return {
    accessToken: tokens?.accessToken,
    refreshToken: tokens?.refreshToken ?? undefined,
    expiresAtMs: tokens?.expiresAtMs ?? undefined,
  };
}

function invalid(problem: string): Result<never, Failure> {
  return failed({ kind: "invalidInput", field: "credentials", problem });
}
