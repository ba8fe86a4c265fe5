import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { TASKS, wordsOf } from "./listenerTasks.ts";
import { type Console, openConsole } from "./openConsole.ts";
import { type Person, personAt } from "./person.ts";
import { taskSeed } from "./taskSeed.ts";

const DESKTOP = { screen: "a desktop", width: 1360, height: 900 };
const PHONE = { screen: "a phone", width: 390, height: 844 };
const PEOPLE = [
  { name: "ann", language: "en", ...DESKTOP },
  { name: "eva", language: "en", ...PHONE },
  { name: "bao", language: "zh", ...DESKTOP },
  { name: "dai", language: "zh", ...PHONE },
] as const;

let site: Console;
beforeAll(async () => {
  // A person has minutes for what is done here in seconds.
  site = await openConsole({ seed: taskSeed(PEOPLE.map(({ name }) => name)), callsPerMinute: 100_000 });
});
afterAll(() => site?.close());

/** What each task took, by its name, each time that it was done. */
const taken = new Map<string, Person["done"][]>();

async function signedIn({ language, width, height }: (typeof PEOPLE)[number]): Promise<Page> {
  const page = await site.signIn("olga", ["operator"], {
    viewport: { width, height },
    locale: language === "zh" ? "zh-CN" : "en-GB",
    ...(width < 500 ? { hasTouch: true, isMobile: true } : {}),
  });
  // Many tests run on the machine at the same time.
  page.setDefaultTimeout(120_000);
  return page;
}

/** Does those tasks that are this person's, and tells which of them take more than in the ALB console. */
async function doAll(person: (typeof PEOPLE)[number], page: Page): Promise<string[]> {
  const { name, language, screen } = person;
  const at = personAt(page, name, language);
  const words = wordsOf(language);
  const above: string[] = [];
  for (const { task, listener = "", from, operation, steps, ...its } of TASKS.filter((each) =>
    isDoneBy(person, each),
  )) {
    const address =
      from === "the listener"
        ? `/listeners/lsn-${name}-${listener}`
        : from === "the overview"
          ? ""
          : `/listeners?q=${name}-${listener}`;
    await at.begin(`${site.url}/console${address}`);
    await steps(at, words);
    if (operation !== undefined) await page.waitForURL(`**/executions/${operation}/**`);
    const { clicks, fields } = at.done;
    taken.set(task, [...(taken.get(task) ?? []), { clicks, fields }]);
    if (clicks > its.console.clicks || fields > its.console.fields)
      above.push(`${task}, in ${language} on ${screen}: ${clicks} clicks and ${fields} fields`);
  }
  await page.context().close();
  return above;
}

/** Those of a sample are done by one person each, by another one each time. */
const SAMPLE = sampled(6, TASKS);
const isSample = SAMPLE.length < TASKS.length;

/** Each task is done by all four: in both languages, on a desktop and on a phone; of a sample, by one of them in turn. */
function isDoneBy(person: (typeof PEOPLE)[number], task: (typeof TASKS)[number]): boolean {
  return !isSample || PEOPLE[SAMPLE.indexOf(task) % PEOPLE.length] === person;
}

test.each(PEOPLE)(
  "in $language on $screen no task of the ALB console's listener pages takes more clicks or fields than there",
  async (person) => {
    expect(await doAll(person, await signedIn(person))).toEqual([]);
    expect(site.problems.splice(0)).toEqual([]);
  },
);

inWholeSuite(() => {
  test("a task takes as many clicks and fields in one language, and on one screen, as in the other", () => {
    for (const { task } of TASKS) {
      const [first, ...others] = taken.get(task) ?? [];
      expect([task, others.length]).toEqual([task, 3]);
      for (const done of others) expect([task, done]).toEqual([task, first]);
    }
  });
});

const rowOf = (cells: string[]) => `| ${cells.join(" | ")} |`;

test("docs/tasks.md has the table of what each task takes", async () => {
  const text = ({ clicks, fields }: Person["done"]) =>
    `${clicks} ${clicks === 1 ? "click" : "clicks"}${fields === 0 ? "" : ` + ${fields} ${fields === 1 ? "field" : "fields"}`}`;
  const rows = SAMPLE.map(({ task, from = "the list", console: theirs }) => {
    const [done] = taken.get(task) ?? [];
    return rowOf([task, from, done === undefined ? "not done" : text(done), text(theirs)]);
  });
  if (isSample) {
    const written = readFileSync("docs/tasks.md", "utf8").split("\n");
    return expect(rows.filter((row) => !written.includes(row))).toEqual([]);
  }
  const columns = ["task", "begins at", "albflow", "ALB console"];
  const lines = [rowOf(columns), rowOf(columns.map(() => "---")), ...rows];
  await expect(`${ABOUT}\n${lines.join("\n")}\n`).toMatchFileSnapshot("../../docs/tasks.md");
});

const ABOUT = `# How many clicks each task takes

Every task that the listener pages of the ALB console offer, done by a person's clicks in the page of albflow. A browser does
each of them in every \`npm run test:all\` (\`test/console/tasks.test.ts\`; some of them in \`npm test\`), in both languages, on a desktop and on a phone, up to the
execution that it starts, and types no id. That test writes this table, and fails when a task takes more clicks or fields than in the
ALB console, or not as many in one language or on one screen as in another.

A click is one on a link, on a button or on a heading that unfolds. A field is one that is filled, ticked or chosen from a list, in
both consoles. Both counts begin at the same place, and end with the click that starts the change; albflow shows the plan before
that click. "The list" is the list of listeners that shows the listener. Where the documentation of the ALB console describes a dialog
without counting, its count is one click to the listener, one that opens the dialog, one that confirms it, and its fields.
`;
