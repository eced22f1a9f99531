// Made-up readings in every form that X-Raydar's answers may have (reference sections 5 and 11). Own label lists: shared ones would only agree with the app.

/** The 38 outputs of the image algorithm, spelt as in the reference code. */
const imageLabels: readonly string[] =
  `abnormal_non_clinically_important aortic_calcification apical_changes atelectasis axillary_abnormality bronchial_changes
  bulla cardiomegaly cavity clavicle_fracture consolidation cardiac_calcification dextrocardia dilated_bowel emphysema
  ground_glass_opacification hemidiaphragm_elevated hernia hyperexpanded_lungs interstitial_shadowing mediastinum_displaced
  mediastinum_widened object paraspinal_mass paratracheal_hilar_enlargement parenchymal_lesion pleural_abnormality
  pleural_effusion pneumomediastinum pneumoperitoneum pneumothorax rib_fracture rib_lesion scoliosis subcutaneous_emphysema
  tortuosity_aorta Pulmonary_bloodflow_redis. volume_loss`.split(/\s+/);

const otherNamesInReports: Readonly<Record<string, string>> = {
  apical_changes: "apical_fibrosis",
  bronchial_changes: "bronchial_wall_thickening",
  cavity: "cavitating_lung_lesion",
  cardiac_calcification: "coronary_calcification",
  tortuosity_aorta: "unfolded_aorta",
  "Pulmonary_bloodflow_redis.": "upper_lobe_blood_diversion",
};

/** The 45 outputs of the report algorithm. */
const reportLabels: readonly string[] = [
  ...imageLabels.map((label) => otherNamesInReports[label] ?? label),
  "comparison",
  "normal",
  "other",
  "possible_diagnosis",
  "recommendation",
  "technical_issue",
  "undefined_sentence",
];

/** Forms of an answer with status 200. */
export const answerForms = [
  "usual",
  "flat37",
  "flat38",
  "flat45",
  "pairs",
  "objects",
  "bareNumbers",
  "jsonInJson",
  "labelledHtml",
  "numericStrings",
  "aboveOne",
  "nanAndNull",
  "otherSpelling",
  "tooFew",
  "extraKeys",
  "errorObject",
  "html",
  "blank",
  "text",
  "oversized",
] as const;
type AnswerForm = (typeof answerForms)[number];

/** A body with its content type. */
interface MadeUpAnswer {
  readonly contentType: string;
  readonly body: string;
}

/** The same values every time: pleural effusion 0.93, cardiomegaly 0.71, all others low. */
function valueOf(label: string, index: number): number {
  if (label === "pleural_effusion") return 0.93;
  if (label === "cardiomegaly") return 0.71;
  if (label === "normal") return 0.9;
  return Math.round((0.01 + index / 200) * 1000) / 1000;
}

type Values = Readonly<Record<string, number>>;

function valuesFor(labels: readonly string[]): Values {
  return Object.fromEntries(
    labels.map((label, index) => [label, valueOf(label, index)]),
  );
}

function withUrgency(values: unknown): unknown {
  return { AI_urgency: "urgent", AI_prediction: values };
}

/** The answer to a film or a report. */
export function madeUpAnswer(
  form: AnswerForm,
  algorithm: "image" | "report",
): MadeUpAnswer {
  const labels = algorithm === "image" ? imageLabels : reportLabels;
  const values = valuesFor(labels);
  const entries = Object.entries(values);
  const json = (value: unknown): MadeUpAnswer => ({
    contentType: "application/json",
    body: JSON.stringify(value),
  });
  const usual = algorithm === "image" ? withUrgency(values) : values;
  switch (form) {
    case "usual":
      return json(usual);
    case "flat37":
      return json(Object.fromEntries(entries.slice(1, 38)));
    case "flat38":
      return json(valuesFor(imageLabels));
    case "flat45":
      return json(valuesFor(reportLabels));
    case "pairs":
      return json(entries);
    case "objects":
      return json({
        predictions: entries.map(([name, probability]) => ({
          name,
          probability,
        })),
      });
    case "bareNumbers":
      return json(entries.map(([, value]) => value));
    case "jsonInJson":
      return json(JSON.stringify(usual));
    case "labelledHtml":
      return { contentType: "text/html", body: JSON.stringify(usual) };
    case "numericStrings":
      return json(
        Object.fromEntries(entries.map(([key, value]) => [key, String(value)])),
      );
    case "aboveOne":
      return json(
        Object.fromEntries(entries.map(([key, value]) => [key, value * 100])),
      );
    case "nanAndNull":
      return {
        contentType: "application/json",
        body: JSON.stringify({ ...values, atelectasis: null })
          .replace('"pneumothorax":0.16', '"pneumothorax":NaN')
          .replace('"hernia":0.095', '"hernia":-1'),
      };
    case "otherSpelling": {
      const renamed = entries.map(([key, value]) => [
        key === "Pulmonary_bloodflow_redis."
          ? "pulmonary bloodflow redistribution"
          : key.toUpperCase(),
        value,
      ]);
      return json(Object.fromEntries(renamed));
    }
    case "tooFew":
      return json(withUrgency(Object.fromEntries(entries.slice(1, 30))));
    case "extraKeys":
      return json({
        AI_prediction: { ...values, lobe_collapse: 0.4 },
        model_version: "made up",
        time_ms: 412,
      });
    case "errorObject":
      return json({ error: "Not a frontal chest radiograph" });
    case "html":
      return {
        contentType: "text/html",
        body: "<html><body>Oops</body></html>",
      };
    case "blank":
      return { contentType: "application/json", body: "" };
    case "text":
      return { contentType: "text/plain", body: "ok, thank you" };
    case "oversized":
      return json({ ...values, padding: "x".repeat(1_200_000) });
  }
}
