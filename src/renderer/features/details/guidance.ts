// The site's editorial advice beside each field (contract section 11).

/** Advice on the fields of the case. */
export const caseGuidance = {
  title:
    "The diagnosis; specifics after a dash. Usually no modality. Never a name, initials, a date or a number of the patient.",
  systemId:
    "One main system. After sending, check on the case page that the site has taken it over.",
  certaintyId:
    "New cases are expected to be Certain or Almost Certain. Do not overstate: editors may return the case.",
  presentation:
    "One or two sentences on symptoms or the question asked. Leave out demographics: age and gender have their own fields.",
  age: "Always give it. Adults are rounded to five years, so that nobody is recognised; under one year, leave it empty.",
  gender: "Always give it where it is known.",
  body: "How the diagnosis was confirmed, the differential, and what there is to learn. With written consent of the patient, send the form to the site and state its permission id at the end.",
  suitableForQuiz:
    "Whether the site may show the case without its diagnosis in quiz mode.",
} as const;

/** Advice on the fields of a study. */
export const studyGuidance = {
  modality: "The site's own words. Leave it empty if none fits.",
  caption:
    "A word on when, such as “6 weeks later” or “post-operative”. Never a date.",
  findings:
    "Short, as in a report. No name, date, number or place of the patient.",
} as const;
