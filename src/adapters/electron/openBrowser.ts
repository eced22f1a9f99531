// Hands an address to the system's browser, if it is one that may be opened.
import { shell } from "electron";
import { openableUrl } from "../../core/account/openableUrl.ts";

/**
 * Opens https addresses, and those on exactly `serviceOrigin()` (the sandbox on this computer). False: refused, or the
 * system said that nothing opened; true is no proof that a window appeared.
 */
export function createBrowserOpener(
  serviceOrigin: () => string | null,
): (address: string) => Promise<boolean> {
  return async (address) => {
    const url = openableUrl(address, serviceOrigin());
    if (url === null) return false;
    try {
      await shell.openExternal(url);
      return true;
    } catch {
      return false;
    }
  };
}
