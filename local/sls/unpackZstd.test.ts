import { describe, expect, test } from "vitest";
import { unpackZstd } from "./unpackZstd.ts";

/** The numbers of a linear congruential generator. */
function numbers(seed: bigint): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245n + 12345n) % 2147483648n;
    return Number(state);
  };
}

const two = (value: number) => String(value).padStart(2, "0");

/** Thirty lines of a log, none like another. */
function lines(): Buffer {
  const next = numbers(1n);
  return Buffer.from(
    Array.from({ length: 30 }, (_, index) => {
      const value = next();
      const client = `10.0.${value % 256}.${(value >> 8) % 256}`;
      return `2026-11-29T14:00:${two(index)}Z status=${200 + (value % 5)} client=${client} path=/shop/${(value >> 16) % 50} took=${value % 997}ms\n`;
    }).join(""),
  );
}

/** Nine thousand lines, of which one in sixty differs from the one before: several blocks that take tables over from each other. */
function repeated(): Buffer {
  const next = numbers(1n);
  let line = "";
  return Buffer.from(
    Array.from({ length: 9_000 }, () => {
      if ((next() >> 16) % 60 === 0 || line === "") {
        const value = next();
        const client = `10.0.${(value >> 16) % 256}.${(value >> 4) % 256}`;
        line = `status=${200 + ((value >> 8) % 5)} client=${client} path=/shop/${(value >> 12) % 50}\n`;
      }
      return line;
    }).join(""),
  );
}

/** Written by libzstd. */
const WRITTEN: [what: string, raw: Buffer, frame: string][] = [
  [
    "with the size and a checksum",
    lines(),
    "KLUv/WTrB30NAJYYOhmAS4oNm67DVUgEMwnlv7t7085ICkjMgK4DQQAtAC0AVFS0Bd/b8ColF2EwnKpQWCyOBFKAwwLBCFAgHAUOCXPFrDIyVRwNBwkLBokZK4yHo+AwEgQzAjMC70AaoAUwjwNSd9v781Py0/TsjKgWsrNkrJhb9Cl/las5qqmxMra0ndtCJFum/jxWqyq1Egb2OM9aY6Fr9uhVsTSOk6xS9e+Saoth60t6kYXaZjlNbnrNt7RM9YkEya2yuwMIg+F1q1Qa7zbBQkpLpz2bVZ03J/3GU+6ZGH0s21YlrVTPquBt/xBtqtTUtwmAjKhRaDG1s/8bgHPbdBEgBChDhBJaRkQkqJRiDiA6ery6inlVaKfs/D4CKOsQq6Dl7/6DwV7x290LKH++LRUhcO5OpcFAY+JIWBbGKuw6oeOezVofy8H096071I786wssdLXSM3DCOeIGWXdERjD4feWpOsQANeoMC9ILJXOZrc9+futYMNHEDzrmJuBqnzFqjZsx9bTlnawK1EMgjx4HZwGqEPRDYQbI5IBju9Ma9aBmgwZwMoca5DBE/yQV/4cG0lEVX0/CPw==",
  ],
  [
    "of the highest level",
    lines(),
    "KLUv/WDrB60MAPaZPBeATbEBWwsAEVUxGXOhyO7unRE0QGbAQkEAMQAwAEaX1pX1HzXbUdPjugHKw8qFRiSyBLQGkshCGRQWC0ISwHsQPTTkwgJRMByJANELymRBLErgQEQgIpgNe4EtwNMDh2mzz9ltszW6MStyYmKVP/V/fVUP3tZbraUnj7KOfPXQcY95tMflU61/6MzW9O48AUb34H86baKPPpW2mU47D66v9C30nG/OXP+Dis8tu/qU7b0vjpUhmezje9XdqkbLvwDlYYfmuTqtph1HT2t/Y7LziOev4bfMPkmnQx8OWhnh2l60SzfP9jxqv6XqX56zyboBgImoIXxMyZj7vwFwLSPpIQQlQ4QUBCcSCWpVB+A8r4B/Lcjk6iKvb8nc8pi/n0cwJHt4BaFpPsYbErz9bDCJcY99fm1OkQ40y11hPa5vF8cI0AGWn6S+xCxmAlVLHT0+uk/0lub4pvIWJAR+r6iSHVI0IDa7RLRUWBcLs9dTiJUl/KDt2lzi9g7afd4sDBzYQ8EzzOIO8QQehEAlNJDeqg==",
  ],
  [
    "streamed, without a size",
    lines(),
    "KLUv/QBYhQ0AJtk6GYBLig2brsNVSAQzCeW/u7t3ykgKSMyArgNBAC4ALQDH14u2IJVseJXeRRgM9CoUFosjgQ9wWCAYAQqEo8AhYa6YVUamiqPhIGHBIDFjhfFwFBxGgmBGYEaAOpAGaAHM42QpckuUNCVEn56d/bXczt5YMbdoetJVruZeU2NlbGk7t9K3EG/LFFESVqsqtQaumD3Os9ZYfs3eqSqWxnHeKlXTXb62GLa+PNUtb5vlNCGfaiZLy6/pF7xbZRcIg4GKrFL3pPHIN8HCp6XTns2qTjLn6cZT7pnYaSzbViWtL8qqINmmQ7RfqalpAoCLqFFoEWXa/m+Ac9wcEaiMEVJpGRGRgFSKDQDiKAi1NluDbaNgPvooQXkYplWrv3deVs2Lly5ekNHotjy3gceUcKuAQzsOzQQ8y5orO1T0vMmgALyin0ga/w6XI6EX2vrqGez4j7OpJsV6Wruxz5Gts08VTM4gIK2IkYZ5/sGnQqWFLc1KKnSGuNB0s8QOsN300sdYiSzjICbMzzqUQwunBjrTDXBTnGfHkJcceWLeEEgfxtlIIi3+z2RhtW0gCFUB",
  ],
  [
    "of several blocks",
    repeated(),
    "KLUv/aCeDAYADBYAJpk2FpAp6cz4KmuYuzPu5JZEppQiF67rXUA7ACwAKwAcuS95Y/bDUb1FMbhRrIh0oy1Nz2rIc2xagHKAQkIBIuBQkBBQMJwrysmEhwQCgcHBgOHSA2IhIZBABDv5M5z5kXqGQmF3InH1zl2TLY5atwYn1FLIybhFhWNVThLuUhnvitqvkLcBFk6q3nH+jpqY0lGVIXILRz75b6quGZMj1twUZHMiPedWeHfnuxHbtGJdxFJsfQyWNHiTc/lKwdF9sZsXnEjPk/QYp+7gcNKatWALFyY3L8Wdi+Lhv3uA8KhRbTdb7d8BMYZhkYhMrRsSSBAYxvGYIENGWDGECAkR/0mhSw8zhUJIYQoMkUlORYFAZANiVPYx11A1bcSk1M8Xb5i65Ou4Wqy5NrtUmHJgI/Ix5MT3pB8gk6MQNiRSCq1siibmfqIdoaNu7DsqEPw6o/TprgWhcqGgX5ihpWWrAy7tReoY2Dhv8kQJlpnULuIwRMCebCa5pXY1qYh6Hz5c+NhUNwo40XBnCA9/mELY2ypfFRjvRyBgP0TWjTtEow6eHhD/8qkzaXmzgkbbHEc6qEFs4UEgh6we9nzwSKvynAyBYuKCRnGs/hcH0osk1CRBQWEtB5ufNuNoHaDC1qfoR0KE88kUvbOLQ16h5DJMv3Q8ZG8G7dAb4CNKCtcievhqcMjMuxF1olUNQz3DQqzaW1aUC6jTsK/CUIo80OLTXtxfToIEQvZ4b2+t90RwhhHwiMmQmnCe4kRixqjexeMQuTNjA8tsZCKPAFnPEy9hL4SYsWtKwEqH4CgdhQ/PileqTU7cn9mAxnqK9kNQyrFokira3ySgc0oYgxI/eNb6TpgiYZozEkhZ73OR0H/j+3WkDjYiN028izlJGyO1yUu4uyPBkSyFJoB0IaLbD5/SjAzgVguy340HJNA8pYj/Fk4VfAcA00UKJY7Je5KUdh/T30nvIfS460cx/hEp7DosiuxtQSmKe9Gu1c65gu1MvCFGqODWRB3BhWGhBCJjegMSaBCYwlDpRAGjBEaYYcoIPyPsiBDqAcvcudWHa31ZeiFMq0MF1hVW8QwVjhy8lFRUVks6r1aAljXEj3/VsJKYiILVgaiasQK1SIVBOC1nRaMusD9ylTIPPhWWkUZ52syBSNgyho6mvxfE+zICVBamyTzGG8Ss0VgobSF1wR4OiJNYO9k5QqT9+wAJmneZo5w6yovWe66t78OraSP7oHjy1e9ppuX+6Lh92I2CdPiAe5iKZQH0AABAIDQxODIuOTQGAC3kVA9AXvbM4rC8H4eCg0nOB0KsDQCjyhIsFi053BDpFPXgxuYwyeKk5mSUJyk0Il1d4X6OPgqLc3DFSaNiv9yi1XIfJHH0F9wgxXKb81TetVJ09TmWPsdlRF6szL64kzkaSQSAm6jgGKUN0YVhMSIiZncS6BDMgXh8qHNG2DGIiD8RJ8EcSw92gJLib/yB6zjkg1EINsC2e3C4aUWHm7I0JCb0fmrlkpVufv3BV+8YUqKoClisk4vf2NJZuFp7tNRxIWFGKarIEj+4F/AJ4c44ycMGASqkfGjpErEbJEcUPBDQ7XXP2U6S2GFPFSoYRWC0WHGo0LqZGgfO+JSNsQEkoOL9NtlDXCws1QvJGaE/WMJSdBy3oM5y8HWeI6MBOlORgSfwnfMsfn8SNp+4lgpBwCd3FhiEDFgLqv00CkqgwSYK+ybFs03AkM0diIecmMEDRAU3q/c9RG5NVsktfgjJwUcrd9hvEL6M6WsQt199o8S1ufWvkADWwFi+/AbUwgPy2WhoX1d1nwkORein/gs4z6+wqBBOXEP+/6oTq0MYhH7UpZfFCT9reIkjsJ1eJXJ2aU+DTcHTxzG2CsNmDusXwanFCFP/8am2GF0VABeSIiEAIAAgALu8M/OUqyJLRSs+pR29p3CXelgSSgtPMbGFGxe7G1ILBCIdtX1H47fgvfYnzTFfnNKulU3RE+c5pUgxcVQIvVgGLEdtraRlQVI4hFJxMSpLV0SZjOkOcrA3z48p3NBVixedjDkXbqlYGSWjZJSMklEySkbJKBklo2SUjJJRFgurK/f0CIEIqFHJRN0RhlGRiIjMUN0SSBCYxZF0pqaNoAgJQeL/JJgZPA+db1QAuFXcQCiy4e+nCaDzfIl/CRWSQNtX5Z5a9xHt4gcN2sVJD3MahSgnPcxpFKKc9DCnUYhy0sOcRoES8TY/oyCwUU8E8LoFH+/Le11Lx9UpBib9uusxDiSz/wZ7lLSR5HrRgS7oXLkkb/AmZCzjaN4+3J85r3tgklhnfH6rGR0o8Iukaxju9BO2HG4vIqcgl8s8cO0Ct6ORIAWwqbYsZpEunwZSwsOBfluQXv661DHuPopro7sKtJbRrLoBws0tHmvVqTlghULRqIxBxnjIBZEwuvvFH21fSP0bXwvo++PBJHflsINwzx4pUuDDX24UxX50MvTNDPNVuAgVuGgyzQ+44iStOuoDzTmW3TBMBSo3Yrb/XewqDfw7M5aOEKXzeLXEkwY9MKMcGnIWf401qkaaJddNsolwcMYKYS2Ujb2/8Dd33u+1UMedyBgXm81PGI3gv0nDwD1+d/VQWiaJrsGyDXrzcnu2XjiYg++uBfdXAbHQ+vvzRcM5Toc5P4r7TZX/59yu3AODt02H4d85WuywXiwSIwmPz1w84emtbYA12RX/lI5fn/PoO4qoSQ0Y60FJUEtDN3QKuez6A/AglxFPkhWbUA1zNLMxN7iAcn2cqN0H+cJJttmbTGcCFu1l30bG8tZwqwt1gnWwzzJwSDzlZT30P4eX",
  ],
  ["of one letter", Buffer.alloc(300_000, "a"), "KLUv/aDgkwQAVAAAEGFhAQD7/znAAgIAEGEDnwRh"],
  [
    "in two frames, and one to be skipped between them",
    Buffer.from("hello world"),
    "KLUv/SAGMQAAaGVsbG8gUCpNGAMAAABhYmMotS/9IAUpAAB3b3JsZA==",
  ],
];

describe("what libzstd has written", () => {
  test.each(WRITTEN)("%s, is read", (_, raw, frame) => {
    expect(unpackZstd(Buffer.from(frame, "base64"), raw.length).equals(raw)).toBe(true);
  });

  test.each(WRITTEN)("%s, is refused for another size and when its end is missing", (_, raw, frame) => {
    const bytes = Buffer.from(frame, "base64");
    expect(() => unpackZstd(bytes, raw.length - 1)).toThrow(RangeError);
    expect(() => unpackZstd(bytes, raw.length + 1)).toThrow(RangeError);
    expect(() => unpackZstd(bytes.subarray(0, -5), raw.length)).toThrow(RangeError);
  });
});

test("a frame that is damaged anywhere ends, with what it says or with a RangeError", () => {
  const raw = lines();
  const frame = Buffer.from(WRITTEN[1]?.[2] ?? "", "base64");
  const next = numbers(7n);
  let refused = 0;
  for (let round = 0; round < 300; round++) {
    const damaged = Buffer.from(frame);
    for (let count = 0; count <= round % 3; count++)
      damaged.writeUInt8((next() >> 8) % 256, (next() >> 8) % frame.length);
    try {
      expect(unpackZstd(damaged, raw.length).length).toBe(raw.length);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(100);
});
