// The studies of the chosen draft that this app put there.
import { useEffect, useState } from "react";
import type {
  Destination,
  KnownStudyView,
} from "../../../shared/destination.ts";
import { ask } from "../../bridge/commands.ts";

const none: readonly KnownStudyView[] = [];

/** None while they are looked up, and for a new case. */
export function useKnownStudies({
  account,
  draft,
}: Destination): readonly KnownStudyView[] {
  const [known, setKnown] = useState<{
    readonly of: string;
    readonly studies: readonly KnownStudyView[];
  }>({ of: "", studies: none });
  const { service, login = "" } = account ?? {};
  const remoteCaseId = draft?.remoteCaseId;
  const of = JSON.stringify([service, login, remoteCaseId]);
  useEffect(() => {
    if (service === undefined || remoteCaseId === undefined) return;
    let isWanted = true;
    void ask((bridge) =>
      bridge.listKnownStudies({ service, login }, remoteCaseId),
    ).then((studies) => {
      if (isWanted) setKnown({ of, studies: studies ?? none });
    });
    return () => {
      isWanted = false;
    };
  }, [service, login, remoteCaseId, of]);
  return known.of === of ? known.studies : none;
}
