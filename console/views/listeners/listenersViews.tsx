import type { View } from "../../view.ts";

/** Listeners. */
export const listenersViews: View[] = [
  {
    method: "GET",
    path: "/listeners",
    section: "listeners",
    answer: async () => ({ title: "Listeners", page: <h1>Listeners</h1> }),
  },
];
