/** CRC-64 (ECMA-182, reflected) as decimal text: what Function Compute tells of code, and its tools compare. */
export function crc64(data: Buffer): string {
  let [high, low] = [0xffffffff, 0xffffffff];
  for (const byte of data) {
    const [tableHigh = 0, tableLow = 0] = TABLE[(low ^ byte) & 0xff] ?? [];
    low = ((low >>> 8) | (high << 24)) ^ tableLow;
    high = (high >>> 8) ^ tableHigh;
  }
  return String((BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0));
}

const POLYNOMIAL = 0xc96c5795d7870f42n;

const TABLE = Array.from({ length: 256 }, (_, byte): [number, number] => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1n) === 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
  return [Number(value >> 32n) | 0, Number(value & 0xffffffffn) | 0];
});
