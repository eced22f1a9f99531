// Public archives of the app: which one is in use, and its desk while it is.
import { join } from "node:path";
import type { SettingsStore } from "../../core/account/settings.ts";
import type { ArchiveDesk } from "../../core/archive/archiveDesk.ts";
import { placesAt } from "../../core/archive/call/archiveSettings.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";
import type { ArchiveFailure } from "../../shared/archive.ts";
import type { Failure } from "../../shared/failure.ts";
import type {
  ArchiveServer,
  PublicArchiveView,
} from "../../shared/publicArchive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { openDesk } from "./openDesk.ts";

/** The archives of the app. */
export interface PublicArchive {
  view(): PublicArchiveView;
  /** The desk of the archive in use, opened if need be. */
  desk(): Promise<Result<ArchiveDesk, Failure | ArchiveFailure>>;
  use(server: ArchiveServer): Promise<Result<null, Failure>>;
  /** Goes on with what was being fetched. */
  start(): Promise<void>;
  /** Lets `remove` delete what was fetched while nothing is fetched. */
  forget<T>(remove: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

type Opened = Result<ArchiveDesk, Failure | ArchiveFailure>;

/** Makes them; nothing is asked before `start`. */
export function createPublicArchive(parts: {
  readonly http: HttpClient;
  readonly settings: SettingsStore;
  readonly userAgent: string;
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
    return openDesk({
      http: parts.http,
      folder: join(parts.folder, wanted),
      settings: {
        ...placesAt(base),
        apiKey: null,
        userAgent: parts.userAgent,
      },
      source: wanted === "idc" ? "idc" : "nbia",
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

function viewOf(
  server: ArchiveServer,
  opened: Opened | null,
): PublicArchiveView {
  const desk = opened?.ok === true ? opened.value : null;
  return {
    server,
    failure: opened?.ok === false ? opened.failure : null,
    isPolicyAccepted: desk?.isPolicyAccepted ?? false,
    cart: desk?.cart ?? [],
    downloads: desk?.downloads ?? [],
  };
}
