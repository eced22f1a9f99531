// One sign-in by the real account, over real sockets, at a sandbox under a fault script; the browser and its patient user are plain requests.
import { setTimeout as sleepFor } from "node:timers/promises";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { createLoopbackListeners } from "../../adapters/loopbackListener.ts";
import { systemRandom } from "../../adapters/systemRandom.ts";
import { createAccount, type Account } from "../../core/account/account.ts";
import { createSandboxStores } from "../../core/account/accountStores.ts";
import { openSecretStore } from "../../core/account/secretStore.ts";
import {
  defaultSettings,
  oauthSettingsOf,
} from "../../core/account/settings.ts";
import {
  createRadiopaediaClient,
  type RadiopaediaClient,
} from "../../core/radiopaedia/client.ts";
import { defaultServiceSettings } from "../../core/radiopaedia/serviceSettings.ts";
import type { Failure } from "../../shared/failure.ts";
import type { FaultableRoute } from "../../sandbox/faults/faultScript.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import { MemoryDurableFile } from "../memoryDurableFile.ts";
import { plainFetch, RunningSandbox } from "../runningSandbox.ts";
import { isOfClient } from "./patientUser.ts";
import { ScaledClock } from "./scaledClock.ts";
import type { Mixture } from "./scriptedMixtures.ts";
import { isTrueOf, problemsOfStop } from "./trueExplanation.ts";

/** What one sign-in showed. */
export interface SignInOutcome {
  readonly name: string;
  readonly problems: readonly string[];
  readonly faultsStruck: number;
}

const userAgent = "Casedrop/test";
const timeFactor = 1_000;
/** The browser gives up: long after the longest fault, which takes 600 ms. */
const patienceMs = 15_000;
/** A user tries so often, and the trouble is over after the second time. */
const mostTries = 4;
/** Page, decision, code, and who it is; with all that a client may ask again. */
const requestsPerTry = 12;

/** At most so many at once: they wait mostly. */
const atOnce = 6;

/** All of them; those in which a promise was broken, and how many faults struck. */
export async function runSignIns(mixtures: readonly Mixture[]): Promise<{
  readonly runs: number;
  readonly faultsStruck: number;
  readonly failures: readonly SignInOutcome[];
}> {
  const waiting = [...mixtures];
  const outcomes: SignInOutcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push(await signInRun(next));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return {
    runs: outcomes.length,
    faultsStruck: outcomes.reduce(
      (sum, { faultsStruck }) => sum + faultsStruck,
      0,
    ),
    failures: outcomes.filter(({ problems }) => problems.length > 0),
  };
}

/** Signs in until it works; what is told in between must be true. */
async function signInRun(mixture: Mixture): Promise<SignInOutcome> {
  const clock = new ScaledClock(timeFactor);
  const sandbox = await RunningSandbox.start({ clock });
  const http = createUndiciHttp();
  const account = await openAccount(sandbox, http, clock);
  const problems: string[] = [];
  let struck = 0;
  const lift = async (): Promise<void> => {
    const { faultsStruck } = await sandbox.state();
    struck += faultsStruck.reduce((sum, count) => sum + count, 0);
    await sandbox.admin("DELETE", "/sandbox/faults");
  };
  try {
    await sandbox.admin("POST", "/sandbox/faults", mixture.script);
    let tries = 0;
    while (account.state().kind !== "signedIn" && tries < mostTries) {
      tries += 1;
      if (tries === 3) await lift();
      const failure = await signInOnce(account, sandbox.origin);
      if (failure !== null) problems.push(...problemsOf(failure, mixture));
    }
    await lift();
    const { kind } = account.state();
    if (kind !== "signedIn") problems.push(`no end: ${kind}`);
    const { requests } = await sandbox.state();
    const own = requests.filter(({ route }) => isOfClient(route)).length;
    if (own > tries * requestsPerTry) problems.push(`a storm: ${own} requests`);
    return { name: mixture.name, problems, faultsStruck: struck };
  } finally {
    await account.close();
    await http.close();
    await sandbox.end();
  }
}

async function openAccount(
  sandbox: RunningSandbox,
  http: ReturnType<typeof createUndiciHttp>,
  clock: ScaledClock,
): Promise<Account> {
  const { secrets } = await openSecretStore({
    file: new MemoryDurableFile(),
    cipher: null,
    isPlainTextAllowed: true,
  });
  const account: Account = createAccount({
    http,
    clock,
    random: systemRandom,
    userAgent,
    listeners: createLoopbackListeners(),
    stores: createSandboxStores(secrets, sandboxClient),
    oauth: () => oauthSettingsOf(sandbox.origin, defaultSettings.contract),
    openBrowser: () => Promise.resolve(true),
    readCurrentUser: (reading) => service.currentUser(reading),
    log: { write: () => undefined },
  });
  const service: RadiopaediaClient = createRadiopaediaClient({
    http,
    tokens: account.tokens,
    clock,
    settings: defaultServiceSettings(sandbox.origin, userAgent),
  });
  await account.restore();
  return account;
}

/** What the app tells when it fails; null if it is the browser that does, and its user begins anew. */
async function signInOnce(
  account: Account,
  origin: string,
): Promise<Failure | null> {
  await account.signIn("outOfBand");
  const state = account.state();
  if (state.kind !== "signingIn") return null;
  const gaveUp = new AbortController();
  const address = await Promise.race([
    decide(state.authorizeUrl, origin).catch(() => null),
    sleepFor(patienceMs, null, { signal: gaveUp.signal }).catch(() => null),
  ]);
  gaveUp.abort();
  if (address === null) return null;
  const submitted = await account.submitCode(address);
  return submitted.ok ? null : submitted.failure;
}

/** What the user does in the browser; the address with the code, null if there is none. */
async function decide(url: string, origin: string): Promise<string | null> {
  const page = await plainFetch(url);
  const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1];
  if (nonce === undefined) return null;
  const answer = await plainFetch(`${origin}/oauth/authorize`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ nonce, decision: "authorize" }).toString(),
  });
  const { location } = answer.headers;
  return location === undefined ? null : new URL(location, origin).href;
}

/** What the app itself asks then; the pages are the browser's. */
const signInCalls: ReadonlySet<FaultableRoute> = new Set<FaultableRoute>([
  "token",
  "currentUser",
]);

function problemsOf(failure: Failure, mixture: Mixture): readonly string[] {
  const { rules } = mixture.script;
  // A code whose answer was lost is spent.
  const isCodeSpent =
    failure.kind === "signInFailed" &&
    ["badCode", "badClient", "timedOut"].includes(failure.reason) &&
    rules.some(({ route }) => route === "token");
  const isTrue =
    isCodeSpent ||
    isTrueOf(failure, {
      rules,
      happened: [],
      hasFullDisk: false,
      routes: signInCalls,
    });
  return problemsOfStop(failure, isTrue);
}
