// Keywords break between words, and read as before.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Keyword } from "./Keyword.tsx";

it("offers a break before each word and abbreviation", () => {
  expect(
    renderToStaticMarkup(<Keyword text="MediaStorageSOPInstanceUID" />),
  ).toBe("Media<wbr/>Storage<wbr/>SOP<wbr/>Instance<wbr/>UID");
  expect(renderToStaticMarkup(<Keyword text="Private attribute" />)).toBe(
    "Private attribute",
  );
});
