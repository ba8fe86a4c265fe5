import { crc32 } from "node:zlib";

/** One record as a line: checksum and length of its JSON, and the JSON. */
export function encodeRecord(record: object): string {
  return encodeText(JSON.stringify(record));
}

/** The same of a record that is JSON already. */
export function encodeText(json: string): string {
  return `${checksum(Buffer.from(json))} ${Buffer.byteLength(json)} ${json}\n`;
}

/** What a file of lines holds. */
interface DecodedRecords<R> {
  records: R[];
  /** Bytes from the start that are whole records. */
  validBytes: number;
  /** Whether there are whole records behind the first one that is not: then it is damage, not an unfinished write. */
  damaged: boolean;
}

/**
 * Reads lines up to the first that is not whole. A process that dies while it writes leaves a beginning of its last
 * batch of lines; nobody has been told of them.
 */
export function decodeRecords<R>(bytes: Buffer): DecodedRecords<R> {
  const records: R[] = [];
  let at = 0;
  for (let end = bytes.indexOf(NEWLINE, at); end >= 0; end = bytes.indexOf(NEWLINE, at)) {
    const json = wholeRecord(bytes.subarray(at, end));
    if (json === undefined) break;
    records.push(JSON.parse(json));
    at = end + 1;
  }
  return { records, validBytes: at, damaged: holdsRecord(bytes, at) };
}

const NEWLINE = 10;

/** The JSON of a line, when its length and checksum fit. */
function wholeRecord(line: Buffer): string | undefined {
  const head = /^([0-9a-f]{8}) (\d{1,9}) /.exec(line.toString("latin1", 0, 20));
  if (head === null) return undefined;
  const json = line.subarray(head[0].length);
  if (json.length !== Number(head[2]) || checksum(json) !== head[1]) return undefined;
  return json.toString("utf8");
}

/** Whether any whole record begins after the line that begins at `from`. */
function holdsRecord(bytes: Buffer, from: number): boolean {
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    const end = bytes.indexOf(NEWLINE, at + 1);
    if (end >= 0 && wholeRecord(bytes.subarray(at + 1, end)) !== undefined) return true;
  }
  return false;
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}
