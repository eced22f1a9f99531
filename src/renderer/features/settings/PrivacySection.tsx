// Settings: what rests on this computer in plain words, and the ways to forget it.
import type { ReactNode } from "react";
import { send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { openDialog } from "../../view/viewState.ts";
import settingsStyles from "./SettingsDialog.module.css";
import styles from "./PrivacySection.module.css";

/** What is kept, and how; docs/deidentification.md says the same with the details. */
const resting = [
  [
    "Your original files",
    "Are only read. Casedrop never changes, moves or deletes them.",
  ],
  [
    "Cases in work",
    "What you typed and which files you added: encrypted. Prepared images: de-identified, and deleted once they are sent.",
  ],
  [
    "Cases you sent",
    "Their texts, counts and checksums, for the receipt: not encrypted, but for your user account only, and without names of files or patients.",
  ],
  [
    "Files unpacked from archives",
    "Encrypted with a key that only this run of the app knows, and deleted when it ends.",
  ],
  [
    "Masks and images sent before",
    "Shapes by kind of scanner, and marks by which your images are known again: encrypted.",
  ],
  [
    "Practice service",
    "The de-identified images and texts you sent to it, until you forget everything here.",
  ],
  ["Log", "What happened and how often: no names, paths or texts."],
] as const;

/** The section of the settings dialog. */
export function PrivacySection(): ReactNode {
  return (
    <section
      className={settingsStyles.section}
      aria-labelledby="settings-privacy"
    >
      <h3 id="settings-privacy" className={settingsStyles.heading}>
        Privacy
      </h3>
      <details>
        <summary>What rests on this computer</summary>
        <dl className={styles.resting}>
          {resting.map(([what, how]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd className={settingsStyles.detail}>{how}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div className={settingsStyles.wordsAndButton}>
        <p className={settingsStyles.detail}>
          Masks you used are offered again on images of the same scanner.
        </p>
        <Button
          size="small"
          onClick={() => void forget("forgetMasks", "Masks forgotten.")}
        >
          Forget remembered masks
        </Button>
      </div>
      <div className={settingsStyles.wordsAndButton}>
        <p className={settingsStyles.detail}>
          You are warned when you are about to send the same images twice.
        </p>
        <Button
          size="small"
          onClick={() =>
            void forget("forgetSentImages", "Images sent before forgotten.")
          }
        >
          Forget images sent before
        </Button>
      </div>
      <div className={settingsStyles.wordsAndButton}>
        <p className={settingsStyles.detail}>
          Before you pass this computer on: delete all cases and everything else
          that is kept of them.
        </p>
        <Button
          size="small"
          onClick={() => {
            openDialog({ kind: "forgetEverything" });
          }}
        >
          Forget everything on this computer…
        </Button>
      </div>
    </section>
  );
}

async function forget(
  channel: "forgetMasks" | "forgetSentImages",
  done: string,
): Promise<void> {
  if (await send((bridge) => bridge[channel]())) noticeDone(done);
}
