import type { View } from "../../view.ts";

/** Certificates. */
export const certificatesViews: View[] = [
  {
    method: "GET",
    path: "/certificates",
    section: "certificates",
    answer: async () => ({ title: "Certificates", page: <h1>Certificates</h1> }),
  },
];
