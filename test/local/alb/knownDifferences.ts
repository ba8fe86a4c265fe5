/** Where the real cloud may answer otherwise than the contract says, and why; those cases are skipped against it. */
export const knownDifferences: { action: string; kind: string; message: string }[] = [
  {
    action: "UpdateListenerAttribute",
    kind: "limit",
    message: "Limits marked textOnly may pass the gateway and be refused by the service in other words.",
  },
  {
    action: "CreateListener",
    kind: "limit",
    message: "Limits marked textOnly may pass the gateway and be refused by the service in other words.",
  },
  {
    action: "CreateRule",
    kind: "limit",
    message: "Limits marked textOnly may pass the gateway and be refused by the service in other words.",
  },
];
