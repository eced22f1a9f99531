// The top bar: the app's name, where cases go, the account, settings.
import {
  CircleQuestionMark,
  FlaskConical,
  Globe,
  Settings,
} from "lucide-react";
import type { ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { AppSnapshot, ServiceView } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import { Tip } from "../../controls/Tip.tsx";
import { openDialog } from "../../view/viewState.ts";
import { commandKey } from "../app/shortcuts.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import styles from "./TopBar.module.css";

/** The bar over everything. */
export function TopBar({ app }: { readonly app: AppSnapshot }): ReactNode {
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <Mark />
        <h1 className={styles.name}>Casedrop</h1>
      </div>
      <ServiceBanner service={app.service} />
      <div className={styles.tools}>
        <AccountMenu app={app} />
        <IconButton
          icon={CircleQuestionMark}
          name="Keyboard shortcuts"
          shortcut="F1"
          onClick={() => {
            openDialog({ kind: "shortcuts" });
          }}
        />
        <IconButton
          icon={Settings}
          name="Settings"
          shortcut={commandKey(app.platform, ",")}
          onClick={() => {
            openDialog({ kind: "settings" });
          }}
        />
      </div>
    </header>
  );
}

/** A stack of three slices settling into a tray. */
function Mark(): ReactNode {
  return (
    <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden>
      <path className={styles.markSlice} d="M6.5 3.5h11" />
      <path className={styles.markSlice} d="M6.5 7.5h11" />
      <path className={styles.markSlice} d="M6.5 11.5h11" />
      <path className={styles.markTray} d="M2.5 14v6.5h19V14" />
    </svg>
  );
}

function ServiceBanner({
  service,
}: {
  readonly service: ServiceView;
}): ReactNode {
  switch (service.kind) {
    case "sandbox":
      return (
        <div className={join(styles.service, styles.sandbox)}>
          <FlaskConical aria-hidden />
          {service.failure !== null ? (
            <Tip text={failureWords(service.failure).why}>
              <span className={styles.serviceWords} tabIndex={0} role="status">
                The sandbox could not start
              </span>
            </Tip>
          ) : (
            <span className={styles.serviceWords} role="status">
              Sandbox: nothing leaves this computer
            </span>
          )}
          {service.origin !== null && (
            <Button
              size="small"
              look="quiet"
              className={styles.serviceButton}
              onClick={() => void send((bridge) => bridge.openSandboxPage())}
            >
              Open its page
            </Button>
          )}
        </div>
      );
    case "radiopaedia":
      return (
        <div className={styles.service}>
          <Globe aria-hidden />
          <span className={styles.serviceWords} role="status">
            Cases go to {new URL(service.origin).host}
          </span>
        </div>
      );
    default:
      return assertNever(service, "service");
  }
}
