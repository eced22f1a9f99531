// Words that meet by chance: what radiology and hospitals write everywhere, and names that are also plain English words.
import { foldText } from "./foldText.ts";

/**
 * Words of technique, anatomy, scanners and of names that stand for no name. In an attribute they prove nothing. Measured
 * on the corpus: without them its outputs have false hits.
 */
const technical = setOf(`
  ct mr mri us xa rf cr dx mg nm pt pet dr ot sc io px seg rt sr ko pr mammo xray ray rays ultrasound sono echo doppler angio fluoro tomo dexa
  head brain skull face facial orbit orbits sinus sinuses neck throat larynx thyroid chest thorax lung lungs heart cardiac coronary aorta abdomen
  abdo liver spleen kidney kidneys renal pancreas bowel colon rectum pelvis pelvic hip hips spine cervical thoracic lumbar sacrum sacral lspine
  cspine tspine shoulder arm forearm elbow wrist hand finger fingers thumb leg femur thigh knee tibia ankle foot feet toe toes breast prostate
  uterus ovary bladder bone bones joint joints muscle extremity extremities upper lower limb limbs whole body wholebody temporal petrous iac ear
  eye eyes jaw mandible maxilla teeth tooth tongue carotid vein veins vessel artery arteries angiography venography
  axial sagittal coronal oblique frontal lateral transverse left right bilateral anterior posterior superior inferior apical lordotic decubitus
  supine prone erect upright standing sitting ap pa lat lao rao llo rlo cc mlo ml lm
  original derived primary secondary localizer localiser scout topogram surview reformatted mpr mip minip average max min mean volume projection
  image images series study scan scans phase phases early late arterial portal venous delayed delay contrast plain pre post native enhanced
  standard soft sharp smooth edge detail lungs bone boneplus tissue window windows level medium large small fast slow high low normal other none
  unknown undefined anonymous anonymized anonymised anonym anon deidentified removed private patient patients name names test tests testing
  trial trials performed fall who phantom demo sample example training teaching volunteer subject case cases dummy dicom file files data no name noname unnamed john doe jane
  male female man woman boy girl adult child infant baby pediatric paediatric emergency unidentified trauma hospital
  spin gradient echo turbo flair space fiesta bravo vibe haste blade propeller dwi adc swi tof dti bold perfusion diffusion asl stir dixon water
  fat inphase outphase mag phase magnitude real imaginary mixed complex research sequence field fields map maps mask sub subtraction dsa
  siemens philips ge medical systems toshiba canon hitachi fujifilm fuji agfa kodak carestream hologic samsung esaote acuson healthcare united
  imaging mindray shimadzu varian elekta planmeca sirona konica minolta olympus zeiss topcon nidek heidelberg
  standard monochrome monochrome1 monochrome2 rgb palette color colour grey gray scale linear sigmoid volumetric sampled distorted mixed static
  dynamic gated whole multi single frame frames position positions view views table bed feet first hfs hfp ffs ffp hfdr hfdl ffdr ffdl
  coil coils body array matrix spine flex head neck tx rx helical spiral sequential axial continuous modulated auto manual on off yes
  wedge strip flat filter filters copper aluminium aluminum mixed butterfly molybdenum rhodium tungsten silver beryllium
  corrected corr attn scat decay rand dtim norm motion mock start none admin end energy tissue units counts
`);

/** Kinds of houses and departments: they name no single one. */
const institutional = setOf(`
  hospital hospitals hosp university univ clinic clinics clinica klinik klinikum kliniken krankenhaus spital universitaetsspital universitatsspital
  universitatsklinikum ospedale policlinico hopital centre center central medical medicine health healthcare care radiology radiologie radiologia
  imaging diagnostic diagnostics department dept institute institut instituto foundation trust nhs general national royal saint community county
  memorial regional district city north south east west northern southern eastern western school college group practice service services unit
  ward room floor building street road avenue lane drive place square strasse platz weg allee rue via calle plaza house box suite
  and the for of der die das und fur des del della san santa saint sankt st ev europe america usa australia germany france united kingdom states
  emergency outpatient inpatient surgery oncology cardiology neurology paediatrics pediatrics orthopaedics orthopedics neuroradiology
`);

/** Family and given names that English prose uses as words, days and months included. */
const everyday = setOf(`
  brown white black green gray grey blue gold golden silver rose violet red long short young old small little large big strong sharp hard light
  dark bright deep high low wise good best better rich poor free new noble sweet savage frost snow rain storm winter summer spring autumn may june
  april august march monday friday sunday day week weeks knight king queen prince bishop pope abbot monk dean major sergeant marshall page cook
  baker miller smith carpenter mason potter taylor weaver tanner tyler fisher hunter shepherd farmer gardener butcher porter carter cooper
  wheeler turner walker archer bowman fletcher chandler sawyer thatcher slater glover barber parker steward stewart ward wards hall church temple
  house park parks hill hills wood woods forest field fields ford bridge bridges brook brooks river rivers lake lakes pool pond well wells waters
  banks bank beach marsh moor moore heath glen dale rock stone stones flint clay sand sands cliff mount mountain valley bush tree ash birch oak
  hawthorne reed moss berry cherry apple olive lily daisy ivy fern flower flowers bell bells horn drum sound love joy hope faith grace charity
  patience mercy prudence constance victor mark marks bill bills will rob jack frank grant chase drew miles rush speed swift case cases chance
  price cash penny sterling bond bonds law laws order power powers strength might stark cross star moon sky sun day dawn eve noble root roots
  branch branches stem stems leaf field post posts pole poles gate gates lane street rose head hand hands foot back body bone bones heart legg
  lock locke key keys ring rings chain fox wolf bear lamb bull swan crane crow finch hawk drake peacock partridge bird fish pike salmon herring
  hare hart buck self read reader wright rice bean beans corn curry salt pepper mills mill mills dish bass treble piano ball balls pitts pitt
  sides side end ends link links list lists line lines low loss cost costs gain change chang wing wings webb web nail nails blade blades
  center centre lee man men an do so to he she you sung tang song in on van sharp moody noon night west east north south northern early late
  mean ray rays ali art cliff dean don gene guy hank jay jean joy june mac max pat peg ted tom val sandy ginger amber jade pearl ruby crystal
  iris rosemary sage basil melody carol dolly holly robin wren chad israel jordan china india paris london london geneva florence berlin
  glass french pain blood rib
  brook heath lance rod rusty skip stone summers winters years year days month months weeks hours hour minute minutes grade stage type focal
`);

/**
 * Of these words, those that texts about images hardly ever write with a capital unless somebody is called so, and the given
 * names that stand for nobody in an attribute.
 */
const callings = setOf(`
  knight king queen prince bishop pope abbot monk dean marshall cook baker miller smith carpenter mason potter taylor weaver tanner tyler fisher
  hunter shepherd farmer gardener butcher porter carter cooper wheeler turner walker archer bowman fletcher chandler sawyer thatcher slater glover
  barber parker steward stewart woods brook brooks moor moore heath glen dale hawthorne reed moss berry lily daisy ivy bell bells frost grace
  faith charity prudence victor rob jack frank grant drew sterling price penny rose legg locke fox wolf lamb crane crow finch hawk drake peacock
  partridge pike buck hart hare wright rice curry pitt pitts webb lee tang jordan israel robin holly dolly carol melody amber jade ruby ginger
  sandy jean jay don guy ted tom pat peg ali chad cliff max gene rosemary basil wren john doe jane winters summers banks wells hayes noble
`);

/** Of the everyday words, things of which texts say what they say of persons: "Pain returned", "Blood was seen". */
const things = setOf("glass pain blood rib");
/** And adverbs: "Best seen on CT", but "Best was seen". */
const adverbs = setOf("best better");

/** Words of technique and of houses that few are called by: alone they are a heading. */
const callsNobody = new Set(
  [...technical, ...institutional].filter((word) => !everyday.has(word)),
);

/** True for names that are words, and that mean somebody wherever they have a capital. */
export function isCalling(folded: string): boolean {
  return callings.has(folded);
}

/** True for names of things that are seen, treated or referred as persons are. */
export function isThing(folded: string): boolean {
  return things.has(folded);
}

/** True for words that say of a participle how it is done. */
export function isAdverb(folded: string): boolean {
  return adverbs.has(folded);
}

/** True for words that need a capital within a sentence before they may be a name. */
export function isHeadingWord(folded: string): boolean {
  return callsNobody.has(folded) && !callings.has(folded);
}

/** True for words of technique and anatomy: in an attribute they tell nothing. */
export function isTechnicalWord(folded: string): boolean {
  return technical.has(folded);
}

/** True for words of which a name proves nothing unless it is written as a name. */
export function isEverydayWord(folded: string): boolean {
  return (
    everyday.has(folded) || technical.has(folded) || institutional.has(folded)
  );
}

/** True for words in the names of houses and departments, and in addresses. */
export function isInstitutionalWord(folded: string): boolean {
  return institutional.has(folded) || technical.has(folded);
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/).map(foldText));
}
