// A report to be labelled: typed or pasted, checked for everything that tells of a person, shown as it would be sent.
import { useId, useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { longReportText } from "../../../shared/messages/secondLookWords.ts";
import { typedWordWords } from "../../../shared/messages/typedWordWords.ts";
import type { ReportCheck, ReportFinding } from "../../../shared/secondLook.ts";
import { ask, send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { ConsentDialog } from "./ConsentDialog.tsx";
import styles from "./SecondLook.module.css";

/** The form; what is typed here is kept nowhere. */
export function ReportForm({
  caseId,
  isDisabled,
}: {
  readonly caseId: CaseId;
  readonly isDisabled: boolean;
}): ReactNode {
  const field = useId();
  const [text, setText] = useState("");
  const [checked, setChecked] = useState<ReportCheck | null>(null);
  const [accepted, setAccepted] = useState<readonly string[]>([]);
  const [isAsking, setIsAsking] = useState(false);
  const check = async (typed: string) => {
    const found = await ask((bridge) =>
      bridge.checkSecondLookReport(caseId, typed),
    );
    setAccepted([]);
    setChecked(found);
    if (found !== null) setText(found.text);
    if (found?.findings.length === 0 && found.text !== "") setIsAsking(true);
  };
  const isOpen = (finding: ReportFinding) =>
    finding.kind === "patientWord" || !accepted.includes(finding.findingId);
  const findings = checked?.findings ?? [];
  const tooLong = checked && longReportText(checked.words);
  return (
    <div className={styles.report}>
      <label htmlFor={field} className={fieldStyles.label}>
        Findings and impression, in English, without names and dates
      </label>
      <textarea
        id={field}
        className={fieldStyles.input}
        rows={6}
        maxLength={20_000}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChecked(null);
        }}
      />
      {tooLong !== null && (
        <p className={styles.quiet} role="status">
          {tooLong}
        </p>
      )}
      {findings.length > 0 && checked !== null && (
        <>
          <p role="alert">Before this can be sent:</p>
          <ul className={styles.reasons}>
            {findings.map((finding) => (
              <Finding
                key={finding.findingId}
                words={checked.text.slice(finding.start, finding.end)}
                finding={finding}
                isAccepted={!isOpen(finding)}
                onAccept={(isAccepted) => {
                  setAccepted((before) =>
                    isAccepted
                      ? [...before, finding.findingId]
                      : before.filter((id) => id !== finding.findingId),
                  );
                }}
              />
            ))}
          </ul>
          <Button
            onClick={() => {
              void check(withoutFindings(checked, isOpen));
            }}
          >
            Take them out
          </Button>
        </>
      )}
      <div>
        <Button
          disabled={isDisabled || text.trim() === "" || findings.some(isOpen)}
          onClick={() => {
            if (checked === null) void check(text);
            else setIsAsking(true);
          }}
        >
          Check the report…
        </Button>
      </div>
      <ConsentDialog
        what={
          isAsking && checked !== null
            ? { kind: "report", report: checked }
            : null
        }
        onDecline={() => {
          setIsAsking(false);
        }}
        onConsent={() => {
          setIsAsking(false);
          if (checked === null) return;
          void send((bridge) =>
            bridge.sendSecondLookReport(caseId, {
              text: checked.text,
              accepted: [...accepted],
              reader: checked.reader,
            }),
          );
        }}
      />
    </div>
  );
}

function Finding({
  words,
  finding,
  isAccepted,
  onAccept,
}: {
  readonly words: string;
  readonly finding: ReportFinding;
  readonly isAccepted: boolean;
  readonly onAccept: (isAccepted: boolean) => void;
}): ReactNode {
  return (
    <li>
      <q>{words}</q>: {typedWordWords(finding.kind).title}
      {finding.kind !== "patientWord" && (
        <Tick isTicked={isAccepted} onChange={onAccept}>
          It may stay: it tells nothing of a person.
        </Tick>
      )}
    </li>
  );
}

/** The text with a mark in place of each finding that may not stay. */
function withoutFindings(
  { text, findings }: ReportCheck,
  isOpen: (finding: ReportFinding) => boolean,
): string {
  let left = text;
  for (const finding of findings.toReversed())
    if (isOpen(finding))
      left = `${left.slice(0, finding.start)}[…]${left.slice(finding.end)}`;
  return left;
}
