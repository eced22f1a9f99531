// Where the stacks of a study go in the chosen draft: into a new study, or into one that was sent from here.
import { useId, type ReactNode } from "react";
import type { KnownStudyView } from "../../../shared/destination.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import {
  existingStudyName,
  studyDestinationWords,
} from "../../../shared/messages/studyWords.ts";
import type { CaseSnapshot, StudyView } from "../../../shared/snapshot.ts";
import { Choice } from "../../controls/Choice.tsx";
import { edit } from "../images/stackEdits.ts";
import styles from "./SendTo.module.css";

/** Nothing where there is no choice. */
export function StudyDestination({
  snapshot,
  study,
  number,
  known,
}: {
  readonly snapshot: CaseSnapshot;
  readonly study: StudyView;
  readonly number: number;
  readonly known: readonly KnownStudyView[];
}): ReactNode {
  const wordsId = useId();
  const { studyKey } = study;
  const { draft } = snapshot.destination;
  const chosen = draft?.studies?.[studyKey] ?? null;
  if (draft === null || (known.length === 0 && chosen === null)) return null;
  const isKnown = known.some(
    ({ remoteStudyId }) => remoteStudyId === chosen?.remoteStudyId,
  );
  return (
    <div className={styles.study}>
      <Choice<number>
        label={`Study ${number} goes into`}
        describedBy={wordsId}
        value={chosen?.remoteStudyId ?? newStudy}
        isDisabled={snapshot.isFrozen}
        items={[
          { value: newStudy, label: "A new study" },
          ...known.map((each) => ({
            value: each.remoteStudyId,
            label: existingStudyName(each),
            hint: `${countOf(each.stackCount, "stack")} sent from here`,
          })),
          // Chosen before, and not known from the cases that are here now.
          ...(chosen === null || isKnown
            ? []
            : [
                {
                  value: chosen.remoteStudyId,
                  label: existingStudyName(chosen),
                },
              ]),
        ]}
        onChange={(remoteStudyId) => {
          const each = known.find(
            (candidate) => candidate.remoteStudyId === remoteStudyId,
          );
          if (remoteStudyId !== newStudy && each === undefined) return;
          edit(snapshot.caseId, {
            kind: "setStudyDestination",
            studyKey,
            study:
              each === undefined
                ? null
                : { remoteStudyId: each.remoteStudyId, name: each.name },
          });
        }}
      />
      <p id={wordsId} className={styles.detail}>
        {studyDestinationWords(chosen)}
      </p>
    </div>
  );
}

/** No study on the site has this number. */
const newStudy = 0;
