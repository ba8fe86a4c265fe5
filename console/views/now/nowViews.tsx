import type { View } from "../../view.ts";

/** Now. */
export const nowViews: View[] = [
  {
    method: "GET",
    path: "",
    section: "now",
    answer: async () => ({ title: "Now", page: <h1>Now</h1> }),
  },
];
