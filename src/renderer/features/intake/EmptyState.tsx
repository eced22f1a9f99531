// What there is to see before the first image: what to do, what happens to patient data, which files are taken.
import {
  FileStack,
  FolderOpen,
  Library,
  ScanEye,
  ShieldCheck,
} from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { openResult } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { Button } from "../../controls/Button.tsx";
import { showPage } from "../../view/viewState.ts";
import styles from "./EmptyState.module.css";

/** `caseId` is the empty case the files will go to; null makes a new one. */
export function EmptyState({
  caseId,
}: {
  readonly caseId: CaseId | null;
}): ReactNode {
  const isSandbox = useRemoteState(
    (state) => state.app?.service.kind === "sandbox",
  );
  return (
    <div className={styles.page}>
      <div className={styles.target}>
        <h2 className={styles.title}>Drop a folder of images here</h2>
        <p className={styles.lead}>
          A PACS export, a CD, a download: folders are read with everything
          inside.
        </p>
        <div className={styles.actions}>
          <Button
            look="primary"
            size="large"
            icon={FolderOpen}
            onClick={() =>
              void openResult((bridge) => bridge.chooseFolders(caseId))
            }
          >
            Choose a folder
          </Button>
          <Button
            size="large"
            onClick={() =>
              void openResult((bridge) => bridge.chooseFiles(caseId))
            }
          >
            Choose files
          </Button>
          <Button
            size="large"
            look="quiet"
            onClick={() =>
              void openResult((bridge) => bridge.loadSampleStudy())
            }
          >
            Load the sample study
          </Button>
          <Button
            size="large"
            look="quiet"
            icon={Library}
            onClick={() => {
              showPage("archive");
            }}
          >
            Browse public archives
          </Button>
        </div>
      </div>
      <ul className={styles.facts}>
        <li className={styles.fact}>
          <FileStack aria-hidden />
          <div>
            <h3>Sorted for you</h3>
            <p>
              Studies by date, series split into stacks by plane, phase and
              sequence, slices in order. Every file that is left out is listed
              with the reason.
            </p>
          </div>
        </li>
        <li className={styles.fact}>
          <ShieldCheck aria-hidden />
          <div>
            <h3>Patient data is removed here</h3>
            <p>
              On this computer, before anything is sent. Your files are only
              read, never changed. You see every attribute that is kept.
            </p>
          </div>
        </li>
        <li className={styles.fact}>
          <ScanEye aria-hidden />
          <div>
            <h3>You decide what leaves</h3>
            <p>
              {isSandbox
                ? "You send when you say so. In the sandbox nothing leaves this computer at all, so try everything."
                : "Nothing is sent until you have looked at the images, confirmed, and pressed Send. The case arrives as a draft."}
            </p>
          </div>
        </li>
      </ul>
      <p className={styles.formats}>
        DICOM files with any name or none: CT, MR, X-ray, mammography,
        ultrasound, angiography, nuclear medicine and more.
      </p>
    </div>
  );
}
