import {
  backwardBits,
  type FseTable,
  fseTable,
  type HuffmanTable,
  huffmanTable,
  readFse,
  readHuffman,
  uncompressHuffman,
} from "./zstdTables.ts";

const MAGIC = 0xfd2fb528;
const MAX_BLOCK = 128 * 1024;

/** What blocks of a frame take over from those before: tables, and the last three offsets. */
interface Carried {
  huffman?: HuffmanTable;
  literalLengths?: FseTable;
  offsets?: FseTable;
  matchLengths?: FseTable;
  recent: [number, number, number];
}

/** What is written so far. */
interface Output {
  raw: Buffer;
  length: number;
}

/**
 * Unpacks Zstandard frames (RFC 8878) of a known size, for a Node without zstd. Dictionaries are not known, and checksums are not
 * compared. Throws `RangeError` for what is damaged or of another size; no input makes it run on.
 */
export function unpackZstd(body: Buffer, rawSize: number): Buffer {
  const output: Output = { raw: Buffer.alloc(rawSize), length: 0 };
  let at = 0;
  while (at < body.length) {
    const magic = body.readUInt32LE(at);
    at =
      (magic & 0xfffffff0) >>> 0 === 0x184d2a50
        ? at + 8 + body.readUInt32LE(at + 4)
        : readFrame(body, at, magic, output);
  }
  if (output.length !== rawSize) throw new RangeError("size");
  return output.raw;
}

/** Answers where the next frame begins. */
function readFrame(body: Buffer, start: number, magic: number, output: Output): number {
  if (magic !== MAGIC) throw new RangeError("magic");
  const flags = body.readUInt8(start + 4);
  if ((flags & 8) !== 0) throw new RangeError("reserved bit");
  const isSingle = (flags & 32) !== 0;
  const [dictionaryBytes = 0] = [[0, 1, 2, 4][flags & 3]];
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  let at = start + 5 + (isSingle ? 0 : 1);
  for (let index = 0; index < dictionaryBytes; index++) {
    if (body.readUInt8(at + index) !== 0) throw new RangeError("dictionary");
  }
  at += dictionaryBytes + sizeBytes;
  const carried: Carried = { recent: [1, 4, 8] };
  // What a frame refers to lies within it.
  const begin = output.length;
  for (let isLast = false; !isLast; ) {
    const header = body.readUIntLE(at, 3);
    at += 3;
    isLast = (header & 1) === 1;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (type === 0) {
      append(output, slice(body, at, size));
      at += size;
    } else if (type === 1) {
      append(output, Buffer.alloc(limited(size), body.readUInt8(at)));
      at += 1;
    } else if (type === 2) {
      readBlock(slice(body, at, limited(size)), carried, output, begin);
      at += size;
    } else throw new RangeError("block type");
  }
  return at + ((flags & 4) === 0 ? 0 : 4);
}

function readBlock(block: Buffer, carried: Carried, output: Output, begin: number): void {
  const { literals, at: afterLiterals } = readLiterals(block, carried);
  let at = afterLiterals;
  const first = block.readUInt8(at++);
  let count = first;
  if (first === 255) {
    count = block.readUInt16LE(at) + 0x7f00;
    at += 2;
  } else if (first > 127) count = ((first - 128) << 8) + block.readUInt8(at++);
  if (count === 0) {
    append(output, literals);
    return;
  }
  const modes = block.readUInt8(at++);
  if ((modes & 3) !== 0) throw new RangeError("reserved bits");
  const table = (mode: number, kind: Kind, former: FseTable | undefined): FseTable => {
    if (mode === 0) return kind.predefined;
    if (mode === 1) return fseTable([...Array<number>(block.readUInt8(at++)).fill(0), 1], 0);
    if (mode === 3) {
      if (former === undefined) throw new RangeError("no table to repeat");
      return former;
    }
    const read = readFse(block, at, kind.maxAccuracy);
    at = read.at;
    return read.table;
  };
  carried.literalLengths = table(modes >> 6, LITERAL_LENGTHS, carried.literalLengths);
  carried.offsets = table((modes >> 4) & 3, OFFSETS, carried.offsets);
  carried.matchLengths = table((modes >> 2) & 3, MATCH_LENGTHS, carried.matchLengths);
  copySequences(block.subarray(at), count, literals, carried as Required<Carried>, output, begin);
}

/** Each sequence is a number of literals, and a match: so many bytes from so far back. */
function copySequences(
  bytes: Buffer,
  count: number,
  literals: Buffer,
  { literalLengths, offsets, matchLengths, recent }: Required<Omit<Carried, "huffman">>,
  output: Output,
  begin: number,
): void {
  const bits = backwardBits(bytes);
  const states = [literalLengths, offsets, matchLengths].map((table) => bits.read(table.accuracy));
  let [lengthState = 0, offsetState = 0, matchState = 0] = states;
  let used = 0;
  for (let index = 0; index < count; index++) {
    const offsetCode = literal(offsets.symbols[offsetState]);
    if (offsetCode > 31) throw new RangeError("offset");
    const value = 2 ** offsetCode + bits.read(offsetCode);
    const [matchBase, matchBits] = pair(MATCH_LENGTHS.values[literal(matchLengths.symbols[matchState])]);
    const matchLength = matchBase + bits.read(matchBits);
    const [literalBase, literalBits] = pair(LITERAL_LENGTHS.values[literal(literalLengths.symbols[lengthState])]);
    const literalLength = literalBase + bits.read(literalBits);
    if (bits.left() < 0) throw new RangeError("sequence");
    append(output, slice(literals, used, literalLength));
    used += literalLength;
    copyMatch(output, begin, offsetOf(value, literalLength, recent), matchLength);
    if (index === count - 1) break;
    lengthState = bits.next(literalLengths, lengthState);
    matchState = bits.next(matchLengths, matchState);
    offsetState = bits.next(offsets, offsetState);
  }
  append(output, literals.subarray(used));
}

/** The values 1 to 3 stand for one of the last three offsets, which they bring to the front. */
function offsetOf(value: number, literalLength: number, recent: [number, number, number]): number {
  const index = value > 3 ? 4 : value - 1 + (literalLength === 0 ? 1 : 0);
  const [first, second, third] = recent;
  const offset = [first, second, third, first - 1, value - 3][index] ?? 0;
  if (index === 1) recent.splice(0, 3, offset, first, third);
  else if (index > 1) recent.splice(0, 3, offset, first, second);
  return offset;
}

function copyMatch(output: Output, begin: number, offset: number, length: number): void {
  const { raw, length: from } = output;
  if (offset <= 0 || offset > from - begin || from + length > raw.length) throw new RangeError("match");
  // What overlaps what it writes is copied in parts that do not.
  for (let done = 0; done < length; ) {
    const part = Math.min(length - done, offset + done);
    raw.copyWithin(from + done, from - offset, from - offset + part);
    done += part;
  }
  output.length += length;
}

function readLiterals(block: Buffer, carried: Carried): { literals: Buffer; at: number } {
  const head = block.readUInt8(0);
  const type = head & 3;
  const format = (head >> 2) & 3;
  if (type < 2) {
    const bytes = format === 1 ? 2 : format === 3 ? 3 : 1;
    const size = limited(block.readUIntLE(0, bytes) >> (bytes === 1 ? 3 : 4));
    if (type === 0) return { literals: slice(block, bytes, size), at: bytes + size };
    return { literals: Buffer.alloc(size, block.readUInt8(bytes)), at: bytes + 1 };
  }
  const bytes = format < 2 ? 3 : format + 2;
  const width = [10, 10, 14, 18][format] ?? 0;
  const packed = Math.floor(block.readUIntLE(0, bytes) / 16);
  const size = limited(packed % 2 ** width);
  const end = bytes + Math.floor(packed / 2 ** width);
  let at = bytes;
  if (type === 2) {
    const tree = readHuffman(slice(block, 0, end), at);
    carried.huffman = huffmanTable(tree.weights);
    at = tree.at;
  }
  if (carried.huffman === undefined) throw new RangeError("no tree to repeat");
  const streams = slice(block, at, end - at);
  return { literals: uncompressHuffman(streams, carried.huffman, size, format === 0 ? 1 : 4), at: end };
}

interface Kind {
  maxAccuracy: number;
  predefined: FseTable;
  /** By code: the least value, and how many bits are added to it. */
  values: [base: number, bits: number][];
}

/** Codes that stand for one value each, then one for each number of bits. */
function valuesFrom(first: number, single: number, bits: number[]): [number, number][] {
  const values = Array.from({ length: single }, (_, code): [number, number] => [first + code, 0]);
  let base = first + single;
  for (const width of bits) {
    values.push([base, width]);
    base += 2 ** width;
  }
  return values;
}

const ones = (count: number) => Array<number>(count).fill(1);
const twos = (count: number) => Array<number>(count).fill(2);
const rare = (count: number) => Array<number>(count).fill(-1);

/** RFC 8878, 3.1.1.3.2.1 and 3.1.1.3.2.2. */
const LITERAL_LENGTHS: Kind = {
  maxAccuracy: 9,
  predefined: fseTable([4, 3, ...twos(11), ...ones(3), ...twos(9), 3, 2, ...ones(5), ...rare(4)], 6),
  values: valuesFrom(0, 16, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
};
const MATCH_LENGTHS: Kind = {
  maxAccuracy: 9,
  predefined: fseTable([1, 4, 3, ...twos(6), ...ones(37), ...rare(7)], 6),
  values: valuesFrom(3, 32, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
};
const OFFSETS: Kind = {
  maxAccuracy: 8,
  predefined: fseTable([...ones(6), ...twos(3), ...ones(15), ...rare(5)], 5),
  values: [],
};

function append(output: Output, bytes: Buffer): void {
  if (output.length + bytes.length > output.raw.length) throw new RangeError("size");
  bytes.copy(output.raw, output.length);
  output.length += bytes.length;
}

/** Throws where the bytes are not there. */
function slice(bytes: Buffer, at: number, length: number): Buffer {
  if (length < 0 || at + length > bytes.length) throw new RangeError("end");
  return bytes.subarray(at, at + length);
}

function limited(size: number): number {
  if (size > MAX_BLOCK) throw new RangeError("block size");
  return size;
}

function literal(value: number | undefined): number {
  if (value === undefined) throw new RangeError("state");
  return value;
}

function pair(value: [number, number] | undefined): [number, number] {
  if (value === undefined) throw new RangeError("code");
  return value;
}
