// The window's requests about the network: proxies, authorities, the question for a password, diagnostics.
import { dialog, type BrowserWindow } from "electron";
import { readFile, stat } from "node:fs/promises";
import {
  oauthSettingsOf,
  type SettingsStore,
} from "../../core/account/settings.ts";
import type { DiagnosticTargets } from "../../core/network/diagnostics.ts";
import { readFailure } from "../../shared/diskErrors.ts";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { RequestHandlers } from "../ipc/ipcServer.ts";
import type { DiagnosticsRun } from "./diagnosticsRun.ts";
import type { Network } from "./network.ts";

export interface NetworkHandlerDeps {
  readonly network: Network;
  readonly diagnostics: DiagnosticsRun;
  readonly settings: SettingsStore;
  /** Origin of the service in use; null while it is not there. */
  readonly serviceOrigin: () => string | null;
  readonly window: () => BrowserWindow | null;
  /** Asks where and writes; false if the dialog was closed. */
  readonly saveText: (
    suggestedName: string,
    text: string,
  ) => Promise<Result<boolean, Failure>>;
}

type NetworkChannel =
  | "setProxy"
  | "addAuthorityFile"
  | "removeAuthorities"
  | "answerProxySignIn"
  | "forgetProxyPasswords"
  | "runDiagnostics"
  | "cancelDiagnostics"
  | "saveDiagnostics";

/** No bundle of authorities is larger. */
const largestFileBytes = 4 * 1024 * 1024;

const done = success(null);

/** Makes the handlers. */
export function networkHandlers(
  deps: NetworkHandlerDeps,
): Pick<RequestHandlers, NetworkChannel> {
  const { network, diagnostics } = deps;
  return {
    setProxy: (setting) => network.setProxy(setting),
    addAuthorityFile: async () => {
      const content = await chooseCertificateFile(deps.window());
      if (!content.ok) return content;
      if (content.value === null) return success({ kind: "closed" });
      const added = await network.addAuthorities(content.value);
      if (added.ok) return success({ kind: "added" });
      const { failure } = added;
      return failure.kind === "authorityFile"
        ? success({ kind: "refused", problem: failure.problem })
        : failed(failure);
    },
    removeAuthorities: () => network.removeAuthorities(),
    answerProxySignIn: (credentials) => network.passwords.answer(credentials),
    forgetProxyPasswords: () => network.forgetPasswords(),
    runDiagnostics: () => {
      const targets = targetsOf(deps);
      if (targets === null)
        return failed({ kind: "unreachable", code: "NOT_RUNNING" });
      diagnostics.start(targets);
      return done;
    },
    cancelDiagnostics: () => {
      diagnostics.cancel();
      return done;
    },
    saveDiagnostics: () => {
      const report = diagnostics.report();
      return report === null
        ? success(false)
        : deps.saveText("casedrop-diagnostics.json", report);
    },
  };
}

/** A call of the service that needs a sign-in: without one it answers 401. */
export function signedInCallUrl(
  origin: string | null,
  settings: SettingsStore,
): URL | null {
  const { contract } = settings.read();
  return origin === null
    ? null
    : new URL(`${contract.apiPrefix}/users/current`, origin);
}

function targetsOf({
  settings,
  serviceOrigin,
}: NetworkHandlerDeps): DiagnosticTargets | null {
  const origin = serviceOrigin();
  const siteUrl = signedInCallUrl(origin, settings);
  if (origin === null || siteUrl === null) return null;
  const { contract, network } = settings.read();
  return {
    siteUrl,
    tokenUrl: new URL(oauthSettingsOf(origin, contract).tokenUrl),
    storageUrl:
      network.storageOrigin === null ? null : new URL(network.storageOrigin),
    pacUrl: network.proxy.kind === "pac" ? new URL(network.proxy.url) : null,
    isRoutedBySystem: network.proxy.kind === "system",
  };
}

async function chooseCertificateFile(
  window: BrowserWindow | null,
): Promise<Result<Uint8Array | null, Failure>> {
  const options: Electron.OpenDialogOptions = {
    title: "Choose the root certificate of your hospital",
    properties: ["openFile"],
    filters: [
      { name: "Certificates", extensions: ["pem", "crt", "cer", "der"] },
      { name: "All files", extensions: ["*"] },
    ],
  };
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  const [path] = filePaths;
  if (canceled || path === undefined) return success(null);
  try {
    const { size } = await stat(path);
    // What is larger is no certificate, and the words for that come from its beginning being none.
    return success(
      size > largestFileBytes ? new Uint8Array() : await readFile(path),
    );
  } catch (error) {
    return failed(readFailure(error));
  }
}
