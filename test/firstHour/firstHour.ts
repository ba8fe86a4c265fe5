import type { PolicyDocument } from "../../deployment/roles/policyOf.ts";
import { lackingEach } from "./eachRight.ts";
import { emptyAccount } from "./emptyAccount.ts";
import { goThrough } from "./goThrough.ts";
import { prepareShop } from "./shop.ts";

/**
 * `npm run firsthour`: goes the first hour through a local account and says what it took; `--json` says only that. With
 * `--rights` it goes again with one right less each time, and counts those that were not named as they should.
 */
const isForPrograms = process.argv.includes("--json");
const print = (line: string) => (isForPrograms ? undefined : console.log(line));
const account = await emptyAccount();
try {
  const { steps, page, report } = await goThrough(account);
  for (const { typed, said } of steps) print(`$ ${typed}\n${said}`);
  print(`The page: ${page.address} ${page.status} "${page.title}"\n`);
  const rights = process.argv.includes("--rights") ? await withoutRights() : {};
  console.log(JSON.stringify({ ...report, ...rights }));
  const { rightsUnnamed = 0 } = rights as { rightsUnnamed?: number };
  process.exitCode = report.leftovers + report.secretsFound + rightsUnnamed === 0 ? 0 : 1;
} finally {
  await account.close();
}

/** In an account of its own. */
async function withoutRights(): Promise<{ rights: number; rightsUnnamed: number }> {
  const shop = await emptyAccount();
  try {
    await prepareShop(shop);
    const policy = JSON.parse((await shop.albflow(["policy", "deployer"])).said) as PolicyDocument;
    const found = await lackingEach(shop, policy);
    for (const { command, right, code, named } of found)
      print(`${code} ${command} without ${right}: ${named.join(", ")}`);
    const unnamed = found.filter(({ right, code, named }) => code !== 1 || named.join() !== right);
    for (const { command, right, said } of unnamed) console.error(`\n$ ${command}   # without ${right}\n${said}`);
    return { rights: found.length, rightsUnnamed: unnamed.length };
  } finally {
    await shop.close();
  }
}
