import { randomBytes } from "node:crypto";
import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { unzip } from "../local/fc/unzip.ts";
import { packageZip } from "./packageZip.mjs";

const FILES = {
  "index.js": 'exports.handler = async () => "轮换证书";\n'.repeat(2_000),
  "package.json": '{ "type": "commonjs" }\n',
  "0123456789abcdef.br": randomBytes(5_000),
  empty: "",
};

test("what is in a package's zip is what was put into it, by two who read it", () => {
  const zip = packageZip(FILES);
  const expected = Object.entries(FILES).map(([name, content]) => [name, Buffer.from(content).toString("base64")]);

  const read = Object.entries(unzipSync(zip)).map(([name, content]) => [name, Buffer.from(content).toString("base64")]);
  expect(read).toEqual(expected);
  const unpacked = unzip(zip).map(({ name, data }) => [name, data.toString("base64")]);
  expect(unpacked).toEqual(expected);
});

test("a package's zip is smaller than the same by fflate alone", () => {
  const text = Array.from({ length: 5_000 }, (_, index) => `const value${index * 7919} = [${index % 13}, "${index}"];`);
  const files = { "index.js": text.join("\n") };
  const byFflate = zipSync({ "index.js": Buffer.from(files["index.js"]) }, { level: 9 });
  expect(packageZip(files).length).toBeLessThan(byFflate.length);
});
