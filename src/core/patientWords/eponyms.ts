// Names in prose that are those of a disease, a sign or a grade, and not the patient's: "Baker cyst", "vein of Galen", "Weber B".
import { foldText } from "./foldText.ts";
import { setPhraseAt } from "./setPhrases.ts";
import type { TextToken } from "./textTokens.ts";

/**
 * What a name in prose is. `known`: an eponym of the field. `supposed`: a common family name in an eponym of the field,
 * which holds only where the text says nothing else of the patient. `none`: a name like any other, whatever noun it
 * stands before: only the user can tell a sign from a patient's.
 */
export type EponymUse = "known" | "supposed" | "none";

/** What nearly nothing but an eponym stands before: there names of classifications count too. */
const strongNouns = setOf(`
  cyst cysts disease diseases syndrome syndromes sign signs lesion lesions fracture fractures tumour tumours tumor tumors classification criteria
  criterion lymphoma sarcoma node nodes nodule nodules ligament ligaments duct ducts canal angle line lines pouch encephalopathy palsy phenomenon
  malformation malformations deformity dislocation hernia hernias triad tetralogy diverticulum thyroiditis arteritis anomaly anomalies
  contracture foramen tubercle fistula
`);

/** What names of classifications stand before. */
const gradingNouns = setOf(
  "type grade grading score scores scale stage staging system group class zone index",
);

/** What also stands behind the name of anybody ("Novak test"): only names that are known to be eponyms count before these. */
const weakNouns = setOf(`
  carcinoma adenoma point space view views projection method methods procedure cell cells body bodies test tests reaction repair operation
  technique position positions catheter catheters stent graft shunt ulcer vasculitis oesophagus esophagus ring rings web sequence valve valves
  gland glands artery vein veins ventricle fissure fascia law unit units matter stem column pulse axis muscle artefact artifact ataxia chorea
  dementia neuroma paralysis circle ligamentum islets island crypts ampulla sphincter loop nerve nerves plexus ganglion tunnel phlegmon atrophy
  granuloma abscess angina laceration defect impaction bankart osteomyelitis morbus plate nail wire tube pin needle coil triangle joint
`);

/** Classifications that are graded by letters. */
const gradedByLetter = setOf(
  "weber stanford child pugh herring magerl tile judet vancouver barcelona",
);

/** Classifications that are graded by Roman numbers, or by types. */
const gradedByNumber = setOf(`
  garden salter harris bosniak debakey schatzker neer hawkins gustilo anderson fisher forrest chiari pipkin sanders lauge hansen rockwood fontaine
  rutherford hinchey todani bismuth corlette strasberg balthazar fazekas pfirrmann modic meyerding catterall graf crowe ficat arlet lichtman
  kellgren outerbridge wiberg dejour frykman regan morrey bado denis levine edwards effendi spetzler borden cognard raymond hunt hess knosp koos
  mirels enneking lodwick campanacci gartland milch letournel crawford masaoka koga gleason nyhus scheltens papile kasai stoller mason alonzo
  weber child pugh lawrence burgess brackmann
`);

/**
 * Common family names that are eponyms before one noun only, in the singular; before any other they are anybody's. Of a chain
 * such as Brown-Séquard each name is listed with the noun at its end.
 */
const knownPairs: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ["fracture", "smith jones bennett jefferson hutchinson stewart cotton"],
    [
      "syndrome",
      `turner down edwards potter hunter gardner brown lynch may stevens johnson williams hunt ramsay russell silver kelly paterson miller stewart
      walker gordon hutchinson pfeiffer werner`,
    ],
    ["disease", "graves hand christian stewart hunter still best gordon"],
    ["sign", "murphy terry thomas turner hutchinson kelly fox"],
    ["palsy", "bell"],
    ["phenomenon", "bell"],
    ["malformation", "walker arnold"],
    ["tumour", "brown"],
    ["tumor", "brown"],
    ["canal", "hunter"],
    ["duct", "gardner"],
    ["line", "harris perkins"],
    ["criteria", "jones light"],
    ["nodule", "joseph"],
  ].map(([noun = "", names = ""]) => [noun, setOf(names)]),
);

/** Of those, names that are mostly written with an s: "Bell's palsy", "Graves' disease". */
const mostlyOwned = setOf("bell graves still down");

/** Eponyms of the field, whatever noun follows. The commonest family names are left out. */
const known = setOf(`
  addison albers alzheimer aschoff baastrup baker bankart barre barrett basedow batson becker behcet binswanger blalock bochdalek boerhaave
  bouchard boxer broca broden brodie brucke brudzinski brunner budd buerger buford burkitt caffey calve camurati caroli castleman chagas charcot
  chassaignac chester chiari chopart codman colles conn coombs cooper couinaud cowden creutzfeldt crohn cushing dandy danlos dieulafoy douglas
  dressler dubin dupuytren duverney eaton ebstein ehlers eisenmenger ellison engelmann erb erdheim ewing fabry fallopian fallot fanconi feil felty
  fick finkelstein fleischner foley fontan forestier fournier freiberg frohlich froment galeazzi galen ganz gartner gaucher gerdy gerota glisson
  goodpasture gorham gorlin grawitz guillain guyon haglund hallervorden hartmann hashimoto heberden heister henle henoch hesselbach hickman hill
  hirschsprung hodgkin hoffa horner hounsfield howship huntington hurthle jakob jamieson jeghers joubert kaposi kartagener kasabach kawasaki
  kerley kernig kienbock kikuchi killian kirschner klatskin klippel kocher kohler korsakoff krukenberg kuntscher kupffer lachman ladd laennec
  langer langerhans larrey larsen lavallee ledderhose legg leigh lemierre leriche leventhal lewy leydig lhermitte lisch lisfranc lister littre
  loeffler loffler lopresti ludwig madelung maffucci maisonneuve mallory marfan mccune mckusick meckel meigs menetrier meniere merkel merritt
  mirizzi moebius mondor monro monteggia morgagni morison morquio morton niemann oddi ollier ormond osgood osler paget pancoast parkinson
  parsonage pellegrini perthes peutz peyer peyronie phalen pick poland poupart prinzmetal purkinje quervain raynaud reiter rendu retzius riedel
  riolan rokitansky rolando rosenmuller rosenthal roux sachs santorini scarpa schatzki scheuermann schilder schirmer schmorl schonberg schonlein
  schwann segond seldinger sertoli sever sharpey sheehan sills sinding sipple sjogren sneddon spatz spigelian stafne stein steinmann stener
  sternberg stieda stilling strauss struthers sturge sudeck swan swyer takayasu tarlov taussig tenon terson thebesius tietze tillaux tolosa towne
  treacher treitz trenaunay trendelenburg turcot valsalva vater verocay vinson virchow volkmann waldenstrom waldeyer wallenberg warthin wegener
  alport andersson apert bartter bohler cobb crouzon erlenmeyer gissane gradenigo guerin hajdu hamman hirayama hurler kallmann klinefelter klumpke
  lenke luschka magendie mazabraud mcburney noonan patau pompe rasmussen rathke rigler romanus sanfilippo schuller sequard sprengel thurner treves
  westermark
  weiss wernicke wharton whipple willebrand willis wilms wilson winslow wirsung zellweger zenker zollinger zuckerkandl
`);

/** What stands before the name of a person, whatever follows. */
const titles = setOf(
  "mr mrs ms miss mx dr prof professor doctor sir patient pt herr frau m mme mlle monsieur madame sr sra srta signor signora",
);
/** Of the titles, words that may end a sentence: a full stop behind them is not that of an abbreviation. */
const unabbreviated = setOf(
  "miss professor doctor sir patient herr frau monsieur madame signor signora",
);

/** Chains such as Legg-Calvé-Perthes have up to this many words, the noun included. */
const longestChain = 5;

/** True for what follows the name of a discoverer. */
export function isEponymNoun(folded: string): boolean {
  return (
    strongNouns.has(folded) || gradingNouns.has(folded) || weakNouns.has(folded)
  );
}

/** What the name at `index` is by the words around it. */
export function eponymUse(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): EponymUse {
  const name = tokens[index];
  if (name === undefined || followsTitle(text, tokens, index)) return "none";
  const phrase = setPhraseAt(text, tokens, index);
  if (phrase !== "none") return phrase === "sure" ? "known" : phrase;
  const [thing, of] = [tokens[index - 2], tokens[index - 1]];
  if (of?.folded === "of" && isEponymNoun(thing?.folded ?? ""))
    return known.has(name.folded) ? "known" : "none";
  for (let at = index + 1; at < index + longestChain; at += 1) {
    const [previous, token] = [tokens[at - 1], tokens[at]];
    if (token === undefined || previous === undefined) return "none";
    const between = text.slice(previous.end, token.start);
    if (!/^(?:['’]s?)?[\s–-]{1,2}$/u.test(between)) return "none";
    if (between === " " && isGrade(previous, token)) return "known";
    if (isEponymNoun(token.folded) && previous.folded !== "and") {
      const isOwned = /['’]/u.test(text.slice(name.end, token.start));
      return useBefore(name.folded, token.folded, isOwned);
    }
    const goesOn =
      /[-–]/u.test(between) ||
      (isEponymName(name.folded) &&
        (token.folded === "and" || previous.folded === "and"));
    if (!goesOn) return "none";
  }
  return "none";
}

/** "Smith's fracture" may be that of a patient; "Smith fracture" is named after somebody. */
function useBefore(name: string, noun: string, isOwned: boolean): EponymUse {
  if (known.has(name)) return "known";
  if (weakNouns.has(noun)) return "none";
  if (isEponymName(name)) return "known";
  const isPair = knownPairs.get(singular(noun))?.has(name) === true;
  return isPair && (!isOwned || mostlyOwned.has(name)) ? "supposed" : "none";
}

/** Of words whose plural only has one letter more. */
function singular(noun: string): string {
  return noun.endsWith("s") && !/(?:is|us)$/.test(noun)
    ? noun.slice(0, -1)
    : noun;
}

function isEponymName(folded: string): boolean {
  return (
    known.has(folded) ||
    gradedByLetter.has(folded) ||
    gradedByNumber.has(folded)
  );
}

/** "Weber B", "Garden III": of other names, a letter behind is an initial. */
function isGrade(name: TextToken, grade: TextToken): boolean {
  return (
    (/^[A-E]$/.test(grade.text) && gradedByLetter.has(name.folded)) ||
    (/^(?:I{1,3}|I?V|VI{1,3})$/.test(grade.text) &&
      gradedByNumber.has(name.folded))
  );
}

/** "Mr Novak", "Dr. J. Novak"; not "in this patient. Hodgkin disease". */
function followsTitle(
  text: string,
  tokens: readonly TextToken[],
  index: number,
): boolean {
  let at = index;
  while (at > 0) {
    const [previous, token] = [tokens[at - 1], tokens[at]];
    if (previous === undefined || token === undefined) return false;
    const between = text.slice(previous.end, token.start);
    const isTitle = titles.has(previous.folded);
    if (isTitle && /^\s+$/u.test(between)) return true;
    if (!/^\.?\s*$/u.test(between)) return false;
    if (isTitle) return !unabbreviated.has(previous.folded);
    const isInitial = /^\p{Lu}$/u.test(previous.text);
    if (!isInitial) return false;
    at -= 1;
  }
  return false;
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/).map(foldText));
}
