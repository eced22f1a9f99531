// What an account keeps between runs: the application, the tokens, and who was signed in.
import { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { OAuthClient } from "./authorization.ts";
import type { SecretStore } from "./secretStore.ts";
import type { Settings, SettingsStore } from "./settings.ts";
import { createSecretTokenStore, type TokenStore } from "./tokenStore.ts";

/** The application that signs in. */
export interface ClientStore {
  /** Null: none was entered yet, or its secret was lost with the memory that held it. */
  load(): Promise<Result<OAuthClient | null, Failure>>;
  save(client: OAuthClient): Promise<Result<null, Failure>>;
}

/** The login shown while the service cannot be asked. */
export interface LoginStore {
  load(): Promise<Result<string | null, Failure>>;
  save(login: string | null): Promise<Result<null, Failure>>;
}

export interface AccountStores {
  readonly clients: ClientStore;
  readonly tokens: TokenStore;
  readonly login: LoginStore;
}

/** Stores of a sign-in with the sandbox, which brings its own application. */
export function createSandboxStores(
  secrets: SecretStore,
  client: OAuthClient,
  signInId = "sandbox",
): AccountStores {
  return {
    clients: fixedClient(client),
    tokens: createSecretTokenStore(secrets, `${signInId}.tokens`),
    login: secretLogin(secrets, `${signInId}.login`),
  };
}

/** Stores of a sign-in with Radiopaedia: the application's id is a setting, its secret a secret. */
export function createRadiopaediaStores(
  secrets: SecretStore,
  settings: SettingsStore,
  signInId = firstRadiopaediaSignIn,
): AccountStores {
  return {
    clients: ownClient(secrets, settings, signInId),
    tokens: createSecretTokenStore(secrets, `${signInId}.tokens`),
    login: secretLogin(secrets, `${signInId}.login`),
  };
}

const firstRadiopaediaSignIn = "radiopaedia";

function clientIdOf(settings: Settings, signInId: string): string {
  return signInId === firstRadiopaediaSignIn
    ? settings.radiopaedia.clientId
    : (settings.moreSignIns.find((signIn) => signIn.signInId === signInId)
        ?.clientId ?? "");
}

function withClientId(
  settings: Settings,
  signInId: string,
  clientId: string,
): Settings {
  if (signInId === firstRadiopaediaSignIn)
    return {
      ...settings,
      radiopaedia: { ...settings.radiopaedia, clientId },
    };
  return {
    ...settings,
    moreSignIns: settings.moreSignIns.map((signIn) =>
      signIn.signInId === signInId ? { ...signIn, clientId } : signIn,
    ),
  };
}

function fixedClient(client: OAuthClient): ClientStore {
  return {
    load: () => Promise.resolve(success(client)),
    save: () =>
      Promise.resolve(
        failed({
          kind: "invalidInput",
          field: "clientId",
          problem: "the sandbox has its own application",
        }),
      ),
  };
}

/** The id is repeated beside the secret: after a crash between the two writes they do not match, and count as none. */
const clientSecretSchema = z.strictObject({
  version: z.literal(1),
  clientId: z.string(),
  clientSecret: z.string(),
});

function ownClient(
  secrets: SecretStore,
  settings: SettingsStore,
  signInId: string,
): ClientStore {
  const clientSecretName = `${signInId}.clientSecret`;
  return {
    async load() {
      const stored = await secrets.get(clientSecretName);
      if (!stored.ok) return stored;
      if (stored.value === null) return success(null);
      const parsed = parseClientSecret(stored.value);
      const clientId = clientIdOf(settings.read(), signInId);
      return success(parsed?.clientId === clientId ? parsed : null);
    },
    async save({ clientId, clientSecret }) {
      const saved = await secrets.set(
        clientSecretName,
        JSON.stringify({ version: 1, clientId, clientSecret }),
      );
      if (!saved.ok) return saved;
      const updated = settings.update((before) =>
        withClientId(before, signInId, clientId),
      );
      return updated.ok ? success(null) : updated;
    },
  };
}

function parseClientSecret(text: string): OAuthClient | null {
  try {
    const parsed = clientSecretSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { clientId, clientSecret } = parsed.data;
    return { clientId, clientSecret };
  } catch {
    // Only this module writes it; the user enters the application once more.
    return null;
  }
}

function secretLogin(secrets: SecretStore, name: string): LoginStore {
  return {
    load: () => secrets.get(name),
    save: (login) =>
      login === null ? secrets.delete(name) : secrets.set(name, login),
  };
}
