// The field for the address under which archives and X-Raydar can ask about requests.
import type { ReactNode } from "react";
import { contactAddressHint } from "../../../shared/contactAddress.ts";
import { LabelledInput } from "../network/LabelledInput.tsx";
import { isContactSound } from "./saveContact.ts";

export function ContactField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <LabelledInput
      label="Contact address for public services (optional)"
      value={value}
      onChange={onChange}
      hint="A web page (https://…) or an e-mail address. It goes to the archives and to X-Raydar with each request, beside the name of this app, so that they can ask about it."
      error={isContactSound(value) ? undefined : contactAddressHint}
    />
  );
}
