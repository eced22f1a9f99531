// Every reason and failure has words: one exhaustive table per union, so that a new member without a row does not compile.
import { describe, expect, it } from "vitest";
import type { Failure, RefusalReason, SkipReason } from "../failure.ts";
import { selfTestProblems } from "../selfTestProblem.ts";
import type { StudyKey } from "../identifiers.ts";
import { pictureProblems } from "../pictureFormat.ts";
import { restingKinds } from "../resting.ts";
import type { Blocker, LeftOutFile } from "../snapshot.ts";
import type { AuthorityProblem, DiagnosticFinding } from "../network.ts";
import type { ProxyAuthScheme } from "../proxyAuthScheme.ts";
import type { HeldBackReason, StackWarning } from "../stackFacts.ts";
import { authorityProblemWords } from "./authorityWords.ts";
import { blockerWords } from "./blockerWords.ts";
import { deidRules } from "../deidRule.ts";
import { deidRuleWords } from "./deidRuleWords.ts";
import { doubtWords, failureWords } from "./failureWords.ts";
import { findingWords } from "./diagnosticWords.ts";
import { headerProblemClause } from "./headerProblemWords.ts";
import { heldBackWords } from "./heldBackWords.ts";
import { leftOutWords } from "./leftOutWords.ts";
import { refusalWords } from "./refusalWords.ts";
import { skipReasonWords } from "./skipReasonWords.ts";
import { stackWarningWords } from "./stackWarningWords.ts";
import type { Words } from "./words.ts";

type ByKind<Union extends { readonly kind: string }> = {
  readonly [Kind in Union["kind"]]: readonly Extract<
    Union,
    { readonly kind: Kind }
  >[];
};

const skipReasons: ByKind<SkipReason> = {
  notDicom: [{ kind: "notDicom" }],
  picture: [{ kind: "picture" }],
  foreignPicture: [
    { kind: "foreignPicture", format: "HEIC" },
    { kind: "foreignPicture", format: "WMV" },
  ],
  empty: [{ kind: "empty" }],
  unreadable: [{ kind: "unreadable", code: "EACCES" }],
  systemFile: [{ kind: "systemFile" }],
  dicomdir: [{ kind: "dicomdir" }],
  acrNema: [{ kind: "acrNema" }],
  damaged: [{ kind: "damaged", problem: "truncated" }],
  duplicate: [{ kind: "duplicate" }],
  otherPatient: [{ kind: "otherPatient" }],
  link: [{ kind: "link" }],
  device: [{ kind: "device" }],
  archive: [{ kind: "archive" }],
  archivePart: [{ kind: "archivePart" }],
  passwordNeeded: [
    { kind: "passwordNeeded", wasWrong: false },
    { kind: "passwordNeeded", wasWrong: true },
  ],
  archiveDamaged: [{ kind: "archiveDamaged" }],
  archiveTooLarge: [
    { kind: "archiveTooLarge", limit: "entries", allowed: 250_000 },
    { kind: "archiveTooLarge", limit: "unpackedBytes", allowed: 2 ** 40 },
    { kind: "archiveTooLarge", limit: "ratio", allowed: 200 },
    { kind: "archiveTooLarge", limit: "depth", allowed: 4 },
    { kind: "archiveTooLarge", limit: "freeBytes", allowed: 2 ** 30 },
  ],
  unsafeName: [{ kind: "unsafeName" }],
  unsupportedPacking: [{ kind: "unsupportedPacking", method: "bzip2" }],
  cancelled: [{ kind: "cancelled" }],
};

const refusals: ByKind<RefusalReason> = {
  picture: pictureProblems.map((problem) => ({
    kind: "picture",
    format: "png",
    problem,
  })),
  noPixelData: [{ kind: "noPixelData" }],
  pixelDataTruncated: [
    { kind: "pixelDataTruncated", expectedBytes: 524_288, foundBytes: 1000 },
  ],
  missingAttribute: [{ kind: "missingAttribute", keyword: "SOPClassUID" }],
  header: [{ kind: "header", problem: "lengthPastEnd" }],
  unsupportedTransferSyntax: [
    {
      kind: "unsupportedTransferSyntax",
      transferSyntaxUID: "1.2.840.10008.1.2.4.100",
    },
  ],
  videoPixelData: [{ kind: "videoPixelData", coding: "MPEG-2" }],
  decodeFailed: [{ kind: "decodeFailed", codec: "JPEG 2000" }],
  framesNotFound: [
    { kind: "framesNotFound", expectedFrames: 10, foundFrames: 9 },
  ],
  unsupportedPixelLayout: [
    { kind: "unsupportedPixelLayout", keyword: "BitsAllocated" },
  ],
  attributeTooLong: [{ kind: "attributeTooLong", keyword: "SliceLocation" }],
  recognizableVisualFeatures: [{ kind: "recognizableVisualFeatures" }],
  unknownClass: [{ kind: "unknownClass" }],
  selfTestFailed: selfTestProblems.map((problem) => ({
    kind: "selfTestFailed",
    problem,
  })),
  deidentificationRefusedBySource: [
    { kind: "deidentificationRefusedBySource" },
  ],
  residue: [{ kind: "residue", tags: ["00100010"] }],
  patientWordLeft: [
    {
      kind: "patientWordLeft",
      place: {
        kind: "attribute",
        tag: "0008103E",
        keyword: "SeriesDescription",
      },
      wordKind: "name",
    },
    {
      kind: "patientWordLeft",
      place: { kind: "attribute", tag: "00090010", keyword: "" },
      wordKind: "id",
    },
    {
      kind: "patientWordLeft",
      place: { kind: "betweenAttributes" },
      wordKind: "birthDate",
    },
    {
      kind: "patientWordLeft",
      place: { kind: "compressedPixels" },
      wordKind: "comment",
    },
    { kind: "patientWordLeft", place: { kind: "picture" }, wordKind: "name" },
  ],
  sourceVanished: [{ kind: "sourceVanished" }],
  sourceChanged: [{ kind: "sourceChanged" }],
  unreadable: [{ kind: "unreadable", code: "EIO" }],
};

const failures: ByKind<Failure> = {
  strangerAnswered: [
    { kind: "strangerAnswered", status: 200, host: null },
    { kind: "strangerAnswered", status: 302, host: "login.test" },
  ],
  decisionNotKept: [
    { kind: "decisionNotKept", decision: "paused", code: "ENOSPC" },
    { kind: "decisionNotKept", decision: "cancelled", code: "EROFS" },
  ],
  otherAccount: [{ kind: "otherAccount", login: "jo" }],
  otherSite: [{ kind: "otherSite", origin: "https://radiopaedia.org" }],
  accountUntold: [{ kind: "accountUntold" }],
  draftGone: [
    { kind: "draftGone", problem: "deleted" },
    { kind: "draftGone", problem: "notDraft" },
    { kind: "draftGone", problem: "notListed" },
  ],
  studyGone: [
    {
      kind: "studyGone",
      studyKey: "00000000000000a1" as StudyKey,
      study: { remoteStudyId: 34152, name: "MRI, Baseline" },
    },
    {
      kind: "studyGone",
      studyKey: "00000000000000a1" as StudyKey,
      study: { remoteStudyId: 34152, name: "" },
    },
  ],
  unreachable: [{ kind: "unreachable", code: "ENOTFOUND" }],
  connectionLost: [{ kind: "connectionLost", code: "ECONNRESET" }],
  stalled: [{ kind: "stalled", afterMs: 30_000 }],
  tlsRejected: [
    "SELF_SIGNED_CERT_IN_CHAIN",
    "CERT_HAS_EXPIRED",
    "CERT_NOT_YET_VALID",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "CERT_REVOKED",
    "EPROTO",
  ].flatMap((code) => [
    { kind: "tlsRejected", code },
    { kind: "tlsRejected", code, issuer: "Hospital Root CA" },
  ]),
  proxyUnreachable: [
    "ECONNREFUSED",
    "SOCKS4_UNSUPPORTED",
    "NOT_SOCKS5",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "CERT_HAS_EXPIRED",
    "ERR_PROXY_CERTIFICATE_INVALID",
    "ERR_SSL_WRONG_VERSION_NUMBER",
  ].map((code) => ({
    kind: "proxyUnreachable",
    proxy: "proxy.example:8080",
    code,
  })),
  proxyAuthNeeded: (
    [["basic"], ["ntlm", "negotiate"], ["digest"], []] as const
  ).flatMap((schemes) =>
    [true, false].map((wasRejected) => ({
      kind: "proxyAuthNeeded" as const,
      proxy: "proxy.example:8080",
      schemes,
      wasRejected,
    })),
  ),
  proxyRefused: [
    { kind: "proxyRefused", proxy: "proxy.example:8080", status: 403 },
    { kind: "proxyRefused", proxy: "proxy.example:8080", status: 503 },
    { kind: "proxyRefused", proxy: "proxy.example:8080", status: null },
    { kind: "proxyRefused", proxy: "", status: null },
  ],
  tooLargeForProxy: [{ kind: "tooLargeForProxy", limitBytes: 536_870_912 }],
  rateLimited: [
    { kind: "rateLimited", status: 429, retryAfterMs: null },
    { kind: "rateLimited", status: 429, retryAfterMs: 90_000 },
  ],
  serverError: [
    { kind: "serverError", status: 503, retryAfterMs: null, detail: "" },
  ],
  refused: [{ kind: "refused", status: 422, detail: "Title is too long" }],
  notAnonymized: [
    { kind: "notAnonymized", tags: ["00080018"], detail: "Key 00080018" },
  ],
  presignedUrlExpired: [{ kind: "presignedUrlExpired" }],
  presignedUrlRefused: [
    { kind: "presignedUrlRefused", storageCode: "SignatureDoesNotMatch" },
    { kind: "presignedUrlRefused", storageCode: null },
  ],
  storedOtherwise: [{ kind: "storedOtherwise" }],
  unexpectedAnswer: [
    { kind: "unexpectedAnswer", call: "createCase", problem: "no id" },
  ],
  clockSkew: [
    { kind: "clockSkew", skewMs: 600_000 },
    { kind: "clockSkew", skewMs: -600_000 },
  ],
  signInNeeded: [
    { kind: "signInNeeded", reason: "neverSignedIn" },
    { kind: "signInNeeded", reason: "revoked" },
    { kind: "signInNeeded", reason: "signedOut" },
  ],
  quotaFull: [{ kind: "quotaFull", used: 10, allowed: 10 }],
  signInFailed: (
    [
      "stateMismatch",
      "denied",
      "timedOut",
      "badCode",
      "badClient",
      "noCodeInText",
    ] as const
  ).map((reason) => ({ kind: "signInFailed", reason, detail: "" })),
  diskFull: [{ kind: "diskFull" }],
  unreadable: [
    { kind: "unreadable", code: "EACCES" },
    { kind: "unreadable", code: "WRONG_KEY" },
    { kind: "unreadable", code: "WRONG_KEY", memory: "sentImages" },
    { kind: "unreadable", code: "EIO", memory: "maskMemory" },
  ],
  unwritable: [{ kind: "unwritable", code: "EROFS" }],
  sourceVanished: [{ kind: "sourceVanished" }],
  sourceChanged: [{ kind: "sourceChanged" }],
  unpackFailed: [{ kind: "unpackFailed" }],
  spoolDamaged: [
    { kind: "spoolDamaged" },
    { kind: "spoolDamaged", isMissing: true },
  ],
  recordDamaged: [
    { kind: "recordDamaged", record: "journal" },
    { kind: "recordDamaged", record: "sentImages" },
    { kind: "recordDamaged", record: "maskMemory" },
    { kind: "recordDamaged", record: "draft" },
    { kind: "recordDamaged", record: "settings" },
    { kind: "recordDamaged", record: "secrets" },
  ],
  inUseElsewhere: [{ kind: "inUseElsewhere" }],
  journalLocked: [
    { kind: "journalLocked", remoteCaseId: null, storedImages: 0 },
    { kind: "journalLocked", remoteCaseId: 4711, storedImages: 1 },
  ],
  cancelled: [{ kind: "cancelled" }],
  inDoubt: [
    { kind: "inDoubt", call: "createCase" },
    { kind: "inDoubt", call: "createStudy" },
    { kind: "inDoubt", call: "attachStack" },
  ],
  notForgotten: [
    {
      kind: "notForgotten",
      code: "EBUSY",
      remains: restingKinds.map((what) => ({ what, count: 2 })),
    },
    {
      kind: "notForgotten",
      code: "EPERM",
      remains: [{ what: "journals", count: 1 }],
    },
  ],
  stillSending: [
    { kind: "stillSending", cases: 1 },
    { kind: "stillSending", cases: 3 },
  ],
  processingFailed: [{ kind: "processingFailed" }],
  invalidInput: [{ kind: "invalidInput", field: "title", problem: "too long" }],
  notFound: [{ kind: "notFound", what: "stack" }],
  refusedImage: [{ kind: "refusedImage", reason: { kind: "noPixelData" } }],
  bug: [{ kind: "bug", errorName: "TypeError" }],
};

const warnings: ByKind<StackWarning> = {
  localiser: [{ kind: "localiser" }],
  firstOfManyPasses: [{ kind: "firstOfManyPasses", passes: 60 }],
  missingSlices: [{ kind: "missingSlices", gaps: 2 }],
  duplicatePositions: [{ kind: "duplicatePositions", count: 4 }],
  unevenSpacing: [{ kind: "unevenSpacing" }],
  noGeometry: [{ kind: "noGeometry" }],
  volumePlaces: [{ kind: "volumePlaces" }],
  mayHaveBurnedInText: [{ kind: "mayHaveBurnedInText" }],
  faceCanBeRebuilt: [{ kind: "faceCanBeRebuilt", keepEvery: 5 }],
  conflictingDuplicates: [{ kind: "conflictingDuplicates", count: 1 }],
  unknownCharacterSet: [{ kind: "unknownCharacterSet" }],
  mosaic: [{ kind: "mosaic" }],
  sharedInstanceUID: [{ kind: "sharedInstanceUID", count: 4 }],
  pixelDataTruncated: [{ kind: "pixelDataTruncated", count: 1 }],
  unannouncedFrames: [{ kind: "unannouncedFrames", count: 1, frames: 2 }],
};

const blockers: ByKind<Blocker> = {
  noImages: [{ kind: "noImages" }],
  nothingSelected: [{ kind: "nothingSelected" }],
  scanning: [{ kind: "scanning" }],
  missingField: [
    { kind: "missingField", field: "title" },
    { kind: "missingField", field: "systemId" },
  ],
  notPrepared: [{ kind: "notPrepared" }],
  imagesRefused: [{ kind: "imagesRefused", count: 3 }],
  severalPatients: [{ kind: "severalPatients", count: 2 }],
  sameImageTwice: [{ kind: "sameImageTwice", count: 2 }],
  textNotLookedFor: [
    { kind: "textNotLookedFor", stacks: 2, failed: 0 },
    { kind: "textNotLookedFor", stacks: 2, failed: 1 },
  ],
  imagesNotSeen: [{ kind: "imagesNotSeen", count: 1 }],
  burnedInText: [{ kind: "burnedInText", count: 2 }],
  patientWordsTyped: [{ kind: "patientWordsTyped", count: 2 }],
  licenceForbids: [
    { kind: "licenceForbids", reason: "noDerivatives", stacks: 1 },
    { kind: "licenceForbids", reason: "nonCommercialUnconfirmed", stacks: 2 },
  ],
  citationMissing: [{ kind: "citationMissing", collections: ["SAMPLE-CHEST"] }],
  creditHasNoPlace: [
    { kind: "creditHasNoPlace", collections: ["SAMPLE-CHEST"] },
  ],
  creditMissing: [{ kind: "creditMissing", collections: ["SAMPLE-CHEST"] }],
  sentBefore: [{ kind: "sentBefore", count: 40 }],
  notConfirmed: [
    { kind: "notConfirmed", which: "permission" },
    { kind: "notConfirmed", which: "imagesChecked" },
    { kind: "notConfirmed", which: "licence" },
  ],
};

const leftOutReasons: ByKind<LeftOutFile["reason"]> = {
  notFound: [{ kind: "notFound" }],
  skipped: [{ kind: "skipped", reason: { kind: "notDicom" } }],
  refused: [{ kind: "refused", reason: { kind: "noPixelData" } }],
  stackNotSelected: [{ kind: "stackNotSelected" }],
  heldBack: [{ kind: "heldBack", reason: "video" }],
  trimmed: [{ kind: "trimmed" }],
  refusedBySite: [{ kind: "refusedBySite" }],
};

const authorityProblems: ByKind<AuthorityProblem> = {
  noCertificate: [{ kind: "noCertificate" }],
  privateKey: [{ kind: "privateKey" }],
  damaged: [{ kind: "damaged" }],
  notAnAuthority: [{ kind: "notAnAuthority", subject: "radiopaedia.org" }],
  expired: [{ kind: "expired", subject: "Old Root CA", expiredAtMs: 0 }],
};

const findings: ByKind<DiagnosticFinding> = {
  route: [
    { kind: "route", proxies: [], isBySystem: false },
    { kind: "route", proxies: [], isBySystem: true },
    { kind: "route", proxies: ["proxy:8080"], isBySystem: true },
  ],
  pacUnreachable: [{ kind: "pacUnreachable" }],
  nameResolved: [{ kind: "nameResolved", ipv4: 1, ipv6: 0 }],
  nameNotNeeded: [{ kind: "nameNotNeeded" }],
  nameNotFound: [
    { kind: "nameNotFound", code: "ENOTFOUND", hasProxy: true },
    { kind: "nameNotFound", code: "ENOTFOUND", hasProxy: false },
  ],
  proxyNotNeeded: [{ kind: "proxyNotNeeded" }],
  proxyReached: [{ kind: "proxyReached" }],
  systemStackNeeded: [
    { kind: "systemStackNeeded", schemes: ["ntlm"] },
    { kind: "systemStackNeeded", schemes: ["digest"] },
  ],
  connected: [
    { kind: "connected", through: null },
    { kind: "connected", through: "proxy:8080" },
  ],
  tlsTrusted: [
    {
      kind: "tlsTrusted",
      protocol: "TLSv1.3",
      chain: [
        { subject: "radiopaedia.org", issuer: "Some CA", expiresAtMs: 0 },
        { subject: "Some CA", issuer: "Root", expiresAtMs: Number.NaN },
      ],
    },
  ],
  notEncrypted: [{ kind: "notEncrypted" }],
  clock: [
    { kind: "clock", skewMs: 1_000 },
    { kind: "clock", skewMs: 70_000 },
    { kind: "clock", skewMs: 600_000 },
    { kind: "clock", skewMs: -600_000 },
  ],
  clockUnknown: [{ kind: "clockUnknown" }],
  answered: [{ kind: "answered", status: 401 }],
  strangeAnswer: [
    { kind: "strangeAnswer", status: 200, host: null },
    { kind: "strangeAnswer", status: 302, host: "portal.example" },
  ],
  serviceTrouble: [{ kind: "serviceTrouble", status: 503 }],
  storageUnknown: [{ kind: "storageUnknown" }],
  notReached: [{ kind: "notReached" }],
  failed: [
    {
      kind: "failed",
      failure: { kind: "unreachable", code: "ECONNREFUSED" },
    },
  ],
};

const heldBack: Readonly<Record<HeldBackReason, true>> = {
  structuredReport: true,
  presentationState: true,
  encapsulatedDocument: true,
  waveform: true,
  radiotherapy: true,
  rawData: true,
  segmentation: true,
  wholeSlide: true,
  noPixels: true,
  doseScreen: true,
  secondaryCapture: true,
  video: true,
  missingIdentity: true,
  picture: true,
};

function expectWords(kind: string, words: Words): void {
  expect(words.title, kind).toMatch(/^\S.*[^.]$/);
  expect(words.why, kind).toMatch(/^[A-Z0-9].*[.”]$/);
  expect(words.whatNext, kind).toMatch(/^[A-Z].*\.$/);
  const all = `${words.title} ${words.why} ${words.whatNext}`;
  expect(all, kind).not.toMatch(/undefined|null|NaN|\[object/);
}

const tables = [
  ["failure", failures, failureWords],
  ["skip reason", skipReasons, skipReasonWords],
  ["refusal reason", refusals, refusalWords],
  ["stack warning", warnings, stackWarningWords],
  ["blocker", blockers, blockerWords],
  ["certificate file problem", authorityProblems, authorityProblemWords],
  ["diagnostic finding", findings, findingWords],
  ["left-out reason", leftOutReasons, leftOutWords],
] as const;

describe("messages", () => {
  for (const [name, table, toWords] of tables)
    for (const [kind, members] of Object.entries(table))
      it(`has words for the ${name} ${kind}`, () => {
        for (const member of members)
          expectWords(kind, (toWords as (value: unknown) => Words)(member));
      });

  for (const reason of Object.keys(heldBack) as HeldBackReason[])
    it(`has words for stacks held back as ${reason}`, () => {
      expectWords("heldBack", heldBackWords(reason));
    });

  it("asks a question for each call in doubt", () => {
    for (const call of ["createCase", "createStudy", "attachStack"] as const)
      expect(doubtWords(call).title).toMatch(/\?$/);
  });

  it("has words of its own for each rule of de-identification", () => {
    const words = deidRules.map(deidRuleWords);
    expect(words.every((each) => each.length > 0)).toBe(true);
    expect(new Set(words).size).toBe(deidRules.length);
  });

  it("puts a header problem into a sentence", () => {
    expect(skipReasonWords({ kind: "damaged", problem: "truncated" }).why).toBe(
      "The file ends in the middle of its header.",
    );
    for (const problem of [
      "truncated",
      "lengthPastEnd",
      "badStructure",
      "nestedTooDeep",
      "tooLarge",
      "inflateFailed",
      "unpackFailed",
      "unsupportedTransferSyntax",
    ] as const)
      expect(headerProblemClause(problem)).toMatch(/^[a-z].*[^.]$/);
  });

  it("writes tags as the standard does", () => {
    expect(
      failureWords({
        kind: "notAnonymized",
        tags: ["00080018", "0010001a"],
        detail: "",
      }).why,
    ).toBe("It refused 2 attributes: (0008,0018), (0010,001A).");
  });

  it("says how long a rate limit lasts if the service told", () => {
    expect(
      failureWords({ kind: "rateLimited", status: 429, retryAfterMs: 90_000 })
        .whatNext,
    ).toBe("Sending goes on by itself in 2 min.");
  });
});

describe("messages about proxies and clocks", () => {
  const proxyUnreachable = (code: string) =>
    failureWords({ kind: "proxyUnreachable", proxy: "proxy:1", code });
  const authNeeded = (...schemes: readonly ProxyAuthScheme[]) =>
    failureWords({
      ...{ kind: "proxyAuthNeeded", proxy: "proxy:1", wasRejected: false },
      schemes,
    });

  it("say of a proxy that cannot be used what it is, not that it is silent", () => {
    expect(proxyUnreachable("ECONNREFUSED").why).toContain("does not answer");
    for (const code of [
      "SOCKS4_UNSUPPORTED",
      "NOT_SOCKS5",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "ERR_PROXY_CERTIFICATE_INVALID",
    ])
      expect(proxyUnreachable(code).why).not.toContain("does not answer");
    expect(proxyUnreachable("SELF_SIGNED_CERT_IN_CHAIN")).toMatchObject({
      title: "The proxy's certificate comes from an unknown authority",
      whatNext: expect.stringContaining(
        "root certificate as a file, and add it under Settings, Network",
      ) as string,
    });
  });

  it("speak of a proxy's certificate as the proxy's, not as one in place of the service's", () => {
    for (const code of [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "CERT_HAS_EXPIRED",
      "CERT_NOT_YET_VALID",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "CERT_REVOKED",
      "ERR_PROXY_CERTIFICATE_INVALID",
    ]) {
      const { title, why } = proxyUnreachable(code);
      expect(title).toMatch(/^The proxy's certificate /);
      expect(why).not.toMatch(/the service|inspects/);
    }
    expect(proxyUnreachable("ERR_SSL_WRONG_VERSION_NUMBER").whatNext).toContain(
      "http://",
    );
  });

  it("send nobody to a Windows sign-in who needs a name and a password", () => {
    expect(authNeeded("ntlm").whatNext).toContain("hospital account");
    expect(authNeeded("digest").whatNext).not.toContain("hospital account");
    expect(
      findingWords({ kind: "systemStackNeeded", schemes: ["digest"] }).title,
    ).toBe("With a name and password, by Digest");
  });

  it("tell by how much a clock is off, and whether that harms", () => {
    const clock = (skewMs: number) => findingWords({ kind: "clock", skewMs });
    expect(clock(70_000).why).toBe(
      "It is 70 seconds ahead of the site's; from 5 minutes on, uploads fail.",
    );
    expect(clock(-600_000).why).toBe(
      "It is 10 minutes behind the site's, which makes uploads fail.",
    );
    expect(clock(365 * 86_400_000).why).toContain("365 days ahead of");
  });
});
