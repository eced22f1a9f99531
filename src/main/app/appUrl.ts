// Addresses of the app's own pages.

/** The app's own scheme. */
export const appScheme = "casedrop";

/** Origin of the window's page. */
export const appOrigin = `${appScheme}://app`;

/**
 * True for addresses of the app itself. Compared as text: to Node's `URL`, unlike to Chromium, the origin of every scheme it
 * does not know is "null", and so is that of `file:` and `data:`.
 */
export function isAppUrl(address: string): boolean {
  return address.startsWith(`${appOrigin}/`);
}
