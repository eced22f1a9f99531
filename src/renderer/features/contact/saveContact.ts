// Keeps the address under which archives and X-Raydar can ask about requests.
import { contactAddressIn } from "../../../shared/contactAddress.ts";
import { send } from "../../bridge/commands.ts";

/** True for an address, and for none at all. */
export function isContactSound(typed: string): boolean {
  return typed.trim() === "" || contactAddressIn(typed) !== null;
}

/** Nothing typed takes the address back. */
export async function saveContact(typed: string): Promise<boolean> {
  const address = contactAddressIn(typed);
  return send((bridge) => bridge.setContactAddress(address));
}
