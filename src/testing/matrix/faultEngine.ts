// The real engine of the fault matrix: its client over the troubled line, its clock scaled, its files in memory.
import {
  defaultSettings,
  oauthSettingsOf,
} from "../../core/account/settings.ts";
import { refreshTokens } from "../../core/account/tokenEndpoint.ts";
import {
  createTokenSource,
  type AccountTokens,
} from "../../core/account/tokenSource.ts";
import type { CaseSender } from "../../core/ports/caseSender.ts";
import type { Clock } from "../../core/ports/clock.ts";
import { createRadiopaediaClient } from "../../core/radiopaedia/client.ts";
import { defaultServiceSettings } from "../../core/radiopaedia/serviceSettings.ts";
import { createCaseSender } from "../../core/upload/caseSender.ts";
import { defaultEngineSettings } from "../../core/upload/engineSettings.ts";
import type { JournalStore } from "../../core/upload/journal.ts";
import { defaultTransferPolicy } from "../../core/upload/serviceLine.ts";
import { success } from "../../shared/result.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import type { MemorySpool } from "../memorySpool.ts";
import { SequentialRandom } from "../sequentialRandom.ts";
import type { TroubledLine } from "./troubledLine.ts";

const userAgent = "Casedrop/test";
/** How long a silent service is waited for: briefly where the script makes it silent, and else beyond what a busy machine takes. */
const stallMs = 400;
const busyMs = 15_000;

/** What the engine stands on. */
export interface FaultEngineDeps {
  readonly origin: string;
  readonly line: TroubledLine;
  readonly clock: Clock;
  readonly journals: JournalStore;
  readonly spool: MemorySpool;
  /** Whether the service may be silent for long. */
  readonly isSilenceExpected: boolean;
}

/** Makes the sender with its account, which is signed in by `adopt`. */
export function createFaultEngine(deps: FaultEngineDeps): {
  readonly sender: CaseSender;
  readonly tokens: AccountTokens;
} {
  const { origin, line, clock, journals, spool } = deps;
  const tokens = tokenSource(deps);
  const stallTimeoutMs = deps.isSilenceExpected ? stallMs : busyMs;
  const client = createRadiopaediaClient({
    http: line,
    tokens,
    clock,
    settings: {
      ...defaultServiceSettings(origin, userAgent),
      stallTimeoutMs,
      putStallTimeoutMs: stallTimeoutMs,
    },
  });
  const sender = createCaseSender({
    journals,
    spoolOf: () => spool,
    clientFor: () => client,
    clock,
    random: new SequentialRandom(),
    log: { write: () => undefined },
    engine: {
      ...defaultEngineSettings,
      retry: { ...defaultEngineSettings.retry, maxAttempts: 8 },
    },
    transfers: defaultTransferPolicy,
    connectivityFor: () => line.connectivity,
    issuer: { appVersion: "test", policyVersion: "test" },
  });
  return { sender, tokens };
}

function tokenSource({ origin, line, clock }: FaultEngineDeps): AccountTokens {
  return createTokenSource({
    store: {
      load: () => Promise.resolve(success(null)),
      save: () => Promise.resolve(success(null)),
    },
    clock,
    refresh: (refreshToken, signal) =>
      refreshTokens(
        { http: line, clock, userAgent },
        {
          settings: oauthSettingsOf(origin, defaultSettings.contract),
          client: sandboxClient,
        },
        refreshToken,
        signal,
      ),
    onEvent: () => undefined,
  });
}
