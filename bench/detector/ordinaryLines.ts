// What is printed on images and says nothing of any patient: sides, scales, settings, protocols, buttons.

/** Lines as scanners, viewers and people print them; the last ones are near to names on purpose. */
export const ordinaryLines: readonly string[] = `
  kV 120 mAs 210|120 kV 250 mA|kVp 80|3.2 mAs|MI 0.9 TIs 0.4 TIb 0.6|Gain 50 dB|GAIN 62%|W 400 L 40|WW 1500 WL -600|C 127 W 255
  THK 5.0 mm|SL 3.0|Im 12/96|IM: 104 SE: 3|Se: 4/7|FR 32 Hz|Frq 5.0 MHz|DR 60 Map 3|PRF 4.0 kHz|WF 120 Hz|Depth 16 cm|DFOV 35.0 cm
  FOV 240 mm|Matrix 512 x 512|TR 4500 TE 102|TI 2200|FA 90|NEX 2|Zoom 1.5x|Scale 1:1|Dist 2.34 cm|Area 3.1 cm2|HU 42 SD 11|Mean 118.4
  LEFT|RIGHT|L|R|LT LAT|RT MLO|PA ERECT|AP SUPINE|PORTABLE|ERECT PORTABLE|DECUBITUS LEFT|INSPIRATION|EXPIRATION|PRONE|STANDING
  LIVER|SPLEEN|RT KIDNEY LONG|LT KIDNEY TRANS|GALLBLADDER|PANCREAS|AORTA PROX|CBD 4.1 mm|PORTAL VEIN|UTERUS SAG|LEFT OVARY|THYROID LT
  CAROTID BIFURCATION|CHEST PA|ABDOMEN AP|CERVICAL SPINE|LUMBAR LATERAL|PELVIS|KNEE AP/LAT|SKULL|BRAIN|LUNG|SOFT TISSUE|BONE PLUS
  Axial 5.0 STANDARD|CORONAL MPR|SAG T2 FLAIR|MIP THIN|3D VR|ARTERIAL PHASE|DELAYED 5 MIN|NON CONTRAST|POST GAD|DIFFUSION B1000|ADC MAP
  ABDOMEN C5-1|GEN L12-3|VASC 9L|CARDIAC S5-1|LOGIQ E9|EPIQ 7|SOMATOM|Aquilion ONE|Ingenia 3.0T|Optima CT660|DISCOVERY MR750
  PW SV 2.0 mm|PSV 92.4 cm/s|EDV 21.0 cm/s|RI 0.71|HR 78 bpm|ECG|Frame 12 of 48|Loop 3|Page 1 of 2|Series 5|Slice 42|Time 12:04:33
  File|Edit|View|Tools|Help|Window|Save as|Print preview|Measure|Annotate|Search|Settings|Cancel|OK|Not for diagnostic use|Lossy 10:1
  DAP 2.1|Exposure index 1420|Grid IN|Focus 1.2|SID 110 cm|Tube head 0|Rotate 90|Invert|Harmonics ON|Persist MED|Compression 60
  TRACE|GRADE II|TOMOGRAPHY|SMOOTH|JOINTS|ROSS|HEAD FIRST|KIMURA|LEEWAY|WEIGHT 70 kg|ANNULUS|MARKER|GEORGIAN|GRACES|FRANKFURT LINE
  0.0|100|1 2 3 4 5|10 cm|+|2019 protocol|v4.2.1|S/N 0042|cm/s -40 -20 0 20 40|0 5 10 15 20 25|20.5 C|8 bit|1024 x 768|R1 L2 P3 A4
`
  .split(/[|\n]/)
  .map((line) => line.trim())
  .filter((line) => line !== "");
