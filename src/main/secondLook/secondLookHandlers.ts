// What the channels of the second look do: each hands the parsed call to its case, or to the settings.
import type { CaseSecondLook } from "../../core/secondLook/caseSecondLook.ts";
import type { Workspace } from "../../core/workspace/workspace.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { lookText } from "../../shared/messages/lookText.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { RequestHandlers } from "../ipc/ipcServer.ts";
import type { SecondLook } from "./secondLook.ts";

export interface SecondLookHandlerDeps {
  readonly workspace: Workspace;
  readonly secondLook: Pick<SecondLook, "setUse" | "setKey">;
  readonly system: { copyText(text: string): void };
}

/** Channels of the second look. */
export type SecondLookChannel = Extract<
  keyof RequestHandlers,
  `${string}SecondLook${string}`
>;

const done = success(null);

/** Makes the handlers. */
export function secondLookHandlers(
  deps: SecondLookHandlerDeps,
): Pick<RequestHandlers, SecondLookChannel> {
  const { workspace, secondLook, system } = deps;
  async function on<T>(
    caseId: CaseId,
    act: (
      look: CaseSecondLook,
    ) => Result<T, Failure> | Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const session = workspace.find(caseId);
    return session.ok ? act(session.value.secondLook) : session;
  }
  const tell = (caseId: CaseId, act: (look: CaseSecondLook) => void) =>
    on(caseId, (look) => {
      act(look);
      return done;
    });
  return {
    setSecondLookUse: (use) => secondLook.setUse(use),
    setSecondLookKey: (key) => secondLook.setKey(key),
    makeSecondLookFilm: (caseId, film, answered) =>
      on(caseId, (look) =>
        look.makeFilm(film, answered, new AbortController().signal),
      ),
    sendSecondLookFilm: (caseId, consent) =>
      on(caseId, (look) => look.sendFilm(consent)),
    discardSecondLookFilm: (caseId) =>
      tell(caseId, (look) => {
        look.discardFilm();
      }),
    checkSecondLookReport: (caseId, text) =>
      on(caseId, (look) => success(look.checkReport(text))),
    sendSecondLookReport: (caseId, report) =>
      on(caseId, (look) => look.sendReport(report)),
    readSecondLookAnswer: (caseId) =>
      on(caseId, (look) => success(look.unreadAnswer())),
    cancelSecondLook: (caseId) =>
      tell(caseId, (look) => {
        look.cancel();
      }),
    dismissSecondLook: (caseId) =>
      tell(caseId, (look) => {
        look.dismiss();
      }),
    forgetSecondLook: (caseId, lookId) =>
      tell(caseId, (look) => {
        look.forget(lookId);
      }),
    copySecondLook: (caseId, lookId) =>
      on(caseId, (look) => {
        const found = look.lookOf(lookId);
        if (found === null) return failed({ kind: "notFound", what: "case" });
        system.copyText(lookText(found));
        return done;
      }),
  };
}
