// The web pages on which arrived cases can be looked at.
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { html, pageAnswer } from "./html.ts";

/** All pages. */
export function pageRoutes(service: Service): readonly Route[] {
  return [
    {
      name: "home",
      method: "GET",
      path: "/",
      handle: () =>
        Promise.resolve(
          pageAnswer({
            title: "Cases",
            body: html`<p>${service.data.cases.size} cases</p>`,
          }),
        ),
    },
  ];
}
