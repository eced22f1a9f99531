// `casedrop upload`: the whole job from folders to a draft on the site; the same command after a kill goes on with the same case.
import { homedir } from "node:os";
import { InvalidArgumentError, type Command } from "commander";
import { commandsFolderIn } from "../adapters/journal/casesBelow.ts";
import { confirmationStatements } from "../shared/messages/blockerWords.ts";
import type { DoubtAnswer } from "../shared/snapshot.ts";
import { acceptTextHelp, readAcceptedText } from "./acceptedText.ts";
import { contractFileHelp } from "./contractFile.ts";
import type { CliEnvironment } from "./environment.ts";
import { addNetworkOptions } from "./network.ts";
import { maskFileHelp } from "./maskFile.ts";
import { readNamedDraft, readStudyId } from "./ownDraft.ts";
import { runUpload, type UploadArguments } from "./uploadRun.ts";

/** An answer to a call in doubt as typed. */
function readAnswer(text: string): DoubtAnswer {
  const [, kind, id] = /^(case|study):([1-9]\d{0,14})$/.exec(text) ?? [];
  if (text === "send-again") return { kind: "sendAgain" };
  if (text === "arrived") return { kind: "itArrived" };
  if (kind === "case") return { kind: "adoptCase", remoteCaseId: Number(id) };
  if (kind === "study")
    return { kind: "adoptStudy", remoteStudyId: Number(id) };
  throw new InvalidArgumentError(
    "An answer is send-again, arrived, case:ID or study:ID.",
  );
}

/** An http or https address, cut to its origin. */
function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback =
    url !== null && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback))
    return url.origin;
  throw new InvalidArgumentError(
    "An origin is an https address, or http on this computer.",
  );
}

const statements = (["permission", "imagesChecked", "licence"] as const)
  .map((which) => `  - ${confirmationStatements[which]}`)
  .join("\n");

/**
 * Adds the `upload` command. Exit status 0 once all is on the site, the draft is marked as finished and the site has processed every stack
 * (with --no-wait: as far as it has said so); 3 if it never said so; 1 if it stopped, anything was refused or a call is in doubt; 2 for a bad case file, credentials or option.
 */
export function registerUploadCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  addNetworkOptions(
    program
      .command("upload")
      .description(
        "de-identify images and send them as a draft case; the same command goes on after an interruption",
      )
      .argument("<path...>", "DICOM files or folders of them")
      .requiredOption(
        "--case <file>",
        "YAML or JSON with the words of the case",
      )
      .option(
        "--origin <url>",
        "address of the service",
        readOrigin,
        "https://radiopaedia.org",
      )
      .option(
        "--state <folder>",
        "where progress is kept between runs",
        commandsFolderIn(homedir()),
      )
      .option(
        "--credentials <file>",
        "private JSON file with clientId, clientSecret, accessToken, refreshToken; else the environment",
      )
      .option(
        "--account <login>",
        "refuse to send unless the credentials are those of this account",
      )
      .option(
        "--append <draft>",
        "add the images to a draft of the account, named by its number or its address",
        readNamedDraft,
      )
      .option(
        "--study <number>",
        "with --append: add the stacks to this study of the draft, instead of making a new one",
        readStudyId,
      )
      .option(
        "--send-again",
        "send images once more that another command with the same --state sent before",
        false,
      )
      .option(
        "--settings <file>",
        "YAML or JSON with choices about the site; see below",
      )
      .option(
        "--answer <word>",
        "for a call in doubt: send-again, arrived, case:ID or study:ID",
        readAnswer,
      )
      .option(
        "--omit-sop-instance-uid",
        "send without SOP Instance UID what the site refuses for it",
        false,
      )
      .option(
        "--leave-out-refused",
        "send the stack without the images that the site refuses by name",
        false,
      )
      .option(
        "--new-draft",
        "in place of a draft that is gone from the site make a new one, and send everything again",
        false,
      )
      .option(
        "--new-study",
        "in place of a study that is gone from the draft make a new one, which gets its stacks",
        false,
      )
      .option("--accept-refused", "send stacks without refused images", false)
      .option(
        "--accept-several-patients",
        "the case is meant to show several patients",
        false,
      )
      .option(
        "--pictures",
        "send photographs, drawings and films among the files too; you have looked at all of them",
        false,
      )
      .option(
        "--public-data",
        "send series of public archives too, with their credit in the words of the case; you have read their licences",
        false,
      )
      .option(
        "--no-wait",
        "end once all is sent, without waiting for the site to process it",
      )
      .option(
        "--retry-failed",
        "send stacks once more that the site could not process",
        false,
      )
      .option(
        "--mask <file>",
        "YAML or JSON with what to paint over; see below",
      )
      .option(
        "--accept-words <reason>",
        "send words of the case file that also stand in the headers, for this reason",
      )
      .option(
        "--accept-text <[id=]reason>",
        `send images with text in their pixels all the same: ${acceptTextHelp}`,
        readAcceptedText,
      )
      .option(
        "--report <file>",
        "write what was done so that nothing of the patient leaves: a page to read, or JSON if the file is named so",
      )
      .option("--json", "print one JSON document instead of text", false)
      .addHelpText("after", `\nBy sending you state:\n${statements}`)
      .addHelpText("after", maskFileHelp)
      .addHelpText("after", contractFileHelp),
  ).action((paths: readonly string[], given: UploadArguments) =>
    runUpload(paths, given, environment),
  );
}
