import { emptyAccount } from "./emptyAccount.ts";
import { goThrough } from "./goThrough.ts";

/** `npm run firsthour`: goes the first hour through a local account and says what it took; `--json` says only that. */
const isForPrograms = process.argv.includes("--json");
const account = await emptyAccount();
try {
  const { steps, page, report } = await goThrough(account);
  if (!isForPrograms) {
    for (const { typed, said } of steps) console.log(`$ ${typed}\n${said}`);
    console.log(`The page: ${page.address} ${page.status} "${page.title}"\n`);
  }
  console.log(JSON.stringify(report));
  process.exitCode = report.leftovers + report.secretsFound === 0 ? 0 : 1;
} finally {
  await account.close();
}
