// Starts the embedded services: a site and a storage like Radiopaedia's, with their data in one folder, and the sample archive; all on 127.0.0.1.
import { randomBytes } from "node:crypto";
import { errnoOf } from "../shared/diskErrors.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { adminRoute, adminRoutes } from "./admin/adminRoutes.ts";
import { caseRoutes } from "./api/caseRoutes.ts";
import { imageRoute } from "./api/imageRoute.ts";
import { presignRoute } from "./api/presignRoute.ts";
import { stackRoutes } from "./api/stackRoutes.ts";
import { studyRoute } from "./api/studyRoute.ts";
import { systemClock, type SandboxClock } from "./clock.ts";
import { FaultInjector } from "./faults/faultPlan.ts";
import {
  faultScriptSchema,
  noFaults,
  type FaultScriptInput,
} from "./faults/faultScript.ts";
import { archiveAdminRoutes } from "./nbia/archiveAdmin.ts";
import { startArchive, type RunningArchive } from "./nbia/archiveServer.ts";
import { authorizeRoutes } from "./oauth/authorizeRoutes.ts";
import { tokenRoute } from "./oauth/tokenRoute.ts";
import { writeCredentials } from "./oauth/writeCredentials.ts";
import { PolicyChecks } from "./policy/policyChecks.ts";
import {
  listen,
  type ListenFailure,
  type Listener,
  type ListenerContext,
} from "./server/listener.ts";
import { RequestLog } from "./server/requestLog.ts";
import type { Route } from "./server/route.ts";
import type { Service } from "./service.ts";
import {
  changeSettings,
  defaultSettings,
  type SettingsChange,
} from "./settings.ts";
import { ObjectStore } from "./state/objectStore.ts";
import { SandboxData } from "./state/sandboxData.ts";
import {
  readState,
  StateWriter,
  type StateFailure,
} from "./state/stateFile.ts";
import { storagePutRoute } from "./storage/storagePutRoute.ts";
import { pageRoutes } from "./web/pageRoutes.ts";
import { readerRoutes } from "./xraydar/readerRoutes.ts";

/** How to start. */
export interface SandboxOptions {
  /** Of the site; 0 or absent takes any free one. */
  readonly port?: number;
  /** Of the storage; 0 or absent takes any free one. */
  readonly storagePort?: number;
  /** Of the sample archive; 0 or absent takes any free one. */
  readonly archivePort?: number;
  /** Folder for records and uploaded files; made if need be, used by one sandbox at a time. */
  readonly dataDir: string;
  /** A script of the documented form; another one is the caller's bug and throws. */
  readonly faults?: FaultScriptInput;
  readonly settings?: SettingsChange;
  readonly clock?: SandboxClock;
  /** Where to write a ready sign-in for the command line tool; none is made without it. */
  readonly credentialsFile?: string;
}

/** A running sandbox. */
export interface Sandbox {
  /** http://127.0.0.1:PORT of the site. */
  readonly origin: string;
  /** The same of the storage that presigned URLs point to. */
  readonly storageOrigin: string;
  /** The same of the sample archive, which stands for every public archive at once. */
  readonly archiveOrigin: string;
  /** Opens the admin endpoints (header X-Sandbox-Token); new with every start. */
  readonly adminToken: string;
  /** Ends all connections and resolves when everything is on disk. */
  close(): Promise<void>;
}

/** Why the sandbox could not start. */
export type SandboxFailure = StateFailure | ListenFailure;

function siteRoutes(
  service: Service,
  archive: RunningArchive,
): readonly Route[] {
  const asAdmin = (route: Route) => adminRoute(service, route);
  return [
    ...authorizeRoutes(service),
    tokenRoute(service),
    ...caseRoutes(service),
    studyRoute(service),
    presignRoute(service),
    ...stackRoutes(service),
    imageRoute(service),
    ...adminRoutes(service),
    ...pageRoutes(service),
    ...readerRoutes(service, asAdmin),
    ...archiveAdminRoutes(archive, asAdmin),
  ];
}

async function openService(
  options: SandboxOptions,
): Promise<Result<Service, StateFailure>> {
  const state = await readState(options.dataDir);
  if (!state.ok) return state;
  const data = new SandboxData(state.value);
  const writer = new StateWriter(options.dataDir, () => data.toState());
  const faultScript = faultScriptSchema.parse(options.faults ?? noFaults);
  try {
    const objects = await ObjectStore.open(options.dataDir);
    await writer.save();
    return success({
      data,
      objects,
      policyChecks: new PolicyChecks(objects),
      log: new RequestLog(),
      clock: options.clock ?? systemClock,
      adminToken: randomBytes(24).toString("base64url"),
      formToken: randomBytes(24).toString("base64url"),
      pendingAuthorizations: new Map(),
      codes: new Map(),
      settings: changeSettings(defaultSettings, options.settings ?? {}),
      faultScript,
      faults: new FaultInjector(faultScript),
      origin: "",
      storageOrigin: "",
      save: () => writer.save(),
    });
  } catch (error) {
    return failed({ kind: "dataUnusable", code: errnoOf(error) });
  }
}

interface Listening {
  readonly archive: RunningArchive;
  readonly site: Listener;
  readonly storage: Listener;
}

/** Starts the archive, then what can tell about it; with one of them missing, none is left running. */
async function listenAll(
  service: Service,
  options: SandboxOptions,
  closing: AbortSignal,
): Promise<Result<Listening, ListenFailure>> {
  const archive = await startArchive({
    port: options.archivePort ?? 0,
    clock: service.clock,
  });
  if (!archive.ok) return archive;
  const both = await listenBoth(service, archive.value, options, closing);
  if (!both.ok) {
    await archive.value.close();
    return both;
  }
  const [site, storage] = both.value;
  return success({ archive: archive.value, site, storage });
}

async function listenBoth(
  service: Service,
  archive: RunningArchive,
  options: SandboxOptions,
  closing: AbortSignal,
): Promise<Result<readonly [Listener, Listener], ListenFailure>> {
  const context: Omit<ListenerContext, "listener" | "routes"> = {
    faults: () => service.faults,
    log: service.log,
    clock: service.clock,
    closing,
  };
  const site = await listen(
    { ...context, listener: "site", routes: siteRoutes(service, archive) },
    options.port ?? 0,
  );
  if (!site.ok) return site;
  const storage = await listen(
    { ...context, listener: "storage", routes: [storagePutRoute(service)] },
    options.storagePort ?? 0,
  );
  if (!storage.ok) {
    await site.value.close();
    return storage;
  }
  return success([site.value, storage.value]);
}

/** Starts the service; it answers on 127.0.0.1 only. */
export async function startSandbox(
  options: SandboxOptions,
): Promise<Result<Sandbox, SandboxFailure>> {
  const opened = await openService(options);
  if (!opened.ok) return opened;
  const service = opened.value;
  const closing = new AbortController();
  const listeners = await listenAll(service, options, closing.signal);
  if (!listeners.ok) return listeners;
  const { site, storage, archive } = listeners.value;
  service.origin = site.origin;
  service.storageOrigin = storage.origin;
  const close = async () => {
    closing.abort();
    await Promise.all([site.close(), storage.close(), archive.close()]);
    await service.save();
  };
  try {
    if (options.credentialsFile !== undefined)
      await writeCredentials(service, options.credentialsFile);
  } catch (error) {
    await close();
    return failed({ kind: "dataUnusable", code: errnoOf(error) });
  }
  const { origin, storageOrigin, adminToken } = service;
  return success({
    origin,
    storageOrigin,
    archiveOrigin: archive.origin,
    adminToken,
    close,
  });
}
