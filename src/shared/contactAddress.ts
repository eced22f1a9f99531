// Where a public service can ask about this app's requests: a page or an e-mail address that the user names, and the User-Agent that carries it.
import { z } from "zod";

const longest = 200;
const page = /^https:\/\/[\w.-]+\.[\w.-]+[\w.@:/~%+-]*$/;
const mailbox = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/;

/**
 * The address as it may stand in a User-Agent: `https://…` or `mailto:…`, at most 200 characters of those that need no quoting
 * in a comment (RFC 9110 5.6.5). A bare e-mail address is taken for `mailto:`. Null for anything else, blank text included.
 */
export function contactAddressIn(text: string): string | null {
  const typed = text.trim();
  if (typed.length > longest) return null;
  if (page.test(typed)) return typed;
  const bare = typed.replace(/^mailto:/i, "");
  return mailbox.test(bare) ? `mailto:${bare}` : null;
}

/** An address as `contactAddressIn` writes it; refuses text that holds none. */
export const contactAddressSchema = z.string().transform((text, context) => {
  const address = contactAddressIn(text);
  if (address !== null) return address;
  context.addIssue({ code: "custom", message: contactAddressHint });
  return z.NEVER;
});

/** What to type. */
export const contactAddressHint =
  "Write an address of the web (https://…) or an e-mail address.";

/** Name and version, and where to ask about them: `Casedrop/1.0.0 (+https://example.org)`. */
export function userAgentOf(
  appVersion: string,
  contactAddress: string | null,
): string {
  const contact = contactAddress === null ? "" : ` (+${contactAddress})`;
  return `Casedrop/${appVersion}${contact}`;
}
