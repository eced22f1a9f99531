// Suggestions from headers: rounded ages, genders, modalities and intervals that never hold a date.
import { describe, expect, it } from "vitest";
import { groupsOf, stackOf, studyOf } from "../../testing/groupedImages.ts";
import {
  daysBetween,
  intervalCaption,
  parseDicomDate,
  siteAge,
  suggestedAge,
  suggestedCaptions,
  suggestedGender,
} from "./headerSuggestions.ts";

const patient = { name: "", id: "P1", birthDate: "", sex: "", age: "" };
const studyAt = (key: string, date: string, fields = {}) =>
  studyOf(key, [stackOf(key, 1)], { date, ...fields });

describe("siteAge", () => {
  it.each([
    [0, ""],
    [1, "1 year"],
    [17, "17 years"],
    [18, "18 years"],
    [19, "20 years"],
    [22, "20 years"],
    [23, "25 years"],
    [47, "45 years"],
    [48, "50 years"],
    [89, "90 years"],
    [97, "90 years"],
    [400, ""],
  ])("writes %i years as '%s'", (years, text) => {
    expect(siteAge(years)).toBe(text);
  });
});

describe("suggestedAge", () => {
  it("reads an age in months as whole years", () => {
    const study = studyAt("1", "20240101", {
      patient: { ...patient, age: "030M" },
    });
    expect(suggestedAge(groupsOf([study]))).toBe("2 years");
  });

  it("falls back to birth and study date", () => {
    const study = studyAt("1", "20240301", {
      patient: { ...patient, birthDate: "19790401" },
    });
    expect(suggestedAge(groupsOf([study]))).toBe("45 years");
  });
});

describe("suggestedGender", () => {
  it("is empty when studies disagree or say O", () => {
    const male = studyAt("1", "", { patient: { ...patient, sex: "M" } });
    const female = studyAt("2", "", { patient: { ...patient, sex: "F" } });
    const other = studyAt("3", "", { patient: { ...patient, sex: "O" } });
    expect(suggestedGender(groupsOf([male]))).toBe("Male");
    expect(suggestedGender(groupsOf([male, female]))).toBe("");
    expect(suggestedGender(groupsOf([other]))).toBe("");
  });
});

describe("captions", () => {
  it.each([
    [0, "Same day"],
    [1, "1 day later"],
    [13, "13 days later"],
    [14, "2 weeks later"],
    [92, "3 months later"],
    [800, "2 years later"],
  ])("puts %i days as '%s'", (days, caption) => {
    expect(intervalCaption(days)).toBe(caption);
  });

  it("calls the first of several studies the baseline and leaves a single one alone", () => {
    const first = studyAt("1", "20240101");
    const second = studyAt("2", "20240401");
    const undated = studyAt("3", "");
    expect(suggestedCaptions([first, second, undated])).toEqual([
      "Baseline",
      "3 months later",
      "",
    ]);
    expect(suggestedCaptions([first])).toEqual([""]);
  });
});

describe("DICOM dates", () => {
  it("reads both forms and refuses days that do not exist", () => {
    expect(parseDicomDate("20240229")).toBe(Date.UTC(2024, 1, 29));
    expect(parseDicomDate("1999.12.31")).toBe(Date.UTC(1999, 11, 31));
    expect(parseDicomDate("20230229")).toBeNull();
    expect(parseDicomDate("")).toBeNull();
    expect(daysBetween("20240101", "20240301")).toBe(60);
  });
});
