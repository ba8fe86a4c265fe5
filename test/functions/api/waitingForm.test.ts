import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { formWords } from "../../../console/views/operation/formWords.ts";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud({}, { timersOf: [] });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const LISTENER = "lsn-demo4u54y73wq7b";
const POLICY = {
  securityPolicyName: "for-this-listener",
  tlsVersions: ["TLSv1.2"],
  ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"],
};
const WAITS = `changeTlsPolicy?filling=securityPolicyId&listenerId=${LISTENER}`;
const LANGUAGES = [
  ["en", "Use", "Change the TLS policy"],
  ["zh-CN", "使用", "更换 TLS 安全策略"],
] as const;

/** A page as a browser without script gets it. */
async function page(
  method: "GET" | "POST",
  path: string,
  language: string,
  options: { form?: URLSearchParams; grants?: string[] } = {},
) {
  const { form, grants = ["operator"] } = options;
  const token = await cloud.token("olga", ...grants);
  const headers = {
    accept: "text/html",
    "accept-language": language,
    cookie: `albflow_session=${token}`,
    ...(form === undefined
      ? {}
      : { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" }),
  };
  const answer = await cloud.askInTime(method, path, {
    headers,
    ...(form === undefined ? {} : { body: form.toString() }),
  });
  return { status: answer.status, text: answer.text.replaceAll("&#38;", "&") };
}

/** Plans the policy, as the form beside the field of a waiting form does. */
const planned = (language: string, change: Partial<typeof POLICY> = {}) => {
  const { securityPolicyName, tlsVersions, ciphers } = { ...POLICY, ...change };
  const form = new URLSearchParams({ for: WAITS, securityPolicyName });
  for (const version of tlsVersions) form.append("tlsVersions", version);
  for (const cipher of ciphers) form.append("ciphers", cipher);
  return page("POST", "/console/operations/createTlsPolicy", language, { form });
};

/** Makes it, and says under which id. */
async function made(name: string): Promise<string> {
  const { verdict } = await cloud.run("createTlsPolicy", POLICY, name);
  expect(verdict?.state).toBe("verified");
  const { body } = await cloud.ask("GET", `/executions/${name}?operation=createTlsPolicy`, {
    token: await cloud.token("vera", "viewer"),
  });
  return body.made[0].id;
}

test.each(LANGUAGES)(
  "a policy that is there already, as it was asked for, leads back from its plan with it chosen, in %s",
  async (language, use, operation) => {
    const id = await made("first");
    const { status, text } = await planned(language);
    expect(status).toBe(200);
    expect(text).toContain(`href="/console/operations/changeTlsPolicy?listenerId=${LISTENER}&securityPolicyId=${id}"`);
    expect(text).toMatch(new RegExp(`${use} ${id}[:：]\\s*${operation}`));
  },
);

test.each(LANGUAGES)(
  "an execution that found it made leads back as one that made it does, in %s",
  async (language, use) => {
    const id = await made("first");
    const again = await cloud.run("createTlsPolicy", POLICY, "again");
    expect(again.verdict?.state).toBe("unchanged");
    for (const name of ["first", "again"]) {
      const address = `/console/executions/createTlsPolicy/${name}?${new URLSearchParams({ for: WAITS }).toString()}`;
      const { text } = await page("GET", address, language);
      expect(text).toContain(`securityPolicyId=${id}"`);
      expect(text).toContain(`${use} ${id}`);
    }
  },
);

test("the form that it leads back to has the policy chosen", async () => {
  const id = await made("first");
  const { text } = await page(
    "GET",
    `/console/operations/changeTlsPolicy?listenerId=${LISTENER}&securityPolicyId=${id}`,
    "en",
  );
  expect(text).toMatch(new RegExp(`<option value="${id}" selected`));
});

test("one whose values differ is refused, and leads nowhere but to the input", async () => {
  await made("first");
  const { text } = await planned("en", { ciphers: ["ECDHE-RSA-AES256-GCM-SHA384"] });
  expect(text).not.toContain("go-on");
  expect(text).toContain("Change the input");
});

test.each([
  ["en", formWords.mayOnlyView[0]],
  ["zh-CN", formWords.mayOnlyView[1]],
])(
  "whose grants do not fit the listener is led back, too, and told there that somebody else must do it, in %s",
  async (language, sentence) => {
    const id = await made("first");
    const grants = ["viewer", "operator:*/*/tls=*"];
    const address = `/console/executions/createTlsPolicy/first?${new URLSearchParams({ for: WAITS }).toString()}`;
    expect((await page("GET", address, language, { grants })).text).toContain(`securityPolicyId=${id}"`);
    const form = await page(
      "GET",
      `/console/operations/changeTlsPolicy?listenerId=${LISTENER}&securityPolicyId=${id}`,
      language,
      { grants },
    );
    expect(form.text).toContain(sentence);
    expect(form.text).toMatch(new RegExp(`<option value="${id}" selected`));
  },
);
