/** A table of finite state entropy (RFC 8878, 4.1): what each state stands for, and by which bits it is left. */
export interface FseTable {
  accuracy: number;
  symbols: number[];
  bits: number[];
  next: number[];
}

/** By so many bits as the longest code has: the symbol, and how many of them are its own. */
export interface HuffmanTable {
  maxBits: number;
  symbols: number[];
  bits: number[];
}

/** Bits that are read from the last one to the first; before the first are zeros. */
interface BackwardBits {
  /** How many there still are; below zero when more were read than there are. */
  left(): number;
  /** At most 32. */
  read(count: number): number;
  /** The state that follows a state. */
  next(table: FseTable, state: number): number;
}

/** The highest bit that is set in the last byte is the mark before the first that is read. Throws `RangeError` without one. */
export function backwardBits(bytes: Buffer): BackwardBits {
  const last = bytes.length === 0 ? 0 : bytes.readUInt8(bytes.length - 1);
  if (last === 0) throw new RangeError("no mark");
  // So that four bytes can be read at each place.
  const padded = Buffer.concat([bytes, Buffer.alloc(4)]);
  let left = bytes.length * 8 - 1 - Math.clz32(last) + 24;
  const few = (count: number): number => {
    const there = Math.max(0, Math.min(count, left));
    const at = Math.max(0, left - count);
    const value = there === 0 ? 0 : (padded.readUInt32LE(at >> 3) >>> (at & 7)) & ((1 << there) - 1);
    left -= count;
    return value * 2 ** (count - there);
  };
  const read = (count: number) => (count > 16 ? few(count - 16) * 65_536 + few(16) : few(count));
  return {
    left: () => left,
    read,
    next({ next, bits }, state) {
      const width = bits[state];
      const base = next[state];
      if (width === undefined || base === undefined) throw new RangeError("state");
      return base + read(width);
    },
  };
}

/** The table of a distribution; -1 is a symbol that is rarer than once. */
export function fseTable(counts: readonly number[], accuracy: number): FseTable {
  const size = 2 ** accuracy;
  const symbols = Array<number>(size).fill(0);
  const seen = counts.map((count) => (count === -1 ? 1 : count));
  let high = size;
  counts.forEach((count, symbol) => {
    if (count === -1) symbols[--high] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let position = 0;
  counts.forEach((count, symbol) => {
    for (let index = 0; index < count; index++) {
      symbols[position] = symbol;
      do position = (position + step) & (size - 1);
      while (position >= high);
    }
  });
  const bits: number[] = [];
  const next: number[] = [];
  for (const symbol of symbols) {
    const state = seen[symbol] ?? 0;
    seen[symbol] = state + 1;
    const width = accuracy - Math.floor(Math.log2(state));
    bits.push(width);
    next.push(state * 2 ** width - size);
  }
  return { accuracy, symbols, bits, next };
}

/** A table that stands in the bytes, and where they go on. */
export function readFse(bytes: Buffer, start: number, maxAccuracy: number): { table: FseTable; at: number } {
  let position = start * 8;
  const read = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, position++) {
      value += ((bytes.readUInt8(position >> 3) >> (position & 7)) & 1) * 2 ** bit;
    }
    return value;
  };
  const accuracy = read(4) + 5;
  if (accuracy > maxAccuracy) throw new RangeError("accuracy");
  const counts: number[] = [];
  let remaining = 2 ** accuracy;
  while (remaining > 0) {
    if (counts.length > 255) throw new RangeError("symbols");
    const width = Math.floor(Math.log2(remaining + 1)) + 1;
    const lower = 2 ** (width - 1) - 1;
    const threshold = 2 ** width - 1 - (remaining + 1);
    let value = read(width);
    if ((value & lower) < threshold) {
      position -= 1;
      value &= lower;
    } else if (value > lower) value -= threshold;
    const count = value - 1;
    remaining -= Math.abs(count);
    counts.push(count);
    if (count !== 0) continue;
    for (let zeros = 3; zeros === 3; ) {
      zeros = read(2);
      counts.push(...Array<number>(zeros).fill(0));
      if (counts.length > 256) throw new RangeError("symbols");
    }
  }
  if (remaining !== 0) throw new RangeError("distribution");
  return { table: fseTable(counts, accuracy), at: Math.ceil(position / 8) };
}

/** The weights of a Huffman tree (RFC 8878, 4.2.1), but the last, and where the bytes go on. */
export function readHuffman(bytes: Buffer, start: number): { weights: number[]; at: number } {
  const head = bytes.readUInt8(start);
  const at = start + 1;
  if (head >= 128) {
    const count = head - 127;
    const weights = Array.from({ length: count }, (_, index) => {
      const byte = bytes.readUInt8(at + (index >> 1));
      return index % 2 === 0 ? byte >> 4 : byte & 15;
    });
    return { weights, at: at + Math.ceil(count / 2) };
  }
  if (at + head > bytes.length) throw new RangeError("end");
  const part = bytes.subarray(at, at + head);
  const { table, at: begin } = readFse(part, 0, 6);
  const bits = backwardBits(part.subarray(begin));
  const weights: number[] = [];
  const states = [bits.read(table.accuracy), bits.read(table.accuracy)];
  if (bits.left() < 0) throw new RangeError("weights");
  for (let turn = 0; ; turn = 1 - turn) {
    const state = states[turn] ?? 0;
    weights.push(table.symbols[state] ?? 0);
    if (weights.length > 254) throw new RangeError("weights");
    if (bits.left() < (table.bits[state] ?? 0)) {
      weights.push(table.symbols[states[1 - turn] ?? 0] ?? 0);
      return { weights, at: at + head };
    }
    states[turn] = bits.next(table, state);
  }
}

/** The last weight is what is missing to a power of two. */
export function huffmanTable(given: readonly number[]): HuffmanTable {
  const sum = given.reduce((all, weight) => all + (weight === 0 ? 0 : 2 ** (weight - 1)), 0);
  const maxBits = sum === 0 ? 0 : Math.floor(Math.log2(sum)) + 1;
  const last = Math.log2(2 ** maxBits - sum) + 1;
  if (maxBits === 0 || maxBits > 11 || !Number.isInteger(last)) throw new RangeError("weights");
  const weights = [...given, last];
  const symbols: number[] = [];
  const bits: number[] = [];
  for (let weight = 1; weight <= maxBits; weight++) {
    weights.forEach((own, symbol) => {
      if (own !== weight) return;
      for (let index = 0; index < 2 ** (weight - 1); index++) {
        symbols.push(symbol);
        bits.push(maxBits + 1 - weight);
      }
    });
  }
  return { maxBits, symbols, bits };
}

/** One stream, or four behind a table of the first three's sizes, each with a quarter of the symbols. */
export function uncompressHuffman(bytes: Buffer, table: HuffmanTable, size: number, streams: 1 | 4): Buffer {
  if (streams === 1) return uncompressStream(bytes, table, size);
  const sizes = [bytes.readUInt16LE(0), bytes.readUInt16LE(2), bytes.readUInt16LE(4)];
  const each = Math.ceil(size / 4);
  let at = 6;
  const parts = sizes.map((length) => {
    if (at + length > bytes.length) throw new RangeError("streams");
    const part = uncompressStream(bytes.subarray(at, at + length), table, each);
    at += length;
    return part;
  });
  if (size < 3 * each) throw new RangeError("streams");
  return Buffer.concat([...parts, uncompressStream(bytes.subarray(at), table, size - 3 * each)]);
}

function uncompressStream(bytes: Buffer, { maxBits, symbols, bits: widths }: HuffmanTable, size: number): Buffer {
  const bits = backwardBits(bytes);
  const raw = Buffer.alloc(size);
  // The bits that decide about the next symbol: what is not its own stays.
  let window = bits.read(maxBits);
  let ahead = maxBits;
  for (let at = 0; at < size; at++) {
    const width = widths[window] ?? 0;
    raw.writeUInt8(symbols[window] ?? 0, at);
    window = ((window * 2 ** width) % 2 ** maxBits) + bits.read(width);
    ahead = bits.left();
  }
  // Exactly what there is has been used: the window holds zeros from before the first bit.
  if (ahead !== -maxBits) throw new RangeError("stream");
  return raw;
}
