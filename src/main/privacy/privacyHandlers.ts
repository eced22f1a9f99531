// The window's requests to forget: the masks of scanners, which images were sent before, or everything on this computer.
import {
  forgetEverything,
  type ForgettingDeps,
} from "../../core/forgetting/forgetEverything.ts";
import { allForgotten } from "../../core/workspace/notForgotten.ts";
import { forgetAllCases } from "../../core/workspace/removeCase.ts";
import type { Workspace } from "../../core/workspace/workspace.ts";
import type { Failure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { RequestHandlers } from "../ipc/ipcServer.ts";
import type { PublicArchive } from "../archive/publicArchive.ts";
import type { Network } from "../network/network.ts";
import type { SecondLook } from "../secondLook/secondLook.ts";
import type { SandboxService } from "../services/sandboxService.ts";
import type { Services } from "../services/services.ts";
import type { Storage } from "../storage.ts";

/** What rests on this computer. */
export interface PrivacyHandlerDeps {
  readonly workspace: Workspace;
  readonly storage: Pick<
    Storage,
    | "log"
    | "records"
    | "maskMemory"
    | "sentImages"
    | "places"
    | "removal"
    | "scratchFolder"
    | "settings"
  >;
  readonly sandbox: Pick<SandboxService, "forget">;
  readonly services: Pick<Services, "all" | "forgetAll">;
  readonly network: Pick<Network, "forgetPasswords">;
  readonly secondLook: Pick<SecondLook, "setKey">;
  readonly publicArchive: Pick<PublicArchive, "forget" | "forgetLogins">;
  readonly changed: () => void;
}

export type PrivacyChannel =
  "forgetMasks" | "forgetSentImages" | "forgetEverything";

/** Makes the handlers. */
export function privacyHandlers(
  deps: PrivacyHandlerDeps,
): Pick<RequestHandlers, PrivacyChannel> {
  const { maskMemory, sentImages } = deps.storage;
  const forgotten = async (done: Promise<Result<null, Failure>>) => {
    const result = await done;
    deps.changed();
    return result;
  };
  return {
    forgetMasks: () =>
      forgotten(
        maskMemory
          .forget()
          .then((done) => allForgotten([{ what: "maskMemory", done }])),
      ),
    forgetSentImages: () =>
      forgotten(
        sentImages
          .forgetAll()
          .then((done) => allForgotten([{ what: "sentMemory", done }])),
      ),
    forgetEverything: ({ accounts }) =>
      forgotten(forgetEverything(forgettingDeps(deps), accounts)),
  };
}

function forgettingDeps(deps: PrivacyHandlerDeps): ForgettingDeps {
  const { log, maskMemory, sentImages, places, removal, scratchFolder } =
    deps.storage;
  return {
    cases: () => forgetAllCases(deps.workspace, deps.storage.records),
    places: [
      { what: "maskMemory", forget: () => maskMemory.forget() },
      { what: "sentMemory", forget: () => sentImages.forgetAll() },
      { what: "practiceCases", forget: () => forgetPractice(deps) },
      {
        what: "publicSeries",
        forget: () =>
          deps.publicArchive.forget(() =>
            removal.remove([
              { what: "publicSeries", path: places.publicArchives },
            ]),
          ),
      },
      {
        what: "otherFiles",
        forget: async () =>
          removal.remove([
            { what: "sampleStudy", path: places.sampleStudy },
            { what: "unpackedFiles", path: scratchFolder },
            ...(await places.keptAside()).map(
              (path) => ({ what: "otherFiles", path }) as const,
            ),
          ]),
      },
      {
        what: "logs",
        forget: () =>
          log.whileQuiet(() =>
            removal.remove([{ what: "logs", path: places.logs }]),
          ),
      },
    ],
    accounts: async () =>
      allForgotten([
        { what: "accounts", done: await deps.services.forgetAll() },
        { what: "accounts", done: await deps.network.forgetPasswords() },
        { what: "accounts", done: await deps.secondLook.setKey(null) },
        { what: "accounts", done: await deps.publicArchive.forgetLogins() },
        { what: "accounts", done: forgetContact(deps) },
      ]),
  };
}

/** The address names the user as accounts do. */
function forgetContact({
  storage: { settings },
}: PrivacyHandlerDeps): Result<null, Failure> {
  const updated = settings.update((before) => ({
    ...before,
    contactAddress: null,
  }));
  return updated.ok ? success(null) : updated;
}

/** The practice service begins anew, and knows no sign-in any more. */
async function forgetPractice({
  sandbox,
  services,
  storage: { places, removal },
}: PrivacyHandlerDeps): Promise<Result<null, Failure>> {
  const removed = await sandbox.forget(() =>
    removal.remove([{ what: "practiceCases", path: places.sandbox }]),
  );
  for (const { kind, account } of services.all)
    if (kind === "sandbox") void account.readUser();
  return removed;
}
