import { afterAll, beforeAll, expect, test } from "vitest";
import { pageWords } from "../../console/page/pageWords.ts";
import { certificatesWords } from "../../console/views/certificates/certificatesWords.ts";
import { listenerWords } from "../../console/views/listener/listenerWords.ts";
import { listenersWords } from "../../console/views/listeners/listenersWords.ts";
import { fieldLabel } from "../../console/views/operation/fieldWords.ts";
import { formWords } from "../../console/views/operation/formWords.ts";
import { planPageWords } from "../../console/views/operation/planPageWords.ts";
import { operationName } from "../../console/words/operationNames.ts";
import { wordsIn } from "../../console/words/wordsIn.ts";
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

interface Task {
  task: string;
  /** The end of the name of the listener that it is about; none for what is about none. */
  listener?: string;
  /** Where it begins: at the list, where the listener is seen; unless it begins at the listener's page. */
  from?: "the listener" | "the overview";
  /** The ALB console's own count, from the same place. */
  console: { clicks: number; fields: number };
  /** The operation that is then run; none for what only looks. */
  operation?: string;
  steps(person: Person, words: AllWords): Promise<void>;
}

const wordsOf = (language: Person["language"]) => ({
  page: wordsIn(pageWords, language),
  list: wordsIn(listenersWords, language),
  listener: wordsIn(listenerWords, language),
  certificates: wordsIn(certificatesWords, language),
  form: wordsIn(formWords, language),
  plan: wordsIn(planPageWords, language),
  field: (key: string) => fieldLabel(key, language),
  operation: (name: string) => operationName(name, language),
});
type AllWords = ReturnType<typeof wordsOf>;

/** A click on the name of the listener in the list. */
const open = (person: Person, listener: string) => person.click("link", `${person.name}-${listener}`);
/** The button beneath a plan; operations that ask for approval call it by that. */
const run = (person: Person, { plan }: AllWords) =>
  person.click("button", new RegExp(`^(${plan.run}|${plan.runAndAsk})$`));

const TASKS: Task[] = [
  {
    task: "Find a listener",
    from: "the overview",
    console: { clicks: 3, fields: 0 },
    async steps(person, { page }) {
      await person.click("link", page.listeners);
      await open(person, "settings");
    },
  },
  {
    task: "Change its name and its settings",
    listener: "settings",
    console: { clicks: 3, fields: 2 },
    operation: "modifyListener",
    async steps(person, words) {
      await person.click("link", `${words.list.edit}: ${person.name}-settings`);
      await person.write(words.field("listenerDescription"), `${person.name}-renamed`);
      await person.write(words.field("idleTimeout"), "30");
      await person.click("button", words.form.plan);
      await run(person, words);
    },
  },
  ...(
    [
      ["Enable it", "stopped", "startListener"],
      ["Disable it", "running", "stopListener"],
      ["Delete it", "unwanted", "deleteListener"],
    ] as const
  ).map(
    ([task, listener, operation]): Task => ({
      task,
      listener,
      console: { clicks: 3, fields: 0 },
      operation,
      async steps(person, words) {
        await open(person, listener);
        await person.click("button", words.operation(operation));
        await run(person, words);
      },
    }),
  ),
  {
    task: "Change the server group: choose one",
    listener: "forwarding",
    console: { clicks: 3, fields: 1 },
    operation: "changeServerGroup",
    async steps(person, words) {
      await open(person, "forwarding");
      await person.click("link", `${words.listener.edit}: ${words.listener.forwarding}`);
      await person.choose(words.field("serverGroupId"), /second-group/);
      await run(person, words);
    },
  },
  {
    task: "Change the server group: create one",
    listener: "growing",
    // The dialog for the group and the dialog for its server each have a button of their own.
    console: { clicks: 6, fields: 6 },
    operation: "changeServerGroup",
    async steps(person, words) {
      const { page } = person;
      await open(person, "growing");
      await person.click("link", `${words.listener.edit}: ${words.listener.forwarding}`);
      await person.click("group", words.field("create"));
      await person.write(words.field("serverGroupName"), `${person.name}-group`);
      await person.choose(words.field("vpcId"), /vpc-local/);
      await person.click("group", words.field("servers"));
      const server = page.locator("#field-create-servers fieldset").first();
      await person.choose(words.field("ServerType"), "Ip", server);
      await person.write(words.field("ServerId"), "127.0.0.1", server);
      await person.write(words.field("Port"), "9", server);
      await person.click("button", words.form.plan);
      await run(person, words);
    },
  },
  {
    task: "Replace the default certificate by its successor",
    console: { clicks: 4, fields: 1 },
    operation: "rotateCertificate",
    async steps(person, words) {
      const { page } = person;
      await person.click("link", words.page.certificates);
      person.done.clicks += 1;
      const row = page
        .locator("tr", { hasText: `${person.name}.example.com` })
        .filter({ hasText: words.certificates.rotateNow });
      await row.getByRole("link", { name: words.certificates.rotateNow }).click();
      await person.click("button", words.form.plan);
      await run(person, words);
    },
  },
  {
    task: "Replace the default certificate by another one",
    listener: "rotated",
    console: { clicks: 4, fields: 1 },
    operation: "rotateCertificate",
    async steps(person, words) {
      await open(person, "rotated");
      await person.click("link", new RegExp(`^${words.listener.rotate}: `));
      await person.choose(words.field("successorId"), /wider\.example\.com/);
      await run(person, words);
    },
  },
  {
    task: "Add an additional certificate",
    listener: "adding",
    console: { clicks: 4, fields: 1 },
    operation: "addCertificates",
    async steps(person, words) {
      await open(person, "adding");
      await person.click("link", `${words.listener.add}: ${words.listener.certificates}`);
      await person.tick(/^more\.example\.com/);
      await person.click("button", words.form.plan);
      await run(person, words);
    },
  },
  {
    task: "Delete an additional certificate",
    listener: "removing",
    from: "the listener",
    console: { clicks: 2, fields: 0 },
    operation: "removeCertificates",
    async steps(person, words) {
      await person.click("button", new RegExp(`^${words.listener.remove}: `));
      await run(person, words);
    },
  },
  ...(
    [
      ["Turn mutual authentication on", "open", "turnOn", "enableMutualAuth"],
      ["Replace the CA certificate", "reissued", "edit", "replaceCaCertificate"],
    ] as const
  ).map(
    ([task, listener, label, operation]): Task => ({
      task,
      listener,
      console: { clicks: 3, fields: 1 },
      operation,
      async steps(person, words) {
        await open(person, listener);
        await person.click("link", `${words.listener[label]}: ${words.listener.mutual}`);
        await person.choose(words.field("caCertificateId"), /clients-ca-next/);
        await run(person, words);
      },
    }),
  ),
  ...(
    [
      ["Turn mutual authentication off", "closed", "disableMutualAuth"],
      ["Turn tracing off", "traced", "disableTracing"],
    ] as const
  ).map(
    ([task, listener, operation]): Task => ({
      task,
      listener,
      console: { clicks: 3, fields: 0 },
      operation,
      async steps(person, words) {
        await open(person, listener);
        await person.click("button", words.operation(operation));
        await run(person, words);
      },
    }),
  ),
  {
    task: "Choose a TLS policy",
    listener: "policy",
    console: { clicks: 3, fields: 1 },
    operation: "changeTlsPolicy",
    async steps(person, words) {
      await open(person, "policy");
      await person.click("link", `${words.listener.edit}: ${words.listener.tlsPolicy}`);
      await person.choose(words.field("securityPolicyId"), /tls_cipher_policy_1_2_strict_with_1_3/);
      await run(person, words);
    },
  },
  {
    task: "Create a TLS policy",
    console: { clicks: 4, fields: 3 },
    operation: "createTlsPolicy",
    async steps(person, words) {
      await person.click("link", words.list.operations);
      await person.click("link", words.operation("createTlsPolicy"));
      await person.write(words.field("securityPolicyName"), `${person.name}-policy`);
      await person.tick("TLSv1.2");
      await person.tick("ECDHE-RSA-AES128-GCM-SHA256");
      await person.click("button", words.form.plan);
      await run(person, words);
    },
  },
  {
    task: "Turn tracing on",
    listener: "untraced",
    // The dialog's terms are a box to tick.
    console: { clicks: 3, fields: 1 },
    operation: "enableTracing",
    async steps(person, words) {
      await person.click("link", `${words.list.turnOn}: ${person.name}-untraced, ${words.list.tracing}`);
      await person.click("button", words.form.plan);
      await run(person, words);
    },
  },
  {
    task: "Change the sampling",
    listener: "sampled",
    console: { clicks: 3, fields: 1 },
    operation: "modifyTracing",
    async steps(person, words) {
      await person.click("link", `${words.list.change}: ${person.name}-sampled, ${words.list.tracing}`);
      await person.write(words.field("percent"), "25");
      await person.click("button", words.form.plan);
      await run(person, words);
    },
  },
  {
    task: "View traces",
    listener: "sampled",
    from: "the listener",
    console: { clicks: 1, fields: 0 },
    async steps(person, words) {
      const link = person.page.getByRole("link", { name: words.listener.openTraces });
      expect(await link.getAttribute("href")).toContain("console.aliyun.com");
      person.done.clicks += 1;
    },
  },
];

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
