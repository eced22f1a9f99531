// Settings of the network: the proxy, the hospital's certificate authorities, and the way to the diagnostics.
import { useState, type ReactNode } from "react";
import { authorityProblemWords } from "../../../shared/messages/authorityWords.ts";
import type { AuthorityProblem, NetworkView } from "../../../shared/network.ts";
import { ask, send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import { openDialog } from "../../view/viewState.ts";
import settingsStyles from "../settings/SettingsDialog.module.css";
import styles from "./NetworkSection.module.css";
import { ProxyForm } from "./ProxyForm.tsx";

/** The section of the settings dialog. */
export function NetworkSection({
  network,
}: {
  readonly network: NetworkView;
}): ReactNode {
  return (
    <section
      className={settingsStyles.section}
      aria-labelledby="settings-network"
    >
      <h3 id="settings-network" className={settingsStyles.heading}>
        Network
      </h3>
      <ProxyForm key={JSON.stringify(network.proxy)} saved={network.proxy} />
      {network.hasProxyPassword && (
        <div className={settingsStyles.wordsAndButton}>
          <p className={settingsStyles.detail}>
            A name and password for a proxy are stored beside the sign-in.
          </p>
          <Button
            size="small"
            onClick={() => void send((bridge) => bridge.forgetProxyPasswords())}
          >
            Forget the proxy password
          </Button>
        </div>
      )}
      <Authorities network={network} />
      <div className={settingsStyles.wordsAndButton}>
        <p className={settingsStyles.detail}>
          Not getting through? The diagnostics look at each step and say what is
          wrong.
        </p>
        <Button
          size="small"
          onClick={() => {
            openDialog({ kind: "diagnostics" });
          }}
        >
          Diagnostics…
        </Button>
      </div>
    </section>
  );
}

function Authorities({
  network: { authorities },
}: {
  readonly network: NetworkView;
}): ReactNode {
  const [problem, setProblem] = useState<AuthorityProblem | null>(null);
  const add = async (): Promise<void> => {
    setProblem(null);
    const answer = await ask((bridge) => bridge.addAuthorityFile());
    if (answer?.kind === "refused") setProblem(answer.problem);
    if (answer?.kind === "added") noticeDone("Certificate added.");
  };
  return (
    <div className={styles.authorities}>
      <div className={settingsStyles.wordsAndButton}>
        <p className={settingsStyles.detail}>
          {authorities.length === 0
            ? "Certificates are checked against the authorities of this computer. If your hospital inspects traffic and its root certificate is not installed, add it as a file."
            : "Trusted beside the authorities of this computer:"}
        </p>
        <Button size="small" onClick={() => void add()}>
          Add a certificate…
        </Button>
      </div>
      {authorities.length > 0 && (
        <div className={settingsStyles.wordsAndButton}>
          <ul className={styles.list} aria-label="Added certificates">
            {authorities.map(({ subject, expiresAtMs }) => (
              <li key={`${subject} ${String(expiresAtMs)}`}>
                {subject}
                <span className={settingsStyles.detail}>
                  , until {new Date(expiresAtMs).toLocaleDateString()}
                </span>
              </li>
            ))}
          </ul>
          <Button
            size="small"
            onClick={() => void send((bridge) => bridge.removeAuthorities())}
          >
            Remove
          </Button>
        </div>
      )}
      {problem !== null && (
        <WordsCallout words={authorityProblemWords(problem)} live="alert" />
      )}
    </div>
  );
}
