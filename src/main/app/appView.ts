// The snapshot of the whole app, put together from workspace, accounts and settings.
import {
  transferSettingsOf,
  type Settings,
} from "../../core/account/settings.ts";
import type { Failure } from "../../shared/failure.ts";
import type { NetworkView } from "../../shared/network.ts";
import type {
  AppSnapshot,
  CaseSummary,
  SecretStorage,
  ServiceView,
} from "../../shared/snapshot.ts";
import type { SecondLookChoice } from "../../shared/secondLook.ts";
import type { Service } from "../services/service.ts";

/** What the snapshot is made of. */
export interface AppViewInput {
  readonly appVersion: string;
  readonly service: Service;
  readonly signIns: AppSnapshot["signIns"];
  readonly sandboxFailure: Failure | null;
  readonly settings: Settings;
  readonly secretStorage: SecretStorage;
  readonly network: NetworkView;
  readonly secondLook: SecondLookChoice;
  readonly cases: readonly CaseSummary[];
  readonly startFailures: readonly Failure[];
}

const platforms: Readonly<Record<string, AppSnapshot["platform"]>> = {
  win32: "windows",
  darwin: "mac",
};

function serviceView(input: AppViewInput): ServiceView {
  return input.service.kind === "sandbox"
    ? {
        kind: "sandbox",
        origin: input.service.origin(),
        failure: input.sandboxFailure,
      }
    : { kind: "radiopaedia", origin: input.settings.radiopaedia.origin };
}

/** Puts the snapshot together. */
export function appView(input: AppViewInput): AppSnapshot {
  return {
    appVersion: input.appVersion,
    platform: platforms[process.platform] ?? "linux",
    service: serviceView(input),
    account: input.service.account.state(),
    secretStorage: input.secretStorage,
    appearance: input.settings.appearance,
    transfers: transferSettingsOf(input.settings),
    signIns: input.signIns,
    background: input.settings.background,
    siteOrigin: input.settings.radiopaedia.origin,
    contract: input.settings.contract,
    network: input.network,
    secondLook: input.secondLook,
    contactAddress: input.settings.contactAddress,
    cases: input.cases,
    startFailures: input.startFailures,
  };
}
