// Starts the embedded Radiopaedia-compatible service: a site and a storage listener on 127.0.0.1, with their data in one folder.
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
  /** Opens the admin endpoints (header X-Sandbox-Token); new with every start. */
  readonly adminToken: string;
  /** Ends all connections and resolves when everything is on disk. */
  close(): Promise<void>;
}

/** Why the sandbox could not start. */
export type SandboxFailure = StateFailure | ListenFailure;

function siteRoutes(service: Service): readonly Route[] {
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
    ...readerRoutes(service, (route) => adminRoute(service, route)),
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

async function listenBoth(
  service: Service,
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
    { ...context, listener: "site", routes: siteRoutes(service) },
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
  const listeners = await listenBoth(service, options, closing.signal);
  if (!listeners.ok) return listeners;
  const [site, storage] = listeners.value;
  service.origin = site.origin;
  service.storageOrigin = storage.origin;
  const close = async () => {
    closing.abort();
    await Promise.all([site.close(), storage.close()]);
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
  return success({ origin, storageOrigin, adminToken, close });
}
