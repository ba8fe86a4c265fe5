import type { View } from "../../view.ts";

/** Approvals. */
export const approvalViews: View[] = [
  {
    method: "GET",
    path: "/approvals",
    section: "approvals",
    answer: async () => ({ title: "Approvals", page: <h1>Approvals</h1> }),
  },
];
