// Words behind labels such as "Patient:" and "Author:" that name nobody, without accents and in small letters.

/** What stands behind a label and is nobody. */
export const proseWords: ReadonlySet<string> = new Set(
  `dob mrn sat up lay off out ill fit ok via per am pm sir madam sirs colleague colleagues doctor doctors dr drs prof professor team mdt gp surgery surgeon
  unknown withheld removed anonymous anonymised anonymized redacted hidden unable able well unwell not intubated ventilated sedated ct mr mri us
  xr cxr pt pts iv ed er icu another general cardiology orthopaedics orthopedics paediatrics pediatrics oncall on-call`.split(
    /\s+/,
  ),
);

/** What a patient is or does, and what stands in place of who wrote. Behind a label, as the first word. */
export const stateWords: ReadonlySet<string> = new Set(
  `see refer ref self same above below attached enclosed pending na nil yes blank tba tbc test tests demo example sample deleted confidential private
  various multiple several editor editors copyright department dept university college institution agency locum trainee student staff member nurse
  nurses nursing care home carer carers relative relatives family wife husband mother father bed bedbound theatre recovery clinic case list number
  id mrn dob one two three first second reference references literature journal group committee duty night weekend oncology podiatry ophthalmology
  female male man woman boy girl lady gentleman baby infant neonate newborn child adult teenager elderly youth volunteer control donor recipient
  sitting standing seated semi lying flat prone upright kneeling walking talking awake asleep alert conscious unconscious drowsy confused agitated
  restless cooperative uncooperative compliant deceased dead died alive frail obese slim thin pregnant postpartum smoker ex nonsmoker former diabetic
  asthmatic febrile afebrile hypoxic pyrexial feverish breathless breathing dyspnoeic wheezy unstable improving improved worse worsening better
  deteriorating critical sick comfortable moved moving motion movement breathed positioned positioning position transferred transfer admitted
  admission discharged discharge referred referral presented presents presenting presentation complains complaining complained attends attended
  arrived brought treated treatment operated undergoing underwent immunocompromised immunosuppressed vaccinated unvaccinated isolated immobile mobile
  ambulant ambulatory wheelchair trolley chair stretcher oxygen room allergic allergies nkda dnr dnacpr positive negative healthy unidentified unnamed
  undisclosed prolonged raised elevated reduced low high increased decreased requests requires required needs needed wants available unavailable
  closed stroke asthma cancer leukaemia leukemia anaemia anemia day transplant transplanted unresponsive responsive rta rtc mva mvc hypertension hypertensive
  hypotension hypotensive tachycardia bradycardia jaundice jaundiced palpitations hoarse syncope pyrexia sweats sweating haemoptysis hemoptysis bedside
  headache nausea vomiting vomited coughing coughs diarrhoea diarrhea constipation seizure seizures collapsed falls fell injury injured burns bleeding
  bleed rash swelling swollen tender dialysis chemotherapy radiotherapy surgery et ai me us him her them comments comment agrees agreed disagrees
  discrepancy informed aware notified remote physio physiotherapy physiotherapist therapist therapy dietician dietitian midwife dentist paramedic
  pharmacist mobilise mobilised mobilising electronically digitally automatically final both either neither ok okay done correct checked
  left-handed handed operative post pre post-op pre-op af acs pe dvt tia uti mi cva vte tb hiv esrf ckd ihd cad ra sle ms`.split(
    /\s+/,
  ),
);
