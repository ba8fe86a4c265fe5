import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { problemOfName, samePerson } from "../../shared/core/personName.ts";
import { tokenReader } from "../../shared/features/api/authentication/readToken.ts";

/** Names under which olga must not agree to what olga has asked for; all of them look like hers. */
const LIKE_OLGA: [string, string][] = [
  ["a zero width space", "olga\u200B"],
  ["a soft hyphen", "ol\u00ADga"],
  ["a Cyrillic а", "olg\u0430"],
  ["a Greek omicron", "\u03BFlga"],
  ["a NUL", "olga\0"],
  ["a word joiner", "o\u2060lga"],
  ["an override of direction", "\u202Eaglo"],
  ["a variation selector", "olga\uFE0F"],
  ["a Hangul filler", "olga\u3164"],
  ["an empty Braille cell", "olga\u2800"],
  ["a tag", "olga\u{E0041}"],
  ["a combining grapheme joiner", "o\u034Flga"],
  ["a lone surrogate", "olga\uD800"],
  ["a private character", "olga\uE000"],
  ["a line break", "olga\n"],
  ["a hard space", "olga\u00A0"],
  ["an Armenian o", "\u0585lga"],
];

test.each(LIKE_OLGA)("a name with %s is nobody's", (_, name) => {
  expect(problemOfName(name)?.code).toMatch(/^(name-invisible|name-mixed-scripts)$/);
});

test.each([
  ["another case", "OLGA"],
  ["wide letters", "\uFF4Flga"],
  ["spaces around it", " olga "],
  ["a ligature's parts", "o\u217Cga"],
])("a name in %s is the same person's", (_, name) => {
  expect(samePerson("olga", name)).toBe(true);
});

test.each([
  ["ada", "\u0430\u0501\u0430"],
  ["cop", "\u0441\u043E\u0440"],
  ["STRASSE", "straße"],
  ["σοφος", "ΣΟΦΟΣ"],
  ["josé", "jose\u0301"],
])("%s and %s are one person, though no letter is the same", (one, other) => {
  expect(samePerson(one, other)).toBe(true);
});

test.each([
  "olga",
  "ольга",
  "Ольга Петровна",
  "王伟",
  "wang伟",
  "田中 太郎",
  "김철수",
  "josé",
  "olga@example.com",
  "auth0|5f7c",
  "a".repeat(255),
])("%s is a name", (name) => {
  expect(problemOfName(name)).toBeUndefined();
});

test.each([
  ["olga", "olgb"],
  ["user1", "user2"],
  ["王伟", "王芳"],
  ["ольга", "игорь"],
])("%s and %s are two people", (one, other) => {
  expect(samePerson(one, other)).toBe(false);
});

describe("a token", () => {
  let read: ReturnType<typeof tokenReader>;
  let tokenFor: (sub: unknown) => Promise<string>;
  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), alg: "ES256", kid: "one" };
    read = tokenReader({
      issuer: "https://issuer.test",
      audience: "albflow",
      keys: { jwks: { keys: [jwk] } },
      algorithms: ["ES256"],
      grantsClaim: "roles",
    });
    tokenFor = (sub) =>
      new SignJWT({ roles: ["operator"], sub: sub as string })
        .setProtectedHeader({ alg: "ES256", kid: "one" })
        .setIssuer("https://issuer.test")
        .setAudience("albflow")
        .setExpirationTime("1h")
        .sign(privateKey);
  });

  test.each<[string, unknown]>([
    ["a number", 42],
    ["an object", { name: "olga" }],
    ["a list", ["olga"]],
    ["true", true],
    ["blank", "   "],
    ["empty", ""],
    ["of 256 characters", "x".repeat(256)],
    ["null", null],
    ...LIKE_OLGA,
  ])("whose subject is or holds %s lets nobody in", async (_, sub) => {
    await expect(tokenFor(sub).then(read)).rejects.toMatchObject({ kind: "Denied", code: "Unauthenticated" });
  });

  test("whose subject has 255 characters is its caller's", async () => {
    expect(await read(await tokenFor("x".repeat(255)))).toMatchObject({ name: "x".repeat(255), kind: "person" });
  });
});
