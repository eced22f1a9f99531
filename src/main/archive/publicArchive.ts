// Public archives of the app: which one is in use, and its desk while it is.
import { join } from "node:path";
import { z } from "zod";
import type { SecretStore } from "../../core/account/secretStore.ts";
import { minuteOfDay } from "../../adapters/minuteOfDay.ts";
import {
  transferSettingsOf,
  type SettingsStore,
} from "../../core/account/settings.ts";
import type { ArchiveDesk } from "../../core/archive/archiveDesk.ts";
import { placesAt } from "../../core/archive/call/archiveSettings.ts";
import type { PolicyRecord } from "../../core/archive/download/downloadQueue.ts";
import type { ArchiveLogin } from "../../core/archive/call/archiveTokens.ts";
import { chosenTransfers } from "../../core/upload/chosenTransfers.ts";
import { jsonOrNull } from "../../core/radiopaedia/answerDetail.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import type { ArchiveFailure } from "../../shared/archive.ts";
import type { Failure } from "../../shared/failure.ts";
import {
  archiveServers,
  type ArchiveServer,
  type PublicArchiveView,
} from "../../shared/publicArchive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { openDesk } from "./openDesk.ts";

/** The archives of the app. */
export interface PublicArchive {
  view(): PublicArchiveView;
  /** The desk of the archive in use, opened if need be. */
  desk(): Promise<Result<ArchiveDesk, Failure | ArchiveFailure>>;
  use(server: ArchiveServer): Promise<Result<null, Failure>>;
  /** Signs in to the archive in use, and keeps name and password among the secrets. */
  signIn(login: ArchiveLogin): Promise<Result<null, Failure | ArchiveFailure>>;
  signOut(): Promise<Result<null, Failure | ArchiveFailure>>;
  /** Signs out, and removes name and password of every archive. */
  forgetLogins(): Promise<Result<null, Failure>>;
  /** Goes on with what was being fetched. */
  start(): Promise<void>;
  /** Lets `remove` delete what was fetched while nothing is fetched. */
  forget<T>(remove: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Where series of each archive lie: a folder of its own below this one. */
export function seriesStoresBelow(folder: string): readonly string[] {
  return archiveServers.map((server) => join(folder, server));
}

type Opened = Result<ArchiveDesk, Failure | ArchiveFailure>;

/** Makes them; nothing is asked before `start`. */
export function createPublicArchive(parts: {
  readonly http: HttpClient;
  readonly settings: SettingsStore;
  readonly secrets: Pick<SecretStore, "get" | "set" | "delete">;
  /** With the contact address, which the user can change at any time. */
  readonly userAgent: () => string;
  /** The acceptance that commands share. */
  readonly policy: PolicyRecord;
  /** Queue, cart and series of each archive lie in a folder below. */
  readonly folder: string;
  readonly sampleOrigin: () => string | null;
  /** True while cases go to the sandbox: then so do questions, unless the user chose otherwise. */
  readonly isPractising: () => boolean;
  readonly onChange: () => void;
}): PublicArchive {
  const { settings, onChange } = parts;
  const server = (): ArchiveServer =>
    settings.read().publicArchive.server ??
    (parts.isPractising() ? "sample" : "public");
  let inUse: { server: ArchiveServer; opening: Promise<Opened> } | null = null;
  let opened: Opened | null = null;
  let isClosed = false;
  let quiet: Promise<unknown> = Promise.resolve();

  const open = async (wanted: ArchiveServer): Promise<Opened> => {
    const { origin } = settings.read().publicArchive;
    const base = wanted === "sample" ? parts.sampleOrigin() : origin;
    if (wanted === "sample" && base === null)
      return failed({ kind: "unreachable", code: "SANDBOX_ENDED" });
    const kept = await parts.secrets.get(loginSecretOf(wanted));
    return openDesk({
      // One that cannot be read now is no reason to keep the public data away.
      login: kept.ok ? loginIn(kept.value) : null,
      http: parts.http,
      folder: join(parts.folder, wanted),
      settings: {
        ...placesAt(base),
        apiKey: null,
        userAgent: parts.userAgent,
      },
      source: wanted === "idc" ? "idc" : "nbia",
      policy: policyIn(settings, parts.policy),
      bytesPerSecond: chosenTransfers(
        () => transferSettingsOf(settings.read()),
        minuteOfDay,
      ).bytesPerSecond,
      onChange,
    });
  };
  const leave = async (): Promise<void> => {
    const left = inUse;
    inUse = null;
    opened = null;
    const desk = await left?.opening;
    if (desk?.ok === true) await desk.value.close();
  };
  const desk = async (): Promise<Opened> => {
    if (isClosed) return failed({ kind: "cancelled" });
    const wanted = server();
    if (inUse !== null && inUse.server !== wanted) await leave();
    // Nothing is opened where something is being deleted.
    await quiet;
    // One that could not be opened is tried again.
    if (opened?.ok === false) inUse = null;
    inUse ??= { server: wanted, opening: open(wanted) };
    const current = inUse;
    const result = await current.opening;
    if (inUse === current && opened !== result) {
      opened = result;
      onChange();
    }
    return result;
  };

  return {
    desk,
    view: () => viewOf(server(), inUse?.server === server() ? opened : null),
    async use(wanted) {
      const updated = settings.update((before) => ({
        ...before,
        publicArchive: { ...before.publicArchive, server: wanted },
      }));
      if (!updated.ok) return updated;
      await desk();
      onChange();
      return success(null);
    },
    async signIn(login) {
      const opened = await desk();
      if (!opened.ok) return opened;
      const signedIn = await opened.value.signIn(login);
      return signedIn.ok
        ? parts.secrets.set(loginSecretOf(server()), JSON.stringify(login))
        : signedIn;
    },
    async signOut() {
      const opened = await desk();
      if (opened.ok) await opened.value.signOut();
      return parts.secrets.delete(loginSecretOf(server()));
    },
    async forgetLogins() {
      if (opened?.ok === true) await opened.value.signOut();
      for (const each of archiveServers) {
        const removed = await parts.secrets.delete(loginSecretOf(each));
        if (!removed.ok) return removed;
      }
      return success(null);
    },
    async start() {
      await desk();
    },
    async forget(remove) {
      const removed = leave().then(remove);
      quiet = removed.then(
        () => undefined,
        () => undefined,
      );
      try {
        return await removed;
      } finally {
        await desk();
      }
    },
    async close() {
      isClosed = true;
      await leave();
    },
  };
}

/** Accepted once, for every archive, and for commands as well. Releases before kept it among the settings alone. */
function policyIn(settings: SettingsStore, shared: PolicyRecord): PolicyRecord {
  const inSettings = () => settings.read().publicArchive.policyAcceptedAt;
  const before = inSettings();
  if (before !== null && shared.acceptedAt() === null) shared.accept(before);
  return {
    acceptedAt: () => inSettings() ?? shared.acceptedAt(),
    accept: (at) => {
      const kept = settings.update((all) => ({
        ...all,
        publicArchive: { ...all.publicArchive, policyAcceptedAt: at },
      }));
      return kept.ok ? shared.accept(at) : kept;
    },
  };
}

/** Each archive has its own: a password for one is never sent to another. */
function loginSecretOf(server: ArchiveServer): string {
  return `nbiaLogin.${server}`;
}

const loginSchema = z.object({ username: z.string(), password: z.string() });

function loginIn(secret: string | null): ArchiveLogin | null {
  const parsed = loginSchema.safeParse(jsonOrNull(secret ?? ""));
  return parsed.success ? parsed.data : null;
}

function viewOf(
  server: ArchiveServer,
  opened: Opened | null,
): PublicArchiveView {
  const desk = opened?.ok === true ? opened.value : null;
  return {
    server,
    failure: opened?.ok === false ? opened.failure : null,
    isPolicyAccepted: desk?.isPolicyAccepted ?? false,
    signedInAs: desk?.signedInAs ?? null,
    warnings: desk?.warnings ?? [],
    cart: desk?.cart ?? [],
    downloads: desk?.downloads ?? [],
  };
}
