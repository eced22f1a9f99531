// The settings that outlive a run: one versioned schema, its migrations, and the port behind which they rest.
import { z } from "zod";
import type { DiskFailure } from "../../shared/failure.ts";
import {
  bandwidthLimitSchema,
  mostPutsAtOnce,
  type TransferSettings,
} from "../../shared/transferSettings.ts";
import { contactAddressSchema } from "../../shared/contactAddress.ts";
import { proxySettingSchema } from "../../shared/network.ts";
import { backgroundSettingsSchema } from "../../shared/backgroundSettings.ts";
import {
  defaultContractSettings,
  keptContractSettingsSchema,
  defaultSiteOrigin,
  siteOriginSchema,
  type ContractSettings,
} from "../../shared/contractSettings.ts";
import { signInIdSchema } from "../../shared/signIns.ts";
import { archiveServers } from "../../shared/publicArchive.ts";
import { secondLookUses } from "../../shared/secondLook.ts";
import type { Result } from "../../shared/result.ts";
import type { OAuthSettings } from "./authorization.ts";

const pixels = z.number().int().min(-100_000).max(100_000);

/** Where the window was, in screen pixels. */
const windowPlaceSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: z.number().int().min(200).max(100_000),
  height: z.number().int().min(200).max(100_000),
  isMaximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

/** The way out of this computer. Passwords of proxies are not here but among the secrets. */
const networkSettingsSchema = z.strictObject({
  proxy: proxySettingSchema.default({ kind: "system" }),
  /** Origin of the storage that the site named last: what diagnostics look at. Null before the first upload. */
  storageOrigin: z
    .url({ protocol: /^https$/ })
    .transform((url) => new URL(url).origin)
    .nullable()
    .default(null),
});

const serviceKindSchema = z.enum(["sandbox", "radiopaedia"]);

/** X-Raydar. The key is not here but among the secrets. */
const secondLookSettingsSchema = z.strictObject({
  /** What the user confirmed to use it for; null: switched off. */
  use: z.enum(secondLookUses).nullable().default(null),
  origin: z
    .url({ protocol: /^https$/ })
    .transform((url) => new URL(url).origin)
    .default("https://x-raydar.info"),
});

/** Public image archives. */
const publicArchiveSettingsSchema = z.strictObject({
  /** Null: the sample archive while cases go to the sandbox, else the public ones. */
  server: z.enum(archiveServers).nullable().default(null),
  /** When the data usage policy was accepted, for all archives; null: it is asked for before the first download. */
  policyAcceptedAt: z.iso.datetime().nullable().default(null),
  /** Of one server that stands for all public archives, a mirror say; null: each at its own address. */
  origin: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .nullable()
    .default(null),
});

const settingsSchema = z.strictObject({
  version: z.literal(1),
  serviceInUse: serviceKindSchema.default("sandbox"),
  radiopaedia: z
    .strictObject({
      origin: siteOriginSchema.default(defaultSiteOrigin),
      /** Empty: none entered yet. The secret is not here but among the secrets. */
      clientId: z.string().max(512).default(""),
    })
    .prefault({}),
  /** Sign-ins beside the first one of each service, which has the name of the service. */
  moreSignIns: z
    .array(
      z.strictObject({
        signInId: signInIdSchema,
        service: serviceKindSchema,
        /** Of the application, for Radiopaedia; the secret is among the secrets. */
        clientId: z.string().max(512).default(""),
      }),
    )
    .default([]),
  /** The one that was used last at each service; null: the first. */
  signInInUse: z
    .strictObject({
      sandbox: signInIdSchema.nullable().default(null),
      radiopaedia: signInIdSchema.nullable().default(null),
    })
    .prefault({}),
  /** What goes on without a window. */
  background: backgroundSettingsSchema.prefault({}),
  contract: keptContractSettingsSchema.prefault(defaultContractSettings),
  appearance: z.enum(["system", "light", "dark"]).default("system"),
  /** Null before the first run ended. */
  window: windowPlaceSchema.nullable().default(null),
  isPlainTextSecretsAllowed: z.boolean().default(false),
  network: networkSettingsSchema.prefault({}),
  /** For archives and X-Raydar to ask about requests; null: none is named. */
  contactAddress: contactAddressSchema.nullable().default(null),
  secondLook: secondLookSettingsSchema.prefault({}),
  publicArchive: publicArchiveSettingsSchema.prefault({}),
  /** PUTs at the same time, at most. */
  uploadConcurrency: z.number().int().min(1).max(mostPutsAtOnce).default(12),
  /** Null: as fast as it goes. */
  bandwidthLimit: bandwidthLimitSchema.nullable().default(null),
  /** Send asks first on a connection known to be metered. */
  asksWhenMetered: z.boolean().default(true),
  /** The user says that the connection of this computer is metered. */
  isMetered: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What a fresh installation starts with. */
export const defaultSettings: Settings = settingsSchema.parse({ version: 1 });

/** The settings, and the one way to change them. */
export interface SettingsStore {
  read(): Settings;
  /** Replaces the settings by what `change` makes of them, on the disk first. */
  update(
    change: (settings: Settings) => Settings,
  ): Result<Settings, DiskFailure>;
}

/**
 * Steps from each older version to the next: `migrations[n]` takes version n + 1 to n + 2. A file older than the current
 * schema passes through them in order before it is parsed.
 */
const migrations: readonly ((
  stored: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>)[] = [];

const versionedSchema = z.looseObject({ version: z.number().int().min(1) });

/** The settings in a stored document of this or an older version; null if it is none, or of a version to come. */
export function parseSettings(stored: unknown): Settings | null {
  const versioned = versionedSchema.safeParse(stored);
  if (!versioned.success) return null;
  const steps = migrations.slice(versioned.data.version - 1);
  const migrated = steps.reduce<Readonly<Record<string, unknown>>>(
    (document, step) => step(document),
    versioned.data,
  );
  const parsed = settingsSchema.safeParse(migrated);
  return parsed.success ? parsed.data : null;
}

/** The settings of transfers among them. */
export function transferSettingsOf(settings: Settings): TransferSettings {
  return {
    mostAtOnce: settings.uploadConcurrency,
    limit: settings.bandwidthLimit,
    asksWhenMetered: settings.asksWhenMetered,
    isMetered: settings.isMetered,
  };
}

/** Where to sign in with a service at this origin. */
export function oauthSettingsOf(
  origin: string,
  contract: ContractSettings,
): OAuthSettings {
  return {
    authorizeUrl: new URL(contract.authorizePath, origin).href,
    tokenUrl: new URL(contract.tokenPath, origin).href,
    redirectUri: contract.redirectUri,
    scope: contract.scope,
    usesPkce: contract.usesPkce,
  };
}
