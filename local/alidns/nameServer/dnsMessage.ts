/** What a DNS message asks (RFC 1035 §4.1). */
interface Query {
  id: number;
  /** The operation; 0 is an ordinary question. */
  opcode: number;
  recursionDesired: boolean;
  /** Lower case, without the last dot; empty for the root. */
  name: string;
  type: number;
  /** The question as it was sent, which an answer repeats letter by letter. */
  question: Buffer;
  /** The most bytes that the asker takes over UDP; undefined when it does not say (RFC 6891). */
  udpBytes: number | undefined;
}

/** One record of an answer. */
export interface Reported {
  name: string;
  type: number;
  ttl: number;
  data: Buffer;
}

/** An answer to a query. */
export interface DnsAnswer {
  /** 0 all well, 1 malformed, 3 no such name, 4 not implemented, 5 refused. */
  code: 0 | 1 | 3 | 4 | 5;
  authoritative: boolean;
  answers: Reported[];
  authorities: Reported[];
}

/** Reads the one question of a message; undefined when it is no query with one question. */
export function readDnsQuery(message: Buffer): Query | undefined {
  if (message.length < HEADER || message.readUInt16BE(4) !== 1) return undefined;
  const flags = message.readUInt16BE(2);
  if ((flags & RESPONSE) !== 0) return undefined;
  const read = readName(message, HEADER);
  if (read === undefined || message.length < read.end + 4) return undefined;
  return {
    id: message.readUInt16BE(0),
    opcode: (flags >> 11) & 15,
    recursionDesired: (flags & RECURSION_DESIRED) !== 0,
    name: read.labels.join(".").toLowerCase(),
    type: message.readUInt16BE(read.end),
    question: message.subarray(HEADER, read.end + 4),
    udpBytes: udpBytesIn(message, read.end + 4),
  };
}

/** Writes an answer; one that is longer than `maxBytes` is left empty and marked as cut, so that TCP is asked. */
export function writeAnswer(query: Query, answer: DnsAnswer, maxBytes: number): Buffer {
  const records = [...answer.answers, ...answer.authorities].map(writeRecord);
  const opt = query.udpBytes === undefined ? [] : [OPT_RECORD];
  const whole = Buffer.concat([header(query, answer, false), query.question, ...records, ...opt]);
  if (whole.length <= maxBytes) return whole;
  const empty: DnsAnswer = { ...answer, answers: [], authorities: [] };
  return Buffer.concat([header(query, empty, true), query.question, ...opt]);
}

/** A name as it is written in a message: each label behind its length. */
export function writeName(name: string): Buffer {
  const labels = name.split(".").filter((label) => label !== "");
  return Buffer.concat([...labels.map(writeLabel), Buffer.from([0])]);
}

const HEADER = 12;
const RESPONSE = 0x8000;
const AUTHORITATIVE = 0x0400;
const CUT = 0x0200;
const RECURSION_DESIRED = 0x0100;
const OPT = 41;
/** We take 1,232 bytes over UDP, as is agreed on. */
const OPT_RECORD = Buffer.from([0, 0, OPT, 0x04, 0xd0, 0, 0, 0, 0, 0, 0]);

function header(query: Query, answer: DnsAnswer, cut: boolean): Buffer {
  const bytes = Buffer.alloc(HEADER);
  const flags =
    RESPONSE |
    (query.opcode << 11) |
    (answer.authoritative ? AUTHORITATIVE : 0) |
    (cut ? CUT : 0) |
    (query.recursionDesired ? RECURSION_DESIRED : 0) |
    answer.code;
  for (const [index, value] of [
    query.id,
    flags,
    1,
    answer.answers.length,
    answer.authorities.length,
    query.udpBytes === undefined ? 0 : 1,
  ].entries()) {
    bytes.writeUInt16BE(value, index * 2);
  }
  return bytes;
}

function writeRecord({ name, type, ttl, data }: Reported): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(INTERNET, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([writeName(name), fixed, data]);
}

const INTERNET = 1;

function writeLabel(label: string): Buffer {
  const bytes = Buffer.from(label, "latin1").subarray(0, 63);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** A name in a question. Nothing in a question is shortened, so a pointer is malformed there. */
function readName(message: Buffer, start: number): { labels: string[]; end: number } | undefined {
  const labels: string[] = [];
  for (let at = start; at < message.length; ) {
    const length = message[at] ?? 0;
    if (length === 0) return { labels, end: at + 1 };
    if (length > 63 || labels.length > 127) return undefined;
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return undefined;
}

/** The size that an OPT record right behind the question tells; queries carry nothing else. */
function udpBytesIn(message: Buffer, at: number): number | undefined {
  if (message.length < at + 11 || message[at] !== 0 || message.readUInt16BE(at + 1) !== OPT) return undefined;
  return Math.max(512, message.readUInt16BE(at + 3));
}
