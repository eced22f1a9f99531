// Settings: what goes on while the window is closed.
import type { ReactNode } from "react";
import type { AppSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Tick } from "../../controls/Choice.tsx";
import styles from "./SettingsDialog.module.css";

/** The section of the dialog. */
export function BackgroundSection({
  app,
}: {
  readonly app: AppSnapshot;
}): ReactNode {
  const { background, platform } = app;
  return (
    <section className={styles.section} aria-labelledby="settings-background">
      <h3 id="settings-background" className={styles.heading}>
        Without the window
      </h3>
      <Tick
        isTicked={background.keepsSending}
        onChange={(keepsSending) =>
          void send((bridge) =>
            bridge.setBackground({ ...background, keepsSending }),
          )
        }
      >
        Keep sending when the window is closed. Casedrop stays in the tray and
        ends by itself when everything has been sent.
      </Tick>
      {platform !== "linux" && (
        <Tick
          isTicked={background.startsAtLogin}
          onChange={(startsAtLogin) =>
            void send((bridge) =>
              bridge.setBackground({ ...background, startsAtLogin }),
            )
          }
        >
          After I sign in to this computer, finish uploads that were
          interrupted, without opening the window.
        </Tick>
      )}
    </section>
  );
}
