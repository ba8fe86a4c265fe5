import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSeed } from "./readSeed.ts";

const folder = mkdtempSync(join(tmpdir(), "world-"));
const write = (text: string) => {
  const file = join(folder, "world.yaml");
  writeFileSync(file, text);
  return file;
};
const complaintOf = (text: string) => {
  try {
    readSeed(write(text));
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was wrong";
};

test("the example that comes with albflow is right", () => {
  const { seed } = readSeed("local/seed/example.yaml");
  const { listeners, certificates } = seed;
  expect(listeners.find(({ ListenerId }) => ListenerId === "lsn-demo4u54y73wq7b")).toMatchObject({
    ListenerStatus: "Running",
    Certificates: [{ CertificateId: "shop-2026-09", Status: "Associated" }],
  });
  expect(listeners.find(({ ListenerId }) => ListenerId === "lsn-stopped")?.ListenerStatus).toBe("Stopped");
  expect(certificates.find(({ name }) => name === "shop-2026-09")).toMatchObject({ age: "83d", expiresIn: "7d" });
});

test("an empty file is an empty seed", () => {
  expect(readSeed(write("# nothing yet\n")).seed.listeners).toEqual([]);
});

describe("what is wrong with a seed is told with its line, its place and what is right", () => {
  test.each([
    [
      "a field that differs by its case",
      "loadBalancers:\n  - LoadBalancerId: alb-1\n    loadBalancerEdition: Basic\n",
      "line 3, loadBalancers[0].loadBalancerEdition: there is no such field. Write LoadBalancerEdition.",
    ],
    [
      "a field that nobody knows",
      "backends:\n  - { name: one, answer: yes, colour: red }\n",
      "line 2, backends[0].colour: there is no such field. Known are name, port, answer, status, statusOf, tls.",
    ],
    [
      "a value that is none of the possible ones",
      "listeners:\n  - ListenerId: lsn-1\n    LoadBalancerId: alb-1\n    ListenerProtocol: TCP\n    ListenerPort: 443\n    DefaultActions: []\n",
      'line 4, listeners[0].ListenerProtocol: Invalid option: expected one of "HTTP"|"HTTPS"|"QUIC"',
    ],
    [
      "a duration in other words",
      "certificates:\n  - name: one\n    names: [a.test]\n    expiresIn: 7 days\n",
      "line 4, certificates[0].expiresIn: A duration is a number and a unit, like 7d, 36h, 90m, 30s or -2d.",
    ],
    [
      "a duration whose end no date can tell",
      "certificates:\n  - name: one\n    names: [a.test]\n    expiresIn: 99999999999d\n",
      "line 4, certificates[0].expiresIn: A duration is at most 36500d.",
    ],
    [
      "a certificate without its key",
      "certificates:\n  - name: one\n    certificateFile: one.pem\n",
      "line 2, certificates[0]: A certificate has names (and expiresIn, age and issuer, if you like), or certificateFile and privateKeyFile",
    ],
    [
      "a certificate from two sources",
      "certificates:\n  - { name: one, names: [a.test], certificatePem: x, privateKeyPem: y }\n",
      "line 2, certificates[0]: A certificate has names",
    ],
    [
      "a CA certificate from two sources",
      "caCertificates:\n  - { name: one, certificatePem: x, expiresIn: 7d }\n",
      "line 2, caCertificates[0]: A CA certificate has certificateFile, or certificatePem, or neither and is made",
    ],
    ["a table that nobody knows", "listener: []\n", "line 1, listener: there is no such field. Known are"],
    [
      "two of one name",
      "backends:\n  - { name: one, answer: a }\n  - { name: one, answer: b }\n",
      'line 3, backends[1].name: There is another one with the name "one".',
    ],
    ["text that is no YAML", "listeners: [\n", "is not valid YAML"],
    ["a list where an object is wanted", "- one\n", "the whole: Invalid input: expected object, received array"],
  ])("%s", (_, text, complaint) => {
    expect(complaintOf(text)).toContain(complaint);
  });

  test("a file that is not there", () => {
    expect(() => readSeed(join(folder, "none.yaml"))).toThrow(/none\.yaml: there is no such file\./);
  });
});
