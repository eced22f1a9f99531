// Which addresses may be handed to the system's browser.

/**
 * The address in normal form, or null if it must not be opened: anything but https, except on exactly the given origin
 * (the sandbox answers on plain http of this computer), and anything with a user name or password in it.
 */
export function openableUrl(
  address: string,
  serviceOrigin: string | null,
): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return null;
  const isService = serviceOrigin !== null && url.origin === serviceOrigin;
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return url.protocol === "https:" || (isWeb && isService) ? url.href : null;
}
