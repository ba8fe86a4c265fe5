import type { PortMinute } from "../alb/dataPlane/contract.ts";

/** The metrics of a listener that are played, each by its name, as a minute's value (alb.md §11.3). */
export const METRICS: Readonly<Record<string, (minute: PortMinute) => number>> = {
  ListenerActiveConnection: ({ connections }) => connections,
  ListenerQPS: ({ requests }) => requests / SECONDS,
  ListenerHTTPCode5XX: ({ errors }) => errors / SECONDS,
  // Milliseconds; nothing was waited for where nothing was asked.
  ListenerRequestTime: ({ requests, requestMs }) => (requests === 0 ? 0 : requestMs / requests),
};

/** Of those that count by the second: seconds of a period. */
const SECONDS = 60;
