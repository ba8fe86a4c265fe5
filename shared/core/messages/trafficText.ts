import type { Language } from "./message.ts";

/** What went through a listener by the access log of its instance. */
interface Figures {
  minutes: number;
  requests: number;
  errors: number;
  latency: { of: number; half: number; most: number } | null;
}

/** What the access log says of the last minutes, as the page and `albflow listener` show it. */
export function trafficText({ minutes, requests, errors, latency }: Figures, language: Language): string {
  if (language === "zh") {
    const took =
      latency === null ? "" : `；最近 ${latency.of} 次中，P50 ${latency.half} 毫秒，P95 ${latency.most} 毫秒`;
    return `最近 ${minutes} 分钟：${requests} 次请求，其中 5xx ${errors} 次${took}`;
  }
  const took =
    latency === null
      ? ""
      : `; of the latest ${latency.of}, half took at most ${latency.half} ms, 95 % at most ${latency.most} ms`;
  return `last ${minutes} minutes: ${requests} ${requests === 1 ? "request" : "requests"}, ${errors} answered 5xx${took}`;
}
