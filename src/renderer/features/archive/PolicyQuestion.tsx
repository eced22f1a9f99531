// Asked once, before the first series is fetched: the archive's policy, and whom it can ask about our requests.
import { ExternalLink, Scale } from "lucide-react";
import type { ReactNode } from "react";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { Button } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { ContactField } from "../contact/ContactField.tsx";
import { openPage } from "./archiveCommands.ts";
import styles from "./LicenceGate.module.css";

export function PolicyQuestion({
  accepts,
  onAccepts,
  contact,
  onContact,
}: {
  readonly accepts: boolean;
  readonly onAccepts: (accepts: boolean) => void;
  readonly contact: string;
  readonly onContact: (contact: string) => void;
}): ReactNode {
  const hasContact = useRemoteState(({ app }) => app?.contactAddress != null);
  return (
    <section className={styles.policy} aria-label="Data usage policy">
      <div className={styles.groupHead}>
        <Scale aria-hidden />
        <h3 className={styles.heading}>The archive's data usage policy</h3>
        <Button
          size="small"
          look="quiet"
          icon={ExternalLink}
          onClick={() => {
            openPage({ kind: "policy" });
          }}
        >
          Read it
        </Button>
      </div>
      <Tick isTicked={accepts} onChange={onAccepts}>
        I accept the policy: I will not try to find out who anyone is, nor make
        images of a face, and I cite each data set wherever I use it. Asked once
        on this computer.
      </Tick>
      {!hasContact && <ContactField value={contact} onChange={onContact} />}
    </section>
  );
}
