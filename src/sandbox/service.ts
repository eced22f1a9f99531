// What the routes share: records, objects, settings and the run's own secrets.
import type { SandboxClock } from "./clock.ts";
import { FaultInjector } from "./faults/faultPlan.ts";
import type { FaultScript } from "./faults/faultScript.ts";
import type { PolicyChecks } from "./policy/policyChecks.ts";
import type { RequestLog } from "./server/requestLog.ts";
import type { SandboxSettings } from "./settings.ts";
import type { ObjectStore } from "./state/objectStore.ts";
import type { DemoLogin } from "./state/demoLogins.ts";
import type { SandboxData } from "./state/sandboxData.ts";

/** An authorization request the user has not decided on yet. */
export interface PendingAuthorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly codeChallenge: string | null;
  readonly expiresAtMs: number;
}

/** A code that was handed out and not used yet. */
export interface IssuedCode extends PendingAuthorization {
  /** The user who allowed it. */
  readonly login: DemoLogin;
}

/** The running service. Everything that may be replaced while it runs is a property without `readonly`. */
export interface Service {
  readonly data: SandboxData;
  readonly objects: ObjectStore;
  readonly policyChecks: PolicyChecks;
  readonly log: RequestLog;
  readonly clock: SandboxClock;
  /** Known to whoever started the service; opens the admin endpoints. */
  readonly adminToken: string;
  /** In every form of the web pages: a page elsewhere cannot know it, so it cannot submit one. */
  readonly formToken: string;
  /** Authorization requests by the nonce in their form. */
  readonly pendingAuthorizations: Map<string, PendingAuthorization>;
  /** Codes handed out and not used yet, by SHA-256. */
  readonly codes: Map<string, IssuedCode>;
  settings: SandboxSettings;
  faultScript: FaultScript;
  faults: FaultInjector;
  origin: string;
  storageOrigin: string;
  /** Resolves once all changes made so far are on disk. */
  save(): Promise<void>;
}

/** Puts a fault script to work; counts start anew. */
export function setFaults(service: Service, script: FaultScript): void {
  service.faultScript = script;
  service.faults = new FaultInjector(script);
}
