// The users of the practice service.

/** Who signs in chooses one of them; the first is the one by default. */
export const demoLogins = ["sandbox-demo", "sandbox-second"] as const;
export type DemoLogin = (typeof demoLogins)[number];
export const demoLogin: DemoLogin = demoLogins[0];
