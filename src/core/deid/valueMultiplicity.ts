// How many values kept attributes may have (PS3.6): what stands behind the last of them says nothing of the image, and may say something else.
import type { Tag } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";

/** As many as somebody cares to write (1-n in PS3.6). */
const anyNumber: ReadonlySet<Tag> = new Set([
  tags.EchoNumbers,
  tags.FrameTimeVector,
  tags.FocalSpots,
  tags.ConvolutionKernel,
  tags.FilterThicknessMinimum,
  tags.FilterThicknessMaximum,
  tags.WindowCenter,
  tags.WindowWidth,
  tags.LossyImageCompressionRatio,
]);

/** Multiplicities other than 1: the most values. */
const mostValues: ReadonlyMap<Tag, number> = new Map([
  [tags.ImagerPixelSpacing, 2],
  [tags.DetectorBinning, 2],
  [tags.FieldOfViewOrigin, 2],
  [tags.PatientOrientation, 2],
  [tags.ImagePositionPatient, 3],
  [tags.ImageOrientationPatient, 6],
  [tags.PixelSpacing, 2],
  [tags.PixelAspectRatio, 2],
  [tags.AcquisitionMatrix, 4],
  [tags.SpectralWidth, 2],
  [tags.ChemicalShiftReference, 2],
  [tags.DecouplingFrequency, 2],
  [tags.DecouplingChemicalShiftReference, 2],
  [tags.NumberOfZeroFills, 2],
  [tags.TransmitterFrequency, 2],
  [tags.ReconstructionTargetCenterPatient, 3],
  [tags.CalciumScoringMassFactorDevice, 3],
  [tags.RedPaletteColorLookupTableDescriptor, 3],
  [tags.GreenPaletteColorLookupTableDescriptor, 3],
  [tags.BluePaletteColorLookupTableDescriptor, 3],
]);

/** The most values that a kept attribute of numbers or short texts may have. */
export function mostValuesOf(tag: Tag): number {
  return anyNumber.has(tag) ? Infinity : (mostValues.get(tag) ?? 1);
}
