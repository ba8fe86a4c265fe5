import type { LogIndexRow } from "./state.ts";

/** The delimiters that a new index gets. */
const TOKEN = ", '\";=()[]{}?@&<>/:\n\t\r".split("");

/** Fields of ALB's access log (alb.md §10.1) by how they are searched. */
const FIELDS = {
  long: [
    "body_bytes_sent",
    "read_request_time",
    "request_length",
    "slb_vport",
    "status",
    "tcpinfo_rtt",
    "upstream_status",
  ],
  double: ["request_time", "upstream_response_time"],
  text: [
    "app_lb_id",
    "client_ip",
    "host",
    "http_host",
    "http_referer",
    "http_user_agent",
    "http_x_forwarded_for",
    "http_x_real_ip",
    "request_method",
    "request_uri",
    "scheme",
    "server_protocol",
    "ssl_cipher",
    "ssl_protocol",
    "time",
    "upstream_addr",
    "vip_addr",
  ],
} as const;

/** An index over every word, and over the fields of ALB's access log. */
export const ACCESS_LOG_INDEX: LogIndexRow = {
  line: { token: TOKEN },
  keys: Object.fromEntries(
    (["long", "double", "text"] as const).flatMap((type) =>
      FIELDS[type].map((field) => [field, { type, ...(type === "text" && { token: TOKEN }) }]),
    ),
  ),
};
