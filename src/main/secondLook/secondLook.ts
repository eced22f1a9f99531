// The second look of the app: the reader in use, the key, and the thread that makes films.
import { createHttpChestXrayReader } from "../../adapters/xraydar/httpChestXrayReader.ts";
import { systemClock } from "../../adapters/systemClock.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import type { SecretStore } from "../../core/account/secretStore.ts";
import type { SettingsStore } from "../../core/account/settings.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import type { Log } from "../../core/ports/log.ts";
import type { SecondLookDeps } from "../../core/secondLook/caseSecondLook.ts";
import { ReaderDesk } from "../../core/secondLook/readerDesk.ts";
import type { Failure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import {
  lookAlgorithms,
  type SecondLookChoice,
  type SecondLookUse,
} from "../../shared/secondLook.ts";
import { createFilmMaker } from "../../workers/filmMaker.ts";

const keySecretName = "xraydarKey";
/** Where the sandbox plays X-Raydar. */
const sandboxPath = "/x-raydar";

/** Second look of the app. */
export interface SecondLook {
  /** What each case needs of it. */
  readonly deps: SecondLookDeps;
  view(): SecondLookChoice;
  /** Reads whether there is a key. */
  restore(): Promise<void>;
  setUse(use: SecondLookUse | null): Result<null, Failure>;
  setKey(key: string | null): Promise<Result<null, Failure>>;
  close(): Promise<void>;
}

/** Makes it; nothing is asked before the user does. */
export function createSecondLook(parts: {
  readonly workersUrl: URL;
  readonly scratchFolder: string;
  readonly http: HttpClient;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly log: Log;
  /** With the contact address, which the user can change at any time. */
  readonly userAgent: () => string;
  readonly serviceKind: () => "sandbox" | "radiopaedia";
  readonly sandboxOrigin: () => string | null;
  readonly onChange: () => void;
}): SecondLook {
  const { settings, secrets, onChange } = parts;
  let hasKey = false;
  const films = createFilmMaker(parts);
  const common = { clock: systemClock, random: systemRandom };
  const desk = new ReaderDesk({
    ...common,
    log: parts.log,
    reader: createHttpChestXrayReader({
      ...common,
      http: parts.http,
      userAgent: parts.userAgent,
    }),
    isOn: () => settings.read().secondLook.use !== null,
    target: () => targetOf(parts),
    key: () => secrets.get(keySecretName),
    onChange,
  });
  return {
    deps: { ...common, desk, films },
    view: () => ({
      use: settings.read().secondLook.use,
      hasKey,
      reader: desk.reader,
      closed: lookAlgorithms.filter((algorithm) => desk.isClosed(algorithm)),
    }),
    async restore() {
      const key = await secrets.get(keySecretName);
      hasKey = key.ok && key.value !== null;
    },
    setUse(use) {
      const updated = settings.update((before) => ({
        ...before,
        secondLook: { ...before.secondLook, use },
      }));
      onChange();
      return updated.ok ? success(null) : updated;
    },
    async setKey(key) {
      const stored = await (key === null
        ? secrets.delete(keySecretName)
        : secrets.set(keySecretName, key));
      if (!stored.ok) return stored;
      hasKey = key !== null;
      onChange();
      return success(null);
    },
    close: () => films.close(),
  };
}

/** While practising nothing leaves this computer: the sandbox reads. */
function targetOf({
  settings,
  serviceKind,
  sandboxOrigin,
}: Pick<
  Parameters<typeof createSecondLook>[0],
  "settings" | "serviceKind" | "sandboxOrigin"
>): ReturnType<ConstructorParameters<typeof ReaderDesk>[0]["target"]> {
  if (serviceKind() === "radiopaedia")
    return { reader: "xraydar", baseUrl: settings.read().secondLook.origin };
  const origin = sandboxOrigin();
  return {
    reader: "sandbox",
    baseUrl: origin === null ? null : `${origin}${sandboxPath}`,
  };
}
