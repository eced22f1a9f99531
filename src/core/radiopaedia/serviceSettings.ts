// What is doubtful or may change about the service, as settings with defaults (contract section 13).
import {
  defaultContractSettings,
  type ContractSettings,
} from "../../shared/contractSettings.ts";

/** Where the service is and how to speak to it. */
export interface ServiceSettings {
  /** Scheme, host and port; the bearer token goes nowhere else. */
  readonly origin: string;
  readonly apiPath: string;
  /** The two calls at the site root. */
  readonly directUploadsPath: string;
  readonly imagePreparationPath: string;
  /** Value of the User-Agent header: names the app. */
  readonly userAgent: string;
  /** The page shows an object; every current client sends an array. */
  readonly uploadedDataShape: "array" | "object";
  /** What the first image of a stack counts as in `root_index`. */
  readonly rootIndexBase: 0 | 1;
  /** Undocumented fields of the attach call. */
  readonly sendsPerspectiveAndSpecifics: boolean;
  readonly putContentType: string;
  /** What proves that the storage took a file. */
  readonly storageProof: ContractSettings["storageProof"];
  /** Longest silence of the service. */
  readonly stallTimeoutMs: number;
  /** Longest silence of the storage; the last bytes drain from the system's buffers unseen, so it is longer. */
  readonly putStallTimeoutMs: number;
  /** Longest silence after pictures: the service answers only when it has converted them. */
  readonly fileStallTimeoutMs: number;
}

/** The service at an origin, spoken to as chosen. */
export function serviceSettingsOf(
  origin: string,
  userAgent: string,
  contract: ContractSettings,
): ServiceSettings {
  return {
    origin: new URL(origin).origin,
    apiPath: contract.apiPrefix,
    directUploadsPath: contract.presignPath,
    imagePreparationPath: contract.imagePreparationPath,
    userAgent,
    uploadedDataShape: contract.uploadedDataShape,
    rootIndexBase: contract.rootIndexBase,
    sendsPerspectiveAndSpecifics: contract.sendsPerspectiveAndSpecifics,
    putContentType: contract.putContentType,
    storageProof: contract.storageProof,
    stallTimeoutMs: 60_000,
    putStallTimeoutMs: 120_000,
    fileStallTimeoutMs: 600_000,
  };
}

/** The service of the contract at an origin. */
export function defaultServiceSettings(
  origin: string,
  userAgent: string,
): ServiceSettings {
  return serviceSettingsOf(origin, userAgent, defaultContractSettings);
}
