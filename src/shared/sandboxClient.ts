// The application that the sandbox service knows from the start.

/**
 * Client id and "secret" of the sandbox's own application. They are public on purpose: they open nothing but a practice
 * service on this computer, and they let the sandbox be used without registering anything. Radiopaedia's are entered by
 * each user and rest in the keychain.
 */
export const sandboxClient = {
  clientId: "casedrop-sandbox",
  clientSecret: "public-sandbox-secret",
} as const;
