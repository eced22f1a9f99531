// Consent to one sending, as a dialog.
import type { ReactNode } from "react";
import { Modal } from "../../controls/Modal.tsx";
import { Consent, type ConsentAnswers, type ToConsent } from "./Consent.tsx";

/** Open while there is something to consent to. */
export function ConsentDialog({
  what,
  ...answers
}: ConsentAnswers & { readonly what: ToConsent | null }): ReactNode {
  return (
    <Modal
      title="Send this for a second look?"
      isOpen={what !== null}
      onClose={answers.onDecline}
      isWide
    >
      {what !== null && <Consent what={what} {...answers} />}
    </Modal>
  );
}
