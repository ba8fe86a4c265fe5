import type { basicReasons } from "../../../platform/reasons/topics/basics.ts";
import type { Messages } from "../message.ts";

export const basics: Messages<typeof basicReasons> = {
  text: ({ text }) => text,
  several: ({ parts }, { messageOf }) => parts.map(messageOf).join("; "),
  "cloud-error": {
    message: ({ product, action, cloudCode, requestId, message }) =>
      `${product} ${action} returned ${cloudCode}: ${message}${requestId === "" ? "" : ` (request ${requestId})`}`,
    next: "Look up the code in the API reference of the product; with the request id Alibaba Cloud's support finds the call",
  },
  "internal-error": {
    message: ({ message }) => `albflow itself has failed (${message})`,
    next: "Report it, with the name of the execution",
  },
};
