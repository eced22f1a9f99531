// Icons of the shapes that keep their inside: a painted frame with an opening.
import { createLucideIcon } from "lucide-react";

const frame = ["path", { d: "M3 3h18v18H3z", key: "frame" }] as const;
const hatches = [
  ["path", { d: "M3 7l4-4", key: "hatch1" }],
  ["path", { d: "M17 21l4-4", key: "hatch2" }],
] as const;

export const KeepRectangle = createLucideIcon("keep-rectangle", [
  [...frame],
  ["path", { d: "M8 9h8v6H8z", key: "hole" }],
  ...hatches.map(
    ([tag, attributes]) => [tag, attributes] as [typeof tag, typeof attributes],
  ),
]);

export const KeepEllipse = createLucideIcon("keep-ellipse", [
  [...frame],
  ["ellipse", { cx: "12", cy: "12", rx: "5", ry: "4", key: "hole" }],
  ...hatches.map(
    ([tag, attributes]) => [tag, attributes] as [typeof tag, typeof attributes],
  ),
]);

export const KeepFan = createLucideIcon("keep-fan", [
  [...frame],
  ["path", { d: "M11 7h2l4 8.5c-3 2-7 2-10 0z", key: "hole" }],
  ...hatches.map(
    ([tag, attributes]) => [tag, attributes] as [typeof tag, typeof attributes],
  ),
]);
