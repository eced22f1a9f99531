// The words of a case: one definition of valid for the window's forms, the messages between processes and the case file of the command line.
import { z } from "zod";
import {
  ages,
  certainties,
  genders,
  modalities,
  systems,
} from "./contractLists.ts";

const systemIds = new Set<number>(systems.map((system) => system.id));
const certaintyIds = new Set<number>(certainties.map((item) => item.id));

/** What the user is filling in: anything may still be missing. Strings are as typed; findings and body are stored as richText.ts says: plain text with blank lines between paragraphs, or formatted. */
export const caseFormSchema = z.strictObject({
  title: z.string().max(200),
  systemId: z
    .number()
    .int()
    .refine((id) => systemIds.has(id), "not a system of the site")
    .nullable(),
  certaintyId: z
    .number()
    .int()
    .refine((id) => certaintyIds.has(id), "not a certainty of the site")
    .nullable(),
  presentation: z.string().max(5_000),
  age: z.enum(["", ...ages]),
  gender: z.enum(["", ...genders]),
  body: z.string().max(50_000),
  suitableForQuiz: z.boolean(),
});
export type CaseForm = z.infer<typeof caseFormSchema>;

/** The words of one study. An empty modality is allowed by the site. */
export const studyFormSchema = z.strictObject({
  modality: z.enum(["", ...modalities]),
  caption: z.string().max(500),
  findings: z.string().max(50_000),
});
export type StudyForm = z.infer<typeof studyFormSchema>;

/** The statements the user makes before anything is sent (contract section 11), and the one that public data asks for. */
export const confirmationsSchema = z.strictObject({
  permission: z.boolean(),
  imagesChecked: z.boolean(),
  licence: z.boolean(),
  /** Asked only of a case with public data; absent until it is answered. */
  publicData: z.boolean().optional(),
});
export type Confirmations = z.infer<typeof confirmationsSchema>;

/** An untouched case form. */
export const emptyCaseForm: CaseForm = {
  title: "",
  systemId: null,
  certaintyId: null,
  presentation: "",
  age: "",
  gender: "",
  body: "",
  suitableForQuiz: true,
};

/** An untouched study form. */
export const emptyStudyForm: StudyForm = {
  modality: "",
  caption: "",
  findings: "",
};

/** Nothing confirmed yet. */
export const noConfirmations: Confirmations = {
  permission: false,
  imagesChecked: false,
  licence: false,
};
