// Settings of the second look: off until the user says what it is used for; the key rests with the other secrets.
import { useId, useState, type ReactNode } from "react";
import { lookBanner } from "../../../shared/messages/secondLookWords.ts";
import type { SitePage } from "../../../shared/ipc.ts";
import {
  readerKeyLength,
  secondLookUses,
  type SecondLookChoice,
} from "../../../shared/secondLook.ts";
import { send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import settingsStyles from "../settings/SettingsDialog.module.css";
import styles from "./SecondLook.module.css";

const useWords = {
  research: "I use it for academic research only.",
  teaching: "I use it for teaching only.",
} as const;

const pages = [
  ["xraydarProject", "Open the project page"],
  ["xraydarPaper", "Open the paper"],
  ["xraydarCode", "Open the code with its licence"],
] as const satisfies readonly (readonly [SitePage, string])[];

/** The section in the settings dialog. */
export function SecondLookSection({
  choice,
}: {
  readonly choice: SecondLookChoice;
}): ReactNode {
  return (
    <section
      className={settingsStyles.section}
      aria-labelledby="settings-second-look"
    >
      <h3 id="settings-second-look" className={settingsStyles.heading}>
        Second look
      </h3>
      <p className={settingsStyles.detail}>
        X-Raydar of the University of Warwick (United Kingdom) can read frontal
        chest films of adults, and label reports. Its licence (the file LICENSE
        of its published code) allows academic research and evaluation that is
        neither clinical nor commercial, and whoever registers with it answers
        to the university for damages. It can ask you about what you send if you
        name a contact address above. Whether the service is still offered is
        not known. {lookBanner}
      </p>
      {secondLookUses.map((use) => (
        <Tick
          key={use}
          isTicked={choice.use === use}
          onChange={(isTicked) =>
            void send((bridge) =>
              bridge.setSecondLookUse(isTicked ? use : null),
            )
          }
        >
          {useWords[use]}
        </Tick>
      ))}
      {choice.use !== null && <KeyForm hasKey={choice.hasKey} />}
      <div className={styles.actions}>
        {pages.map(([page, title]) => (
          <Button
            key={page}
            size="small"
            onClick={() => void send((bridge) => bridge.openSitePage(page))}
          >
            {title}
          </Button>
        ))}
      </div>
    </section>
  );
}

function KeyForm({ hasKey }: { readonly hasKey: boolean }): ReactNode {
  const field = useId();
  const [key, setKey] = useState("");
  const isWhole = key.trim().length === readerKeyLength;
  return (
    <form
      className={styles.keyForm}
      onSubmit={(event) => {
        event.preventDefault();
        void send((bridge) => bridge.setSecondLookKey(key.trim())).then(
          (isKept) => {
            if (!isKept) return;
            setKey("");
            noticeDone("Key saved.");
          },
        );
      }}
    >
      <label htmlFor={field} className={fieldStyles.label}>
        Key ({readerKeyLength} characters, from the registration e-mail)
      </label>
      <input
        id={field}
        type="password"
        className={fieldStyles.input}
        autoComplete="off"
        spellCheck={false}
        value={key}
        placeholder={hasKey ? "A key is stored" : ""}
        onChange={(event) => {
          setKey(event.target.value);
        }}
      />
      <div className={styles.actions}>
        <Button type="submit" disabled={!isWhole}>
          Save key
        </Button>
        {hasKey && (
          <Button
            onClick={() => void send((bridge) => bridge.setSecondLookKey(null))}
          >
            Forget key
          </Button>
        )}
      </div>
    </form>
  );
}
