// Details: the words of the case and of each study, saved as they are typed.
import { BookOpenText, ShieldAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { CreditPanel } from "../archive/CreditPanel.tsx";
import { SendTo } from "../destination/SendTo.tsx";
import { useKnownStudies } from "../destination/useKnownStudies.ts";
import { CaseFields } from "./CaseFields.tsx";
import styles from "./DetailsPart.module.css";
import { StudyFields } from "./StudyFields.tsx";

/** The second part of a case. */
export function DetailsPart({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const known = useKnownStudies(snapshot.destination);
  return (
    <div className={styles.part}>
      <div className={styles.notice}>
        <ShieldAlert aria-hidden />
        <p>
          What you type here is sent as it stands. Write nothing that could tell
          who the patient is.
        </p>
        <Button
          size="small"
          look="quiet"
          icon={BookOpenText}
          onClick={() =>
            void send((bridge) => bridge.openSitePage("publishingGuidelines"))
          }
        >
          Publishing guidelines
        </Button>
      </div>
      <SendTo
        app={app}
        snapshot={snapshot}
        hasKnownStudies={known.length > 0}
      />
      <CreditPanel snapshot={snapshot} />
      <CaseFields snapshot={snapshot} />
      {snapshot.studies.map((study, index) => (
        <StudyFields
          key={study.studyKey}
          snapshot={snapshot}
          study={study}
          number={index + 1}
          known={known}
        />
      ))}
    </div>
  );
}
