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
        {(diagnostics?.rows ?? []).map((row) => (
          <Row key={row.hop} row={row} />
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
    return "Looking at each hop between this computer and the service…";
  const failed = rows.filter(({ state }) => state === "failed").length;
  const warned = rows.filter(({ state }) => state === "warning").length;
  if (failed > 0)
    return `${countOf(failed, "hop does", "hops do")} not work. Begin with the first one.`;
  return warned > 0
    ? `Everything works; ${countOf(warned, "hop is", "hops are")} worth a look.`
    : "Everything that was tested works.";
}

function Row({ row }: { readonly row: DiagnosticRow }): ReactNode {
  const Icon = icons[row.state];
  const words = row.finding === null ? null : findingWords(row.finding);
  const isQuiet = row.state === "waiting" || row.state === "skipped";
  const needsAction = row.state === "failed" || row.state === "warning";
  return (
    <li className={join(styles.row, isQuiet && styles.quiet)}>
      <Icon aria-hidden className={join(styles.icon, styles[row.state])} />
      <div className={styles.words}>
        <p className={styles.title}>
          <span className={styles.hop}>{hopNames[row.hop]}</span>
          <span className="visually-hidden">: {stateNames[row.state]}.</span>
          {words !== null && <span>{words.title}</span>}
        </p>
        {words !== null && <p className={styles.detail}>{words.why}</p>}
        {words !== null && needsAction && <p>{words.whatNext}</p>}
      </div>
      <p className={styles.facts}>
        <span>{row.subject}</span>
        {row.durationMs !== null && (
          <span>{`${String(Math.round(row.durationMs))} ms`}</span>
        )}
      </p>
    </li>
  );
}
