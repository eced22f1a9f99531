// Readings for tests: a film with four findings, one of them not reported, changed as each test needs.
import type { LookComparison, LookView } from "../../shared/secondLook.ts";

/** A reading by X-Raydar of the second stack's first image. */
export function lookView(changes: Partial<LookView> = {}): LookView {
  return {
    lookId: "0".repeat(32),
    algorithm: "image",
    reader: "xraydar",
    askedAtMs: Date.UTC(2026, 10, 22, 19, 5),
    filmPlace: { filmId: "f 0", stackNumber: 2, imageNumber: 1, imageCount: 3 },
    urgency: "critical",
    findings: [
      {
        label: "pneumothorax",
        name: "Pneumothorax",
        probability: 0.93,
        urgencyClass: 3,
      },
      {
        label: "consolidation",
        name: "Consolidation",
        probability: 0.5,
        urgencyClass: 2,
      },
      { label: "hernia", name: "Hernia", probability: 0, urgencyClass: 1 },
      { label: "bulla", name: "Bulla", probability: null, urgencyClass: 1 },
    ],
    nonFindings: [],
    otherFields: [],
    credit: null,
    ...changes,
  };
}

/** A film of this stack beside the same report, by two findings. */
export function lookComparison(stackNumber: number): LookComparison {
  const { askedAtMs, reader } = lookView();
  return {
    reader,
    film: {
      lookId: `film ${stackNumber}`,
      askedAtMs,
      filmPlace: {
        filmId: `${stackNumber} 0`,
        stackNumber,
        imageNumber: 1,
        imageCount: 1,
      },
    },
    report: { lookId: "report", askedAtMs, filmPlace: null },
    rows: [
      {
        label: "cavity",
        imageName: "Cavity",
        reportName: "Cavitating lung lesion",
        image: 0.2,
        report: 0.9,
      },
      {
        label: "hernia",
        imageName: "Hernia",
        reportName: "Hernia",
        image: null,
        report: 0,
      },
    ],
  };
}

/** Texts of the cells of a table, row by row, its head first. */
export function tableRows(html: string): readonly (readonly string[])[] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) =>
      cell.replaceAll(/<[^>]*>/g, ""),
    ),
  );
}
