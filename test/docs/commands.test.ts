import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { type Command, CommanderError } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeProgram } from "../../cli/program.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import manifest from "../../package.json" with { type: "json" };
import { LOCAL_SECRET } from "../../shared/platform/secretFor.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { commandsIn, pages } from "./documentedCommands.ts";

/** Every command of every page, once, with the pages that it stands on. */
const documented = new Map<string, string[]>();
for (const page of pages()) {
  for (const { text } of commandsIn(page)) documented.set(text, [...(documented.get(text) ?? []), page]);
}

/** What is not run here, line by line, and why. It must be a command that exists all the same. */
const NOT_RUN: Record<string, string> = {
  'alias albflow="$PWD/dist/cli/albflow.js"':
    "names the command for a terminal; test/cli/anywhere.test.ts runs that file",
  "npm ci && npm run demo": "cli/demo/demo.test.ts runs the demo; npm ci is how these tests got their packages",
  "npm run demo -- --break verification": "cli/demo/demo.test.ts runs it",
  "npm run -s demo -- --json": "cli/demo/demo.test.ts runs it",
  "npm ci && npm test": "these are the tests",
  "npm run test:unit": "these are among the tests",
  "npm test": "these are the tests",
  "npm run test:all": "these are among the tests",
  "npm run lint": ".ci/run runs it, before these tests",
  "npm run fidelity": "test/fidelity runs it",
  "npm run pack": "test/packages runs it",
  "npm run release -- 1.2.3": "build/release/release.test.ts runs it in a project of its own",
  "npm run format": "rewrites the sources; .ci/run has its check, npm run lint",
  "albflow deploy": "deploys what albflow.yaml says; test/firstHour/deployAndRemove.test.ts does that",
  "npm run generate": "rewrites pages and sections; build/generated.test.ts holds them to what it would write",
  "npm run build": "every test runs what it has built; .ci/run runs it",
  "node build/main.mjs --plain": "replaces the packages that other tests run at the same time",
  "npm run simulate": "takes minutes; test/simulation has its cases",
  "npm run simulate -- --fleet large": "takes minutes; test/simulation has its cases",
  "npm run certificates": "takes minutes; test/certificates has its cases",
  "npm run chaos": "takes minutes; test/chaos has its cases",
  "npm run chaos -- --kill": "takes minutes; test/chaos/kill has its cases",
  "npm run bench": "takes minutes, and needs the machine for itself",
  "npm run bench:cold": "takes minutes, and needs the machine for itself",
  "npm run bench:suite -- --only fleetFirstView,fleetDomainSearch,fleetAllAccounts":
    "takes minutes, and needs the machine for itself",
  "npm run bench:suite": "takes half an hour, and needs the machine for itself",
  "albflow bootstrap": "needs an albflow.yaml and keys; deployment/bootstrap/deployerPolicy.test.ts has what it does",
  "albflow bootstrap --check":
    "needs an albflow.yaml and keys; deployment/bootstrap/deployerPolicy.test.ts has what it does",
  "albflow target add <account>": "needs an albflow.yaml; cli/deploy/target.test.ts has what it prints and makes",
  "albflow target add <account> --home-account <own> --read-only":
    "needs an albflow.yaml; cli/deploy/target.test.ts has what it prints and makes",
  "albflow target add <account> --home-account <own>":
    "needs an albflow.yaml; cli/deploy/target.test.ts has what it prints and makes",
  "albflow policy deployer":
    "needs an albflow.yaml; deployment/bootstrap/deployerPolicy.test.ts deploys with what it prints",
  "npm run deploy -- --check":
    "needs an albflow.yaml, which is not in the repository; test/attacks/secrets.test.ts runs its command",
  "npm run deploy": "deploys to a real account",
  "npm run remove": "removes from a real account",
  "npx s deploy": "deploys to a real account",
  "npx s config add": "asks for the keys of a real account",
  "npx s flows deploy": "deploys to a real account; test/deployment runs the components against a local cloud",
  "npx s roles plan": "asks a real account; test/deployment runs the components against a local cloud",
  "ALBFLOW_ENDPOINT_FNF=http://127.0.0.1:7703 ALBFLOW_ENDPOINT_RAM=http://127.0.0.1:7706 AccountID=1234567890123456 AccessKeyID=local AccessKeySecret=local npx s deploy -y > s.txt":
    "takes a minute, and the vendor's part of it is not on npm; test/deployment runs ours",
  "npm run fieldtest -- --local --json": "cli/fieldtest/fieldtest.test.ts runs it",
  "albflow fieldtest": "asks a real account; cli/fieldtest/fieldtest.test.ts runs it against a local cloud",
  "albflow fieldtest --profile prod --region cn-hangzhou": "asks a real account",
  "albflow fieldtest --profile test --region cn-hangzhou --write": "asks a real account",
  "albflow fieldtest --profile test --region cn-hangzhou --clean": "asks a real account",
  "albflow fieldtest --apply": "changes a file of the project; cli/fieldtest/fieldtest.test.ts has what it does",
  "TARGET=cloud npx vitest run test/local/alb/contract.test.ts": "asks a real account",
  "albflow local proxy": "runs until Ctrl-C; test/cli/local.test.ts runs it",
  "albflow local proxy --listen 443,80": "runs until Ctrl-C, on ports that are another's",
  "albflow … --local": "stands for any command",
  "albflow console": "goes on until it is ended; cli/console/console.test.ts opens it in a browser",
  ...Object.fromEntries(
    [
      "npm ci && npm run build",
      "npm run firsthour",
      "albflow policy deployer --account 1234567890123456",
      "albflow init --yes --set domain=albflow.example.com=24664588 people=https://sso.example.com",
      "albflow doctor --stage prod",
      "albflow tryout",
      "albflow tryout --clean",
      "albflow remove",
    ].map((text) => [text, "test/firstHour/firstHour.test.ts goes this way, in an account of its own"]),
  ),
  "albflow --embedded": "stands for any command",
};

/** What is typed where a page leaves a place open, and what answers a question that nobody is there to answer. */
const FILLED: [open: RegExp, typed: string][] = [
  [/^npx albflow /, "albflow "],
  [/<execution>|<name>/, "documented"],
  [/<operation>/, "startListener"],
  [/<files>/, "flows/operation.yaml"],
  [/<hash>/, "0".repeat(64)],
  [/> seed\.yaml/, '> "$HOME/seed.yaml"'],
  [/\[function\]|<function>/, "rotateCertificate"],
  [/--selector 'tag:team=shop,protocol=HTTPS'/, "--selector 'protocol=HTTPS'"],
  // What earlier pages have rotated is nobody's any more.
  [/'domain=\*\.example\.com,expires=30d'/, "'domain=partner.*,expires=90d'"],
  [/--listener lsn-…/, "--listener lsn-demo4u54y73wq7b"],
  [/--certificate-id …/, "--certificate-id 24664588-cn-hangzhou"],
  [/--successor-id …/, "--successor-id 25113402-cn-hangzhou"],
];

/** What is typed beside, where a question would be asked or an answer is about another execution. */
const BESIDE: Record<string, [word: string, typed: string]> = {
  "albflow stopListener --local --listener lsn-ruled": ["lsn-ruled", "lsn-ruled --yes --no-wait --name asks"],
  "albflow approve <execution> --local --as ada": ["<execution>", "asks"],
  "albflow changeTlsPolicy --listener lsn-… --security-policy-id tls_cipher_policy_1_2_strict": [
    "_strict",
    "_strict --yes --no-wait --name asks-too",
  ],
  'albflow stop <execution> --local --reason "the wrong listener"': ["<execution>", "asks-again"],
  'albflow stop <execution> --reason "the wrong group"': ["<execution>", "asks-still"],
  "albflow approve <execution>": ["<execution>", "asks-too --as ada"],
  "albflow stopListener --local --listener lsn-demo4u54y73wq7b": ["--local", "--local --yes --no-wait"],
};

/** What `stop` is about: changes that wait for somebody's word. */
const STOPPED = ["asks-again", "asks-still"];

/** How some end, where it is not with 0, and what they say then: that they work, and have found something. */
const FINDINGS: Record<string, [code: number, says: string, why: string]> = {
  "albflow audit verify --head <hash>": [
    1,
    "The ledger's record 000000000000…, which was told outside, is not there",
    "there is none",
  ],
  "albflow rotateCertificate --selector 'domain=*.example.com,expires=30d' --plan": [
    2,
    "24870011-cn-hangzhou → –",
    "nothing follows the certificate that is typed",
  ],
  "albflow init": [2, "Nothing was written: these answers are needed", "nobody is at the terminal of a test"],
  "albflow doctor": [
    1,
    "✓ endpoints and clock: 5 of 5 checks passed",
    "a local cloud is booted without the roles' policies",
  ],
};

const folder = mkdtempSync(join(tmpdir(), "albflow-documented-"));
let port: number;
let cloud: ChildProcess;

beforeAll(async () => {
  mkdirSync(join(folder, "bin"));
  symlinkSync(resolve("dist/cli/albflow.js"), join(folder, "bin", "albflow"));
  port = await freePortBlock();
  // As the README says it, on a port that is free.
  cloud = spawn("npm", ["start", "--", "--port", String(port), "--fast"], { detached: true });
  let said = "";
  cloud.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await vi.waitFor(() => expect(said).toContain("Ctrl-C ends it."), { timeout: 200_000, interval: 200 });
  // What the pages undo, approve and look at.
  const change = "modifyListener --listener lsn-plain --idle-timeout 33 --name documented";
  expect(await run(`albflow ${change} --local`)).toMatchObject({ code: 0 });
  for (const name of STOPPED) {
    const { code } = await run(`albflow stopListener --listener lsn-plain --local --yes --no-wait --name ${name}`);
    expect(code).toBe(0);
  }
});
afterAll(() => {
  if (cloud?.pid !== undefined) process.kill(-cloud.pid, "SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A command as it is typed here: on the port of this cloud, and against it where a page means a real account. */
function typed(documentedAs: string): string {
  const [word, beside] = BESIDE[documentedAs] ?? ["", ""];
  let command = documentedAs.replace(word, beside);
  for (const [open, fill] of FILLED) command = command.replace(open, fill);
  command = command
    .replace(/albflow local (?!start$|start &)(?:fault add \w+|fault \w+|\w+)/, `$& --port ${port}`)
    .replace(/ --local\b/, ` --local --port ${port}`);
  return command.replaceAll(/\b77(0\d)\b/g, (_, offset: string) => String(port + Number(offset)));
}

async function run(command: string): Promise<{ code: number | null; out: string }> {
  const at = (offset: number) => `http://127.0.0.1:${port + offset}`;
  const child = spawn("bash", ["-c", typed(command)], {
    cwd: process.cwd(),
    env: {
      PATH: `${join(folder, "bin")}:${process.env.PATH}`,
      HOME: folder,
      // What npm has to say of its own updates is no word of the command's.
      npm_config_update_notifier: "false",
      ALBFLOW_SECRET: LOCAL_SECRET,
      // Where a page means a deployment in an account, this cloud is the account.
      ALIBABA_CLOUD_ACCESS_KEY_ID: "local",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "local",
      ALIBABA_CLOUD_ACCOUNT_ID: "1234567890123456",
      ALBFLOW_ENDPOINT_ALB: at(1),
      ALBFLOW_ENDPOINT_CAS: at(2),
      ALBFLOW_ENDPOINT_FNF: at(3),
      ALBFLOW_ENDPOINT_FC: at(4),
      ALBFLOW_ENDPOINT_LOG: `http://sls.localhost:${port + 5}`,
      ALBFLOW_ENDPOINT_RAM: at(6),
      ALBFLOW_ENDPOINT_CMS: at(1),
      ALBFLOW_ENDPOINT_ALIDNS: at(7),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    new Promise<number | null>((ended) => child.once("close", ended)),
  ]);
  return { code, out: stdout + stderr };
}

/** The words of a command, as a shell takes them apart. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, ...forms]) => forms.find((form) => form !== undefined) ?? "",
  );
}

/** What the command line has against these words, nothing being done. */
function objectionTo(words: string[]): string | undefined {
  const program = makeProgram();
  const harmless = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
    if (command.commands.length === 0) command.action(() => {});
    command.commands.forEach(harmless);
  };
  harmless(program);
  try {
    program.parse(words, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : error.message;
  }
}

const scripts = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> }).scripts;
const own = [...documented].filter(([text]) => /^(npx )?albflow /.test(text) && !(text in NOT_RUN));

describe("a command of the pages", () => {
  test("is found on every page that has some", () => {
    expect(documented.size).toBeGreaterThan(70);
    expect(own.length).toBeGreaterThan(45);
    expect(Object.keys(NOT_RUN).filter((text) => !documented.has(text))).toEqual([]);
  });

  test.each(own.map(([text, on]) => ({ text, on: on.join(", ") })))(
    "has no option that is unknown: $text ($on)",
    ({ text }) => {
      const [, ...words] = wordsOf(typed(text).replace(/\s*(>.*|&)$/, ""));
      expect(objectionTo(words)).toBeUndefined();
    },
  );

  test.each([...documented.keys()].filter((text) => /\bnpm run /.test(text)))(
    "names a script that there is: %s",
    (text) => {
      for (const [, name = ""] of text.matchAll(/npm run (?:-s )?([\w:]+)/g))
        expect(Object.keys(scripts)).toContain(name);
    },
  );

  test.each(Object.keys(NOT_RUN).filter((text) => /\b(node|vitest run) \S+\.\w+/.test(text)))(
    "names a file that there is: %s",
    (text) => {
      const [, file = ""] = /\b(?:node|vitest run) (\S+\.\w+)/.exec(text) ?? [];
      expect(existsSync(file)).toBe(true);
    },
  );
});

/** Those of the operations' pages are planned: what they lead to is tried for each operation's example. */
const isExample = (on: string[]) => on.every((page) => /^docs\/operations\/[a-z]\w+\.md$/.test(page));
const examples = own.filter(([, on]) => isExample(on)).map(([text]) => text);
/** These go on until somebody ends them. */
const ENDLESS = /^(npx )?(albflow local start( &)?$|albflow local log --follow|npm start)/;
const others = [...documented.keys()].filter(
  (text) => !(text in NOT_RUN) && !examples.includes(text) && !ENDLESS.test(text),
);

/** `npm test` types what the README tells to type, `npm run test:all` what any page does. */
const isOfReadme = (text: string) => documented.get(text)?.some((page) => page.startsWith("README")) === true;
const ofReadme = others.filter(isOfReadme);
const ofOtherPages = others.filter((text) => !isOfReadme(text));
const endless = [...documented.keys()].filter((text) => ENDLESS.test(text));
const isStart = (text: string) => text.includes("local start");

describe("a command of the pages, typed at a cloud that `npm start` has booted", () => {
  test.concurrent.each(sampled(12, examples))("plans an operation's example: %s", async (text) => {
    const { code, out } = await run(`${text} --plan`);
    expect(out).toContain("What clients will notice");
    expect(code).toBe(0);
  });

  const works = async (text: string) => {
    const { code, out } = await run(text);
    const [expected, says] = FINDINGS[text] ?? [0, ""];
    expect(out).not.toMatch(/^error: |not found|SyntaxError/m);
    expect([code, out]).toEqual([expected, expect.stringContaining(says)]);
  };
  test.each(ofReadme)("works as it is written: %s", works);

  test("is found by npx, too", async () => {
    // Without `--`, npx takes the option for its own.
    const { code, out } = await run("npx --no -- albflow --version");
    expect([code, out]).toEqual([0, `${manifest.version}\n`]);
  });

  const goesOn = async (text: string) => {
    // The cloud itself is what `npm start` has started.
    if (text === "npm start") return expect(cloud.exitCode).toBeNull();
    const other = await freePortBlock();
    const [command] = typed(text)
      .replace(/ start( &)?$/, ` start --port ${other} --fast`)
      .split(" > ");
    const [program = "", ...words] = wordsOf(command ?? "");
    const child = spawn(join(folder, "bin", program), words, { env: { PATH: process.env.PATH, HOME: folder } });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (more: string) => {
      said += more;
    });
    const expected = isStart(text) ? "Ctrl-C ends it." : "DescribeExecution";
    if (!isStart(text)) await run("albflow execution documented");
    await vi.waitFor(() => expect(said).toContain(expected), { timeout: 200_000, interval: 100 });
    expect(child.exitCode).toBeNull();
    child.kill("SIGKILL");
  };
  test.each(endless.filter((text) => !isStart(text)))("goes on until it is ended: %s", goesOn);

  inWholeSuite(() => {
    test.each(ofOtherPages)("works as it is written: %s", works);

    test.each(endless.filter(isStart))("goes on until it is ended: %s", goesOn);
  });
});
