// Settings: the address under which archives and X-Raydar can ask about requests.
import { useState, type ReactNode } from "react";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import settingsStyles from "../settings/SettingsDialog.module.css";
import { ContactField } from "./ContactField.tsx";
import { isContactSound, saveContact } from "./saveContact.ts";

/** The section in the settings dialog; render it anew when `saved` changes. */
export function ContactSection({
  saved,
}: {
  readonly saved: string | null;
}): ReactNode {
  const [typed, setTyped] = useState(shownAddress(saved));
  const isChanged = typed.trim() !== shownAddress(saved);
  return (
    <section
      className={settingsStyles.section}
      aria-labelledby="settings-contact"
    >
      <h3 id="settings-contact" className={settingsStyles.heading}>
        Public archives and X-Raydar
      </h3>
      <form
        className={settingsStyles.client}
        onSubmit={(event) => {
          event.preventDefault();
          void saveContact(typed).then((isKept) => {
            if (isKept) noticeDone("Contact address saved.");
          });
        }}
      >
        <ContactField value={typed} onChange={setTyped} />
        <div>
          <Button type="submit" disabled={!isChanged || !isContactSound(typed)}>
            Save contact address
          </Button>
        </div>
      </form>
    </section>
  );
}

/** An e-mail address as people write it. */
function shownAddress(saved: string | null): string {
  return (saved ?? "").replace(/^mailto:/, "");
}
