import { expect, test } from "vitest";
import { listedOperations } from "../../../shared/features/api/contract.ts";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { textOf } from "../../jsx/runtime.ts";
import type { Language } from "../../words/language.ts";
import { changedIn, fieldsOf, inputIn } from "./fields.ts";
import { fieldLabel } from "./fieldWords.ts";
import { OperationForm } from "./OperationForm.tsx";
import type { Choices } from "./pickers.ts";
import { presentValues, withPresent } from "./present.ts";

const listener = {
  ListenerId: "lsn-1",
  ListenerDescription: "shop",
  IdleTimeout: 15,
  RequestTimeout: 60,
  GzipEnabled: true,
  Http2Enabled: true,
  QuicConfig: { QuicUpgradeEnabled: false },
  XForwardedForConfig: { XForwardedForEnabled: true, XForwardedForProcessingMode: "append" },
  LogConfig: { AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 700, TracingType: "Zipkin" } },
};
const description = { listener } as unknown as ListenerDescription;

const operationNamed = (name: string) => {
  const operation = listedOperations().find((one) => one.name === name);
  if (operation === undefined) throw new Error(`There is no operation ${name}.`);
  return operation;
};

/** The form as it is sent to a browser. */
function formOf(
  name: string,
  { values = {}, problems = {}, choices = {}, language = "en" as Language, present = false },
): string {
  const asked = new Map(Object.entries({ listenerId: ["lsn-1"], ...values }));
  const filled = {
    values: present ? withPresent(presentValues(name, description), asked) : asked,
    problems: new Map(Object.entries(problems as Record<string, string[]>)),
    choices: new Map(Object.entries(choices as Record<string, Choices>)),
    isAbout: true,
  };
  return textOf(OperationForm({ operation: operationNamed(name), filled, language }));
}

test.each(["en", "zh"] as const)("every field of every operation has a name of its own in %s", (language) => {
  const within = (schema: Parameters<typeof fieldsOf>[0]): string[] =>
    fieldsOf(schema).flatMap(({ label, schema: inner }) => [
      label,
      ...within(inner.type === "array" ? (inner.items ?? {}) : inner),
    ]);
  const keys = new Set(listedOperations().flatMap(({ input }) => within(input)));
  expect([...keys].filter((key) => /^[a-z]+[A-Z]/.test(fieldLabel(key, language)))).toEqual([]);
  if (language === "zh") {
    const english = [...keys].filter((key) => !/\p{Script=Han}|^HTTP\/2$|^VPC$/u.test(fieldLabel(key, "zh")));
    expect(english).toEqual([]);
  }
});

test("a form shows what is so now, under the names of the listener's page", () => {
  const form = formOf("modifyListener", { present: true });
  expect(form).toMatch(
    /<label for="field-idleTimeout">Idle timeout \(s\)<\/label><input id="field-idleTimeout"[^>]*value="15"/,
  );
  expect(form).toMatch(/id="field-listenerDescription"[^>]*value="shop"/);
  expect(form).toMatch(/<option value="true" selected[^>]*>yes/);
  expect(formOf("modifyListener", { present: true, language: "zh" })).toContain("连接空闲超时时间（秒）");
  expect(formOf("modifyTracing", { present: true })).toMatch(/id="field-percent"[^>]*value="7"/);
});

test("a form has no field for what cannot be changed, nor for the listener that it was opened for", () => {
  const form = formOf("modifyListener", { present: true });
  expect(form).not.toContain("listenerPort");
  expect(form).not.toContain("listenerProtocol");
  expect(form).not.toContain('id="field-listenerId"');
  expect(form).toContain('<input type="hidden" name="listenerId" value="lsn-1"/>');
  const elsewhere = formOf("modifyListener", { values: { region: ["cn-shanghai"], account: ["2222222222222222"] } });
  for (const page of [form, elsewhere]) expect(page).not.toMatch(/id="field-(?:region|account)"/);
  expect(elsewhere).toContain('<input type="hidden" name="region" value="cn-shanghai"/>');
  expect(elsewhere).toContain('<input type="hidden" name="account" value="2222222222222222"/>');
  expect(formOf("copyListener", {})).toContain('id="field-listenerPort"');
});

test("only what was changed is sent, and what must stand beside it", () => {
  const { input } = operationNamed("modifyListener");
  const shown = withPresent(presentValues("modifyListener", description), new Map([["listenerId", ["lsn-1"]]]));
  expect(inputIn(changedIn(shown, input), input)).toEqual({ listenerId: "lsn-1" });
  const sent = new Map([...shown, ["idleTimeout", ["30"]], ["quicConfig.QuicListenerId", ["lsn-q"]]]);
  expect(inputIn(changedIn(sent, input), input)).toEqual({
    listenerId: "lsn-1",
    idleTimeout: 30,
    quicConfig: { QuicUpgradeEnabled: false, QuicListenerId: "lsn-q" },
  });
});

test("what a field can be given is chosen: what fits first, and of the rest it is said why not", () => {
  const choices = {
    serverGroupId: {
      isCut: false,
      choices: [
        { value: "sgp-next", label: "next · sgp-next", unfit: "" },
        { value: "sgp-far", label: "far · sgp-far", unfit: "it is in vpc-2" },
      ],
    },
  };
  const form = formOf("changeServerGroup", { choices });
  expect(form).toMatch(/<select id="field-serverGroupId" name="serverGroupId"[^>]*>/);
  expect(form).toContain('<option value="sgp-next">next · sgp-next</option>');
  expect(form).toMatch(
    /<optgroup label="Do not fit this listener"><option value="sgp-far">far · sgp-far — it is in vpc-2<\/option>/,
  );
  expect(formOf("changeServerGroup", { choices, language: "zh" })).toContain("不适用于该监听");
  const linked = formOf("changeServerGroup", { choices, values: { serverGroupId: ["sgp-gone"] } });
  expect(linked).toMatch(/<option value="sgp-gone" selected[^>]*>sgp-gone/);
  const cut = formOf("changeServerGroup", { choices: { serverGroupId: { ...choices.serverGroupId, isCut: true } } });
  // What an id is like stands where one can be typed, and nowhere else.
  expect([cut, form].map((page) => page.includes("like sgp-"))).toEqual([true, false]);
  expect(cut).toMatch(/Another one, by its id <input name="serverGroupId"/);
});

test("several are ticked, each with why it does not fit", () => {
  const choices = {
    certificateIds: {
      isCut: false,
      choices: [{ value: "1-cn-hangzhou", label: "shop.example.com", unfit: "too weak" }],
    },
  };
  const form = formOf("addCertificates", { choices, values: { certificateIds: ["1-cn-hangzhou"] } });
  expect(form).toMatch(/<input type="checkbox" name="certificateIds" value="1-cn-hangzhou" checked[^>]*>/);
  expect(form).toContain('<span class="sub">too weak</span>');
  expect(form).not.toContain("one a line");
});

test("a list has as many rows as somebody wants, by a button that works without script", () => {
  const rows = (form: string) => form.match(/name="create\.servers\.\d+\.Port"/g)?.length;
  expect(rows(formOf("changeServerGroup", {}))).toBe(2);
  const form = formOf("changeServerGroup", { values: { "rows:create.servers": ["40"] } });
  expect(rows(form)).toBe(40);
  expect(form).toContain('<button type="submit" class="quiet" name="more" value="create.servers">');
});

test.each([
  ["en", "must be at most 60", "Idle timeout (s) must be at most 60"],
  ["zh", "最多 60", "连接空闲超时时间（秒）：最多 60"],
] as const)("what is wrong is said at the field, after its name, in %s", (language, problem, shown) => {
  const form = formOf("modifyListener", {
    language,
    values: { idleTimeout: ["600"] },
    problems: { idleTimeout: [problem] },
  });
  expect(form).toContain(`<p class="bad" id="field-idleTimeout-wrong">${shown}</p>`);
});
