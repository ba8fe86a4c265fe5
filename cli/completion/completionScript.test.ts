import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { albflow } from "../../test/cli/support/albflow.ts";

const folder = mkdtempSync(join(tmpdir(), "albflow-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A command line, the last word being written, and what may stand there. */
const LINES: [line: string[], offered: string[]][] = [
  [["sto"], ["stop", "stopListener"]],
  [
    ["startListener", "--li"],
    ["--listener-id", "--listener"],
  ],
  [
    ["local", "fault", ""],
    ["add", "list", "clear", "--help"],
  ],
  [
    ["executions", "--status", "S"],
    ["Succeeded", "Stopped"],
  ],
  [["executions", "--limit", "5", "--sta"], ["--status"]],
  [["completion", "z"], ["zsh"]],
  [["changeTlsPolicy", "--local", "--emb"], ["--embedded"]],
];

describe("albflow completion", () => {
  const script = join(folder, "albflow.bash");
  beforeAll(async () => {
    const { code, stdout } = await albflow(["completion", "bash"]);
    expect(code).toBe(0);
    writeFileSync(script, stdout);
  });

  test.each(LINES)("in bash offers after %j: %j", (line, offered) => {
    const words = ["albflow", ...line];
    const ask = `source ${script}; COMP_WORDS=("$@"); COMP_CWORD=${words.length - 1}; _albflow; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", ask, "bash", ...words], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n").sort()).toEqual([...offered].sort());
  });

  const IDS = "albflow() { printf '%s\\t%s\\n' \"$*-1\" 'with a name'; }";

  test.each([
    [["startListener", "--local", "--port", "7900", "--listener", ""], "complete-ids listeners --local --port 7900-1"],
    [["listener", ""], "complete-ids listeners-1"],
    [["changeServerGroup", "--server-group-id", ""], "complete-ids serverGroups-1"],
    [["addCertificates", "--certificate-ids", ""], "complete-ids storedCertificates-1"],
    [["enableMutualAuth", "--ca-certificate-id", ""], "complete-ids caCertificates-1"],
    [["changeTlsPolicy", "--security-policy-id", ""], "complete-ids tlsPolicies-1"],
  ])("in bash offers ids after %j, asked for of the same cloud", (line, asked) => {
    const words = ["albflow", ...line];
    const ask = `source ${script}; ${IDS}; COMP_WORDS=("$@"); COMP_CWORD=${words.length - 1}; _albflow; echo "\${COMPREPLY[*]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", ask, "bash", ...words], { encoding: "utf8" });
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: asked, stderr: "" });
  });

  const hasFish = spawnSync("fish", ["-c", "true"]).status === 0;
  test("in fish has the same tables, and ids with what they are", async () => {
    const { stdout: own } = await albflow(["completion", "fish"]);
    expect(own).toContain("case 'executions --status'");
    expect(own).toContain("case '* --server-group-id'\n      albflow complete-ids serverGroups $flags 2>/dev/null");
    expect(own.match(/^function|^ {2,4}(?:for|switch|if) /gm)?.length).toBe(own.match(/^end$|^ {2,4}end$/gm)?.length);
  });

  // Where fish is: it is given the command line as it would be written.
  test.skipIf(!hasFish).each(LINES)("in fish offers after %j: %j, among others", async (line, offered) => {
    const { stdout: own } = await albflow(["completion", "fish"]);
    const file = join(folder, "albflow.fish");
    writeFileSync(file, own);
    const ask = `source ${file}; complete -C '${["albflow", ...line].join(" ")}'`;
    const { stdout, stderr } = spawnSync("fish", ["-c", ask], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n")).toEqual(expect.arrayContaining(offered));
  });

  const hasZsh = spawnSync("zsh", ["-c", "true"]).status === 0;
  // Where zsh is: what it is given is the same table, in its own words.
  test.skipIf(!hasZsh).each(LINES)("in zsh offers after %j: %j, among others", async (line, offered) => {
    const { stdout: own } = await albflow(["completion", "zsh"]);
    const file = join(folder, "albflow.zsh");
    writeFileSync(file, own);
    const words = ["albflow", ...line].map((word) => `'${word}'`).join(" ");
    const ask = `compdef() { : }; source ${file}; compadd() { shift; print -l -- "$@" }; words=(${words}); CURRENT=$#words; _albflow`;
    const { stdout, stderr } = spawnSync("zsh", ["-fc", ask], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n")).toEqual(expect.arrayContaining(offered));
  });

  test("of a shell that it does not know is refused with those that it does", async () => {
    const { code, stderr } = await albflow(["completion", "tcsh"]);
    expect(code).toBe(1);
    expect(stderr).toContain("bash, zsh, fish.");
  });
});
