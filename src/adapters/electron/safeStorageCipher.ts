// The system keychain by way of Electron's safeStorage.
/* eslint-disable @typescript-eslint/no-deprecated -- The asynchronous calls are newer than the oldest Electron this runs on, which could not read what they write. */
import { safeStorage } from "electron";
import type { Cipher } from "../../core/account/secretStore.ts";

/**
 * The keychain's cipher, or null where there is none. Call after the app is ready. On Linux `basic_text` means a key that
 * is part of Electron itself: that hides nothing and counts as none.
 */
export function safeStorageCipher(): Cipher | null {
  const hasKeychain =
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== "linux" ||
      !["basic_text", "unknown"].includes(
        safeStorage.getSelectedStorageBackend(),
      ));
  if (!hasKeychain) return null;
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
  };
}
