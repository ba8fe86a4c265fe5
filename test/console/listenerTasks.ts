import { expect } from "vitest";
import { pageWords } from "../../console/page/pageWords.ts";
import { certificatesWords } from "../../console/views/certificates/certificatesWords.ts";
import { listenerWords } from "../../console/views/listener/listenerWords.ts";
import { listenersWords } from "../../console/views/listeners/listenersWords.ts";
import { fieldLabel } from "../../console/views/operation/fieldWords.ts";
import { formWords } from "../../console/views/operation/formWords.ts";
import { planPageWords } from "../../console/views/operation/planPageWords.ts";
import { operationName } from "../../console/words/operationNames.ts";
import { wordsIn } from "../../console/words/wordsIn.ts";
import type { Person } from "./person.ts";

/** Something that a listener page of the ALB console is for. */
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
  steps: (person: Person, words: AllWords) => Promise<void>;
}

/** What the page calls what is clicked. */
export const wordsOf = (language: Person["language"]) => ({
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

/** Every task, in the order in which they are done. */
export const TASKS: Task[] = [
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
