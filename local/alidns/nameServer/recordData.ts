import { isIPv4, isIPv6 } from "node:net";
import { punyCodeOf } from "../punyCode.ts";
import type { RecordRow } from "../rows.ts";
import { writeName } from "./dnsMessage.ts";

/** The numbers of the record types that the name servers tell. */
export const RECORD_TYPES: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  CAA: 257,
};

/** The data of a record as a DNS message carries it; empty where the value is not of its type. */
export function recordData(record: RecordRow): Buffer {
  return WRITERS[record.Type]?.(record.Value, record) ?? Buffer.alloc(0);
}

const WRITERS: Readonly<Record<string, (value: string, record: RecordRow) => Buffer>> = {
  A: (value) => (isIPv4(value) ? Buffer.from(value.split(".").map(Number)) : Buffer.alloc(0)),
  AAAA: (value) => (isIPv6(value) ? ipv6Bytes(value) : Buffer.alloc(0)),
  NS: (value) => writeName(value),
  CNAME: (value) => writeName(punyCodeOf(value)),
  MX: (value, { Priority = 10 }) => Buffer.concat([uint16(Priority), writeName(value)]),
  TXT: (value) => Buffer.concat(stringsOf(value).map((part) => Buffer.concat([Buffer.from([part.length]), part]))),
  SRV(value) {
    const [priority = "0", weight = "0", port = "0", target = ""] = value.split(/\s+/);
    return Buffer.concat([...[priority, weight, port].map((number) => uint16(Number(number))), writeName(target)]);
  },
  CAA(value) {
    const [, flags = "0", tag = "", text = ""] = /^(\d+)\s+(\w+)\s+"?([^"]*)"?$/.exec(value) ?? [];
    return Buffer.concat([Buffer.from([Number(flags) & 255, tag.length]), Buffer.from(tag + text)]);
  },
};

/** A text in pieces of at most 255 bytes. */
function stringsOf(value: string): Buffer[] {
  const bytes = Buffer.from(value, "utf8");
  const count = Math.max(1, Math.ceil(bytes.length / 255));
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * 255, (index + 1) * 255));
}

function uint16(number: number): Buffer {
  return Buffer.from([(number >> 8) & 255, number & 255]);
}

function ipv6Bytes(value: string): Buffer {
  const [head = "", tail] = value.split("::");
  const groups = (part: string) => part.split(":").filter((group) => group !== "");
  const missing = 8 - groups(head).length - groups(tail ?? "").length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => "0"), ...groups(tail ?? "")];
  return Buffer.concat(all.map((group) => uint16(Number.parseInt(group, 16))));
}
