import type { RawHeaders } from "./headers.ts";
import { rawHeader } from "./headers.ts";

/** The place of one request in a distributed trace, in B3 terms (alb.md U12). */
export interface Trace {
  /** 32 hexadecimal digits, or as the client sent it. */
  traceId: string;
  /** 16 hexadecimal digits: the load balancer's own span. */
  spanId: string;
  /** The client's span, where it sent one. */
  parentSpanId?: string;
  sampled: boolean;
}

/** Names of the B3 header fields, in lower case. */
const B3_HEADERS = { traceId: "x-b3-traceid", spanId: "x-b3-spanid", sampled: "x-b3-sampled" } as const;

/** `TracingSample` counts in 10,000 (alb.md U1). */
const SAMPLE_UNIT = 10_000;

/**
 * Continues the client's trace or begins one. A decision that the client sends along is kept; otherwise `tracingSample`
 * of 10,000 requests are sampled.
 */
export function traceRequest(headers: RawHeaders, tracingSample: number, random: () => number): Trace {
  const traceId = rawHeader(headers, B3_HEADERS.traceId);
  const parentSpanId = rawHeader(headers, B3_HEADERS.spanId);
  const decided = rawHeader(headers, B3_HEADERS.sampled);
  return {
    traceId: traceId ?? hexadecimal(32, random),
    spanId: hexadecimal(16, random),
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    sampled: decided === undefined ? random() * SAMPLE_UNIT < tracingSample : decided === "1" || decided === "true",
  };
}

/** The fields that the server behind is sent. */
export function traceHeaders({ traceId, spanId, sampled }: Trace): RawHeaders {
  return [B3_HEADERS.traceId, traceId, B3_HEADERS.spanId, spanId, B3_HEADERS.sampled, sampled ? "1" : "0"];
}

function hexadecimal(digits: number, random: () => number): string {
  let text = "";
  while (text.length < digits) {
    text += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  }
  return text;
}
