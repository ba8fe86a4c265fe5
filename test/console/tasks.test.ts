import { afterAll, beforeAll, expect, test } from "vitest";
import { TASKS, wordsOf } from "./listenerTasks.ts";
import { type Console, openConsole } from "./openConsole.ts";
import { type Person, personAt } from "./person.ts";
import { taskSeed } from "./taskSeed.ts";

const PEOPLE = [
  { name: "ann", language: "en", screen: "a desktop", width: 1360, height: 900 },
  { name: "dai", language: "zh", screen: "a phone", width: 390, height: 844 },
] as const;

let site: Console;
beforeAll(async () => {
  // A person has minutes for what is done here in seconds.
  site = await openConsole({ seed: taskSeed(PEOPLE.map(({ name }) => name)), callsPerMinute: 100_000 });
});
afterAll(() => site?.close());

/** What each task took, by its name and then by who did it. */
const taken = new Map<string, Map<string, Person["done"]>>();

test.each(PEOPLE)(
  "in $language on $screen every task of the ALB console's listener pages takes no more clicks and fields than there",
  async ({ name, language, width, height }) => {
    const page = await site.signIn("olga", ["operator"], {
      viewport: { width, height },
      locale: language === "zh" ? "zh-CN" : "en-GB",
      ...(width < 500 ? { hasTouch: true, isMobile: true } : {}),
    });
    // Many tests run on the machine at the same time.
    page.setDefaultTimeout(60_000);
    const person = personAt(page, name, language);
    const words = wordsOf(language);
    for (const { task, listener = "", from, operation, steps, ...its } of TASKS) {
      const at =
        from === "the listener"
          ? `/listeners/lsn-${name}-${listener}`
          : from === "the overview"
            ? ""
            : `/listeners?q=${name}-${listener}`;
      await person.begin(`${site.url}/console${at}`);
      await steps(person, words);
      if (operation !== undefined) await page.waitForURL(`**/executions/${operation}/**`);
      const { clicks, fields } = person.done;
      taken.set(task, (taken.get(task) ?? new Map()).set(name, { clicks, fields }));
      expect.soft(clicks, `clicks: ${task}`).toBeLessThanOrEqual(its.console.clicks);
      expect.soft(fields, `fields: ${task}`).toBeLessThanOrEqual(its.console.fields);
    }
    await page.context().close();
    expect(site.problems.splice(0)).toEqual([]);
  },
);

test("docs/tasks.md has the table of what each task takes", async () => {
  const text = ({ clicks, fields }: Person["done"]) =>
    `${clicks} ${clicks === 1 ? "click" : "clicks"}${fields === 0 ? "" : ` + ${fields} ${fields === 1 ? "field" : "fields"}`}`;
  const rows = TASKS.map(({ task, from = "the list", console: theirs }) => {
    const counts = PEOPLE.map(({ name }) => taken.get(task)?.get(name));
    return [task, from, ...counts.map((done) => (done === undefined ? "not done" : text(done))), text(theirs)];
  });
  const people = PEOPLE.map(({ language, screen }) => `albflow in ${LANGUAGES[language]} on ${screen}`);
  const columns = ["task", "begins at", ...people, "ALB console"];
  const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  await expect(`${ABOUT}\n${lines.join("\n")}\n`).toMatchFileSnapshot("../../docs/tasks.md");
});

const LANGUAGES = { en: "English", zh: "Chinese" };

const ABOUT = `# How many clicks each task takes

Every task that the listener pages of the ALB console offer, done by a person's clicks in the page of albflow. A browser does
each of them in every run of the tests (\`test/console/tasks.test.ts\`), up to the execution that it starts, and types no id. That
test writes this table, and fails when a task takes more clicks or fields than in the ALB console.

A click is one on a link, on a button or on a heading that unfolds. A field is one that is filled, ticked or chosen from a list, in
both consoles. Both counts begin at the same place, and end with the click that starts the change; albflow shows the plan before
that click. "The list" is the list of listeners that shows the listener. Where the documentation of the ALB console describes a dialog
without counting, its count is one click to the listener, one that opens the dialog, one that confirms it, and its fields.
`;
