// Words for a certificate file that is not taken.
import { assertNever } from "../assertNever.ts";
import type { AuthorityProblem } from "../network.ts";
import type { Words } from "./words.ts";

/** Words for one problem of a certificate file. */
export function authorityProblemWords(problem: AuthorityProblem): Words {
  const title = "The certificate file was not added";
  switch (problem.kind) {
    case "noCertificate":
      return {
        title,
        why: "No certificate was found in it.",
        whatNext:
          "Ask your IT department for the root certificate as a PEM file (.pem, .crt, Base-64) or a DER file (.cer).",
      };
    case "privateKey":
      return {
        title,
        why: "It holds a private key, which must never leave the server it belongs to.",
        whatNext:
          "Delete your copy, tell your IT department, and ask for the root certificate alone.",
      };
    case "damaged":
      return {
        title,
        why: "A certificate in it is damaged or cut short.",
        whatNext: "Copy or export the file again.",
      };
    case "notAnAuthority":
      return {
        title,
        why: `It holds “${problem.subject}”: the certificate of a server or a person, not of an authority.`,
        whatNext:
          "Ask your IT department for the root certificate of the proxy that inspects traffic.",
      };
    case "expired":
      return {
        title,
        why: `The certificate “${problem.subject}” expired on ${new Date(problem.expiredAtMs).toISOString().slice(0, 10)}.`,
        whatNext: "Ask your IT department for the current one.",
      };
    default:
      return assertNever(problem, "certificate file problem");
  }
}
