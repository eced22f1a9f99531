// The kinds of failure that only archives have, as values: a type alone cannot be asked.
import type { ArchiveFailure } from "./archive.ts";
import type { Failure } from "./failure.ts";

/** Every kind of `ArchiveFailure` that is none of the app's own. */
export const archiveOnlyFailureKinds = {
  unknownEndpoint: true,
  unknownParameter: true,
  missingParameter: true,
  badParameter: true,
  notOffered: true,
  apiKeyNeeded: true,
  notAManifest: true,
  tooManySeries: true,
  archiveBusy: true,
  archiveError: true,
  archiveRefused: true,
  archiveTokenRejected: true,
  archiveSignInRefused: true,
  notAvailable: true,
  unreadableAnswer: true,
  policyNotAccepted: true,
  licenceBlocked: true,
  nonCommercialUnconfirmed: true,
  notEnoughSpace: true,
  seriesUnsound: true,
  incompleteAtSource: true,
  seriesUnknown: true,
  licenceNotInDoubt: true,
  stricterLicenceElsewhere: true,
  storeInUse: true,
  listChanged: true,
  transferTooLong: true,
} as const satisfies Readonly<
  Record<Exclude<ArchiveFailure["kind"], Failure["kind"]>, true>
>;
