// The diagnostics: a row for each hop to the service, with its verdict, what was found and what to do.
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  LoaderCircle,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import { useEffect, type ReactNode } from "react";
import {
  findingWords,
  hopNames,
  stateNames,
} from "../../../shared/messages/diagnosticWords.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type {
  DiagnosticRow,
  DiagnosticState,
  DiagnosticsView,
} from "../../../shared/network.ts";
import { ask, send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import { Modal } from "../../controls/Modal.tsx";
import { closeDialog } from "../../view/viewState.ts";
import styles from "./DiagnosticsDialog.module.css";

const icons: Readonly<Record<DiagnosticState, LucideIcon>> = {
  waiting: CircleDashed,
  running: LoaderCircle,
  ok: CircleCheck,
  warning: TriangleAlert,
  failed: CircleAlert,
  skipped: CircleMinus,
};

/** The page; a first look starts as it opens. */
export function DiagnosticsDialog({
  diagnostics,
  isOpen,
}: {
  readonly diagnostics: DiagnosticsView | null;
  readonly isOpen: boolean;
}): ReactNode {
  return (
    <Modal
      title="Network diagnostics"
      isOpen={isOpen}
      onClose={() => {
        void send((bridge) => bridge.cancelDiagnostics());
        closeDialog();
      }}
      isWide
    >
      <Diagnostics diagnostics={diagnostics} />
    </Modal>
  );
}

function Diagnostics({
  diagnostics,
}: {
  readonly diagnostics: DiagnosticsView | null;
}): ReactNode {
  useEffect(() => {
    void send((bridge) => bridge.runDiagnostics());
  }, []);
  const isRunning = diagnostics?.isRunning ?? true;
  return (
    <div className={styles.page}>
      <p className={styles.summary} role="status">
        {diagnostics === null ? "Looking…" : summary(diagnostics)}
      </p>
      <ol className={styles.rows}>
        {(diagnostics?.rows ?? []).map((row, index, rows) => (
          <Row key={row.hop} row={row} isRepeated={isRepeated(rows, index)} />
        ))}
      </ol>
      <div className={styles.actions}>
        <p className={styles.detail}>
          No sign-in is sent. The file holds these rows: no passwords, names of
          users or folders.
        </p>
        <Button
          disabled={isRunning}
          onClick={() => {
            void ask((bridge) => bridge.saveDiagnostics()).then((isSaved) => {
              if (isSaved === true) noticeDone("Diagnostics saved.");
            });
          }}
        >
          Save as a file…
        </Button>
        <Button
          look="primary"
          disabled={isRunning}
          onClick={() => void send((bridge) => bridge.runDiagnostics())}
        >
          Run again
        </Button>
      </div>
    </div>
  );
}

function summary({ isRunning, rows }: DiagnosticsView): string {
  if (isRunning)
    return "Looking at each step between this computer and the service…";
  const failed = rows.filter(({ state }) => state === "failed").length;
  const warned = rows.filter(({ state }) => state === "warning").length;
  if (failed > 0)
    return `${countOf(failed, "step does", "steps do")} not work. Begin with the first one.`;
  return warned > 0
    ? `Everything works; ${countOf(warned, "step is", "steps are")} worth a look.`
    : "Everything that was tested works.";
}

/** A step before it was found to be the same, as where one certificate stops all that need it. */
function isRepeated(rows: readonly DiagnosticRow[], index: number): boolean {
  const said = JSON.stringify(rows[index]?.finding ?? null);
  return rows
    .slice(0, index)
    .some(
      ({ state, finding }) =>
        needsAction(state) && JSON.stringify(finding) === said,
    );
}

function needsAction(state: DiagnosticState): boolean {
  return state === "failed" || state === "warning";
}

function Row({
  row,
  isRepeated,
}: {
  readonly row: DiagnosticRow;
  readonly isRepeated: boolean;
}): ReactNode {
  const Icon = icons[row.state];
  const words = row.finding === null ? null : findingWords(row.finding);
  const isQuiet = row.state === "waiting" || row.state === "skipped";
  return (
    <li className={join(styles.row, isQuiet && styles.quiet)}>
      <Icon aria-hidden className={join(styles.icon, styles[row.state])} />
      <div className={styles.words}>
        <p className={styles.title}>
          <span className={styles.hop}>{hopNames[row.hop]}</span>
          <span className="visually-hidden">: {stateNames[row.state]}.</span>
          {words !== null && <span>{words.title}</span>}
        </p>
        {words !== null && (
          <p className={styles.detail}>
            {isRepeated ? "As above." : words.why}
          </p>
        )}
        {words !== null && needsAction(row.state) && !isRepeated && (
          <p>{words.whatNext}</p>
        )}
      </div>
      <p className={styles.facts}>
        <span>{row.subject}</span>
        {row.durationMs !== null && row.state !== "skipped" && (
          <span>{`${String(Math.round(row.durationMs))} ms`}</span>
        )}
      </p>
    </li>
  );
}
