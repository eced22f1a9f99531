// Which words of a report may be the name of somebody, and which are what reports are made of.
import { isTechnicalWord } from "../patientWords/commonWords.ts";

/** What begins a sentence or a heading of a report, and what names no one behind it. */
const reportWords = new Set(
  `the there this these that no not normal mild moderate severe small large stable new old known again also and but with without since clinical
  history information indication findings finding impression conclusion comparison technique report examination exam opinion summary comment
  recommendation recommendations advice question pleural effusion effusions lung cardiac heart aortic mediastinal hilar bony skeletal soft
  chronic acute interval previous prior current recent right left both bilateral upper middle lower lobe zone zones consolidation collapse
  pneumothorax pneumonia oedema edema nodule mass fracture diagnosis differential discussion procedure protocol limitations quality
  emergency department outpatient inpatient accident chest radiograph portable erect supine signed reported dictated reporting
  radiologist radiographer consultant registrar request requested discussed ward dear thank thanks regards kind yours sincerely pulmonary
  central venous line tube tip nasogastric endotracheal heart size costophrenic patient name age sex date time years year film films compared
  seen reviewed review sent from has have had was were been who what which when then than into onto over under both some any all each every none
  for in on at of to by is it as an or if so be we they he she his her their its post pre dense well clear lungs fields subtle focal diffuse
  trachea diaphragm hemidiaphragm shadow shadowing opacity opacities change changes appearances appearance marking markings volume loss focus
  calcification calcified enlarged enlargement widened widening elevated blunting air space disease hiatus hernia pacemaker leads lead wires wire
  rib ribs spine shoulder catheter drain sheath needle french urgent routine result results addendum final draft verified dose view views pa ap
  lateral metastases metastasis metastatic lymph node nodes primary lesion lesions perihilar apical basal subcutaneous emphysema within limits
  cough fever pain breath shortness fall trauma query sepsis covid follow up please suggest suggested advise advised correlate repeat weeks
  months days type grade stage score criteria classification society guideline guidelines klinik klinikum hospital infirmary clinic syndrome sign tumour tumor lymphoma
  fracture failure likely malignant benign dextrocardia situs inversus rotated poor film satisfactory`.split(
    /\s+/,
  ),
);

/** Of a word without accents, in small letters. */
export function mayBeName(folded: string): boolean {
  return !reportWords.has(folded) && !isMedical(folded);
}

/** Said letter by letter, though they have vowels. */
const abbreviations = new Set(
  `tavi copd icd aicd picc ecmo iabp icu itu sob lul rul aaa hiv aids mri pet ett ercp nad tips lad ivc axr cabg nai abpa ards peg nicu picu uac
  uvc pda asd avm uss dexa ctpa ecg ekg evar tevar roi ogd gord sars rads who acr ruq luq ivdu puo uip nsip cop ild ipf dip lip aip pap iii viii
  vii ajcc iasl erect lao rao inr hrct`.split(/\s+/),
);

/** True for abbreviations that look like words. */
export function isSaidByLetters(folded: string): boolean {
  return abbreviations.has(folded);
}

/** Endings of words of anatomy and disease, and words of technique. John and Jane stand for nobody in headers, and for somebody here. */
function isMedical(folded: string): boolean {
  if (/^(?:john|jane|doe)$/.test(folded)) return false;
  return (
    isTechnicalWord(folded) ||
    wordsInAry.has(folded) ||
    (folded.length >= 6 &&
      !likeMedical.has(folded) &&
      /(?:itis|osis|oma|ectomy|graphy|ogram|pathy|emia|aemia|ical|ous|ial|tion|tasis|megaly|thorax|plasty|scopy|stomy|tomy|ology|lysis|plasia|trophy|pnoea|pnea|ular)$/.test(
        folded,
      ))
  );
}

/** By themselves, since many families are called Chaudhary or O'Leary. */
const wordsInAry = new Set(
  `coronary pulmonary biliary mammary urinary salivary primary secondary tertiary ovary capillary axillary maxillary pituitary papillary medullary
  ampullary ciliary miliary temporary preliminary summary ordinary solitary hereditary voluntary boundary january february cardiopulmonary
  bronchopulmonary unitary library`.split(/\s+/),
);

/** Names that end like words of disease. */
const likeMedical = new Set("paloma aldous danial".split(" "));
