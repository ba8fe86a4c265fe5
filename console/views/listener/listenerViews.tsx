import type { View } from "../../view.ts";

/** Listener. */
export const listenerViews: View[] = [
  {
    method: "GET",
    path: "/listeners/:id",
    section: "listeners",
    answer: async () => ({ title: "Listener", page: <h1>Listener</h1> }),
  },
];
