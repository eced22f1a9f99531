// A locked archive in place: its name, why it was not read, and a field for its password.
import { LockOpen } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { skipReasonWords } from "../../../shared/messages/skipReasonWords.ts";
import type { LockedArchive } from "../../../shared/intakeView.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import fieldStyles from "../../controls/Field.module.css";
import styles from "./LockedArchiveForm.module.css";

/** Asks for the password of one archive. The files are read again when it is given. */
export function LockedArchiveForm({
  caseId,
  archive,
}: {
  readonly caseId: CaseId;
  readonly archive: LockedArchive;
}): ReactNode {
  const { name, wasWrong } = archive;
  const [password, setPassword] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // The form is gone while the files are read, and the focus with it: another try goes on where the last one was typed.
  useEffect(() => {
    if (wasWrong && document.activeElement === document.body)
      field.current?.focus();
  }, [wasWrong]);
  const words = skipReasonWords({ kind: "passwordNeeded", wasWrong });
  return (
    <Callout
      tone={wasWrong ? "bad" : "warn"}
      title={`${words.title}: ${name}`}
      live={wasWrong ? "alert" : undefined}
    >
      <p>{words.why}</p>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          setPassword("");
          void send((bridge) =>
            bridge.giveArchivePassword(caseId, name, password),
          );
        }}
      >
        <input
          ref={field}
          className={fieldStyles.input}
          type="password"
          aria-label={`Password of ${name}`}
          aria-invalid={wasWrong}
          autoComplete="off"
          maxLength={1024}
          placeholder="Password"
          value={password}
          onChange={(event) => {
            setPassword(event.target.value);
          }}
        />
        <Button
          type="submit"
          size="small"
          icon={LockOpen}
          disabled={password === ""}
        >
          Open the archive
        </Button>
      </form>
    </Callout>
  );
}
