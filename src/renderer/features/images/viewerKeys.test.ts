// Keys and zoom of the viewer.
import { describe, expect, it } from "vitest";
import { viewerActionFor, wholeImage, zoomed } from "./viewerKeys.ts";

describe("viewer", () => {
  it("maps keys whatever their case, and leaves others alone", () => {
    expect(viewerActionFor("K")).toBe("keyImage");
    expect(viewerActionFor("[")).toBe("keepFromHere");
    expect(viewerActionFor(" ")).toBe("togglePlay");
    expect(viewerActionFor("Tab")).toBeNull();
    expect(viewerActionFor("x")).toBeNull();
  });

  it("zooms between the whole image and eight times, around the middle", () => {
    expect(zoomed({ zoom: 2, panX: 10, panY: -4 }, 2)).toEqual({
      zoom: 4,
      panX: 20,
      panY: -8,
    });
    expect(zoomed({ zoom: 6, panX: 0, panY: 0 }, 2).zoom).toBe(8);
    expect(zoomed({ zoom: 1.5, panX: 30, panY: 30 }, 0.5)).toEqual(wholeImage);
  });
});
