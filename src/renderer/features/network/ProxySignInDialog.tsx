// The question for name and password of a proxy; requests wait for the answer.
import { useState, type ReactNode } from "react";
import type { ProxySignInView } from "../../../shared/network.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { Modal } from "../../controls/Modal.tsx";
import { useLast } from "../../controls/useLast.ts";
import { LabelledInput } from "./LabelledInput.tsx";
import styles from "./NetworkSection.module.css";

function decline(): void {
  void send((bridge) => bridge.answerProxySignIn(null));
}

/** Open for as long as a proxy asks. */
export function ProxySignInDialog({
  asked,
}: {
  readonly asked: ProxySignInView | null;
}): ReactNode {
  const shown = useLast(asked);
  return (
    <Modal
      title="The proxy asks for a sign-in"
      isOpen={asked !== null}
      onClose={decline}
    >
      {shown !== null && <SignInForm key={shown.proxy} asked={shown} />}
    </Modal>
  );
}

function SignInForm({ asked }: { readonly asked: ProxySignInView }): ReactNode {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  return (
    <form
      className={styles.question}
      onSubmit={(event) => {
        event.preventDefault();
        void send((bridge) => bridge.answerProxySignIn({ username, password }));
      }}
    >
      {asked.wasRejected && (
        <Callout tone="bad" title="Not accepted" live="alert">
          <p>The proxy refused the last name or password. Enter both again.</p>
        </Callout>
      )}
      <p>
        Connections leave through {asked.proxy}, which wants to know who you
        are: mostly with your hospital account, not your Radiopaedia one.
        Sending waits until you answer.
      </p>
      <LabelledInput label="Name" value={username} onChange={setUsername} />
      <LabelledInput
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        hint="Kept where the sign-in is kept, and sent to this proxy only."
      />
      <div className={styles.actions}>
        <Button onClick={decline}>Not now</Button>
        <Button type="submit" look="primary" disabled={username === ""}>
          Sign in to the proxy
        </Button>
      </div>
    </form>
  );
}
