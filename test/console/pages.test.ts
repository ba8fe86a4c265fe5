import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { setSession } from "../../console/session/sessionCookie.ts";
import { certificatesWords } from "../../console/views/certificates/certificatesWords.ts";
import { listenerWords, reasonWords } from "../../console/views/listener/listenerWords.ts";
import manifest from "../../package.json" with { type: "json" };
import { renewalStatuses } from "../../shared/core/messages/renewalStatuses.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { said } from "../support/said.ts";
import { inWholeSuite, longGroup, longTest, sampled } from "../support/sampled.ts";
import { checkAccess } from "./checkAccess.ts";
import { type Console, openConsole, settled } from "./openConsole.ts";

type Fault = Parameters<Console["cloud"]["faults"]["add"]>[0];

let site: Console;
beforeAll(async () => {
  site = await openConsole();
});
afterEach(() => {
  site.cloud.faults.clear();
  expect(site.problems.splice(0)).toEqual([]);
});
afterAll(() => site?.close());

const SHOP = "lsn-demo4u54y73wq7b";
const at = (path: string) => `${site.url}/console${path}`;

/** Asks for something over the API, as somebody. */
async function api(name: string, grants: string[], path: string, body?: object) {
  const response = await fetch(`${site.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${await site.token(name, grants)}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  return (await response.json()) as any;
}

/** Goes there, and waits until everything has been read. */
async function open(page: Page, path: string): Promise<string> {
  await page.goto(at(path));
  await settled(page);
  return page.locator("main").innerText();
}

describe("signing in", () => {
  test("a token behind the # of a link signs in, and is in no address, no request's address and no script's reach", async () => {
    const page = await site.browser.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const token = await site.token("olga", ["operator"]);
    await page.goto(`${at("/sign-in")}#token=${token}`);
    await page.waitForURL(at(""));
    expect(await page.locator(".who .name").innerText()).toContain("olga operator");
    expect(asked.filter((url) => url.includes(token))).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
    expect(await page.evaluate("document.cookie")).toBe("");
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: "albflow_session", httpOnly: true, sameSite: "Lax", secure: false });
    expect(await page.locator("footer").innerText()).toBe(`albflow ${manifest.version}`);
    await page.locator(".who button").click();
    await page.getByText("You are signed out.").waitFor();
    // Which version is here is nobody's business who is not signed in.
    expect(await page.locator("footer").count()).toBe(0);
    await page.goto(at("/listeners"));
    expect(page.url()).toContain("/console/sign-in?");
    await page.close();
  });

  longTest("a wrong token is told as such; one that expires leads back to where its owner was", async () => {
    const page = await site.browser.newPage();
    await page.goto(at("/sign-in"));
    await page.locator("#token").fill("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJldmUifQ.AAAA");
    await page.locator("form button.main").click();
    await page.getByText("This token is not accepted").waitFor();
    const late = await site.token("olga", ["operator"], -1);
    await page.context().addCookies([{ name: "albflow_session", value: late, url: site.url }]);
    await page.goto(at(`/listeners/${SHOP}`));
    await page.getByText("Your session has ended").waitFor();
    await page.locator("#token").fill(await site.token("olga", ["operator"]));
    await page.locator("form button.main").click();
    await page.waitForURL(at(`/listeners/${SHOP}`));
    await page.close();
  });

  test("on any other host than this machine the session is sent over TLS only, and to this host only", () => {
    expect(setSession("albflow.example.com", { token: "eyJ", seconds: 60 })).toBe(
      "__Host-albflow_session=eyJ; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
    );
  });

  test("leads to pages of ours only", async () => {
    const response = await fetch(at("/sign-in"), {
      method: "POST",
      redirect: "manual",
      headers: { "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ token: await site.token("olga", ["operator"]), next: "//evil.example.com" }),
    });
    expect(response.headers.get("location")).toBe("/console");
  });
});

describe("a form", () => {
  const send = async (headers: Record<string, string>) =>
    fetch(at("/approvals/x"), {
      method: "POST",
      redirect: "manual",
      headers: {
        cookie: `albflow_session=${await site.token("ada", ["approver"])}`,
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
      body: "decision=agree",
    });

  test("is taken from pages of this origin only", async () => {
    expect((await send({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await send({ "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await send({ "sec-fetch-site": "none" })).status).toBe(403);
    expect((await send({})).status).toBe(403);
    // There is no such question: it was let in.
    expect((await send({ "sec-fetch-site": "same-origin" })).status).toBe(404);
    expect((await send({ origin: site.url })).status).toBe(404);
  });
});

test("a page takes nothing from elsewhere, runs nothing that stands in it, and is in nobody's frame or cache", async () => {
  const { headers } = await fetch(at("/sign-in"));
  expect(headers.get("content-security-policy")?.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  const html = await (await fetch(at("/sign-in"))).text();
  const [, script = ""] = /<script type="module" src="([^"]+)"/.exec(html) ?? [];
  const asset = await fetch(`${site.url}${script}`);
  expect(script).toMatch(/^\/console\/assets\/console\.[0-9a-f]{8}\.js$/);
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
});

test("a browser is shown pages at the API's own addresses, a program is not", async () => {
  const asking = async (path: string, accept: string) =>
    (await fetch(`${site.url}${path}`, { redirect: "manual", headers: { accept } })).headers.get("location");
  expect(await asking("/", "text/html,*/*")).toBe("/console");
  expect(await asking("/approvals/abc.def", "text/html,*/*")).toBe("/console/approvals/abc.def");
  expect(await asking("/v1/approvals/abc.def", "text/html,*/*")).toBe("/console/approvals/abc.def");
  expect(await asking("/executions/e-1?operation=stopListener", "text/html")).toBe(
    "/console/executions/e-1?operation=stopListener",
  );
  expect(await asking("/listeners", "application/json")).toBeNull();
});

describe("the list of listeners", () => {
  test("tells of each its state, port, certificates, TLS policy, servers' health and tracing, and can be filtered", async () => {
    const page = await site.signIn("olga", ["operator"]);
    await open(page, "/listeners");
    const row = (name: string) => page.locator("table.listeners tbody tr", { hasText: name }).innerText();
    const shop = await row(SHOP);
    for (const reported of [
      "HTTPS 443",
      "Running",
      "shop.example.com",
      "6 days left",
      "partner.example.net",
      "1_2",
      "1 of 1 up",
    ]) {
      expect(shop).toContain(reported);
    }
    expect(await row("lsn-stopped")).toContain("Stopped");
    expect(await row("lsn-traced")).toContain("on");
    await page.locator("#state").selectOption("Stopped");
    await page.waitForURL("**state=Stopped**");
    await settled(page);
    expect(await page.locator("table.listeners tbody tr").count()).toBe(1);
    await open(page, "/listeners?trouble=1");
    expect(await page.locator("table.listeners tbody tr").count()).toBe(2);
    expect(await open(page, "/listeners?q=nobody")).toContain("No listener fits these filters.");
    await page.context().close();
  });

  inWholeSuite(() => {
    test("shows everybody only what they may see", async () => {
      const page = await site.signIn("vera", ["viewer:lsn-plain"]);
      await open(page, "/listeners");
      expect(await page.locator("table.listeners tbody tr").count()).toBe(1);
      expect(await open(page, `/listeners/${SHOP}`)).toContain("You may not do this");
      await page.context().close();
    });
  });
});

describe("a listener", () => {
  test("is shown as the ALB console groups it, with what clients are served, and when", async () => {
    const page = await site.signIn("olga", ["operator"]);
    const text = await open(page, `/listeners/${SHOP}`);
    for (const group of [
      "Certificates",
      "Basic information",
      "TLS policy",
      "Mutual authentication",
      "Forwarding",
      "Advanced settings",
      "Logs and tracing",
    ]) {
      expect(text).toContain(group);
    }
    const served = await page.locator(".served").innerText();
    expect(served).toContain("5 of 5 checks passed.");
    expect(served).toContain(said(reason("probe-handshake", { serverName: "partner.example.net", key: null })));
    expect(served).toContain(`${listenerWords.probedFrom[0]("cn-hangzhou")} `);
    await page.context().close();
  });

  longTest("offers what can be done, and says of the rest why not; the plan says the same", async () => {
    const page = await site.signIn("olga", ["operator"]);
    let refusals = 0;
    const all = ["lsn-stopped", "lsn-plain", "lsn-basic", "lsn-quic", "lsn-guarded", "lsn-mutual", "lsn-traced"];
    const tried = sampled(7, all, 1);
    for (const listenerId of tried) {
      await open(page, `/listeners/${listenerId}`);
      const refused = await page
        .locator(".action-list .refused button")
        .evaluateAll((buttons) =>
          buttons.map((button) => button.getAttribute("aria-describedby")?.replace("why-", "") ?? ""),
        );
      for (const operation of refused) {
        const plan = await api("olga", ["operator"], `/operations/${operation}?plan`, {
          listenerId,
          ...INPUTS[operation],
        });
        expect([listenerId, operation, plan.state, plan.detail]).toEqual([
          listenerId,
          operation,
          expect.stringMatching(/^(refused|unchanged)$/),
          undefined,
        ]);
        refusals += 1;
      }
    }
    expect(refusals).toBeGreaterThan(tried.length * 5);
    await page.context().close();
  });

  longTest("offers a viewer nothing, and says that it is the role", async () => {
    const page = await site.signIn("vera", ["viewer"]);
    await open(page, `/listeners/${SHOP}`);
    expect(await page.locator(".action-list a").count()).toBe(0);
    expect(await page.locator(".action-list .refused").first().innerText()).toContain(reasonWords.role[0]);
    await page.context().close();
  });
});

/** What operations take beside the listener. */
const INPUTS: Record<string, object> = {
  rotateCertificate: { certificateId: "24664588-cn-hangzhou", successorId: "25113402-cn-hangzhou" },
  addCertificates: { certificateIds: ["25113407-cn-hangzhou"] },
  removeCertificates: { certificateIds: ["24870011-cn-hangzhou"] },
  promoteCertificate: { certificateId: "24870011-cn-hangzhou" },
  enableMutualAuth: { caCertificateId: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01" },
  replaceCaCertificate: { caCertificateId: "1ef0c11e-c0a2-6e40-9d52-00163e0c1a02" },
  changeTlsPolicy: { securityPolicyId: "tls_cipher_policy_1_2_strict" },
  changeServerGroup: { serverGroupId: "sgp-next" },
  modifyTracing: { percent: 5 },
  copyListener: { listenerPort: 9_999 },
  modifyListener: { idleTimeout: 20 },
};

longTest(
  "certificates are shown with their end, what follows them and when they are renewed; trouble alone can be seen",
  async () => {
    const page = await site.signIn("olga", ["operator"]);
    await open(page, "/certificates");
    const row = page.locator("table.statuses tbody tr", { hasText: "24664588-cn-hangzhou" });
    expect(await row.innerText()).toMatch(new RegExp(`${renewalStatuses.ready[0]}\\s+6 .* \\d{4}-\\d\\d-\\d\\d`));
    expect(await row.locator("svg.life").getAttribute("aria-label")).toMatch(
      new RegExp(`^shop\\.example\\.com: .*, ${certificatesWords.successorView[0]("")}`),
    );
    expect(await row.getByText("Rotate now").getAttribute("href")).toContain("successorId=25113402-cn-hangzhou");
    expect(await page.locator("table.statuses tbody tr").count()).toBe(3);
    await open(page, "/certificates?trouble=1");
    expect(await page.locator("table.statuses tbody tr").count()).toBe(1);
    await page.context().close();
  },
);

/** Olga asks to stop a listener; its execution. */
async function ask(listenerId: string): Promise<string> {
  const why = { reason: "the shop moves", ticket: "OPS-7" };
  return (await api("olga", ["operator"], "/operations/stopListener", { listenerId, ...why })).execution;
}

/** Waits until that is asked for approval. */
async function waiting(execution: string): Promise<void> {
  await expect
    .poll(
      async () =>
        (await api("ada", ["approver"], "/approvals")).approvals.find(
          (one: { execution: string }) => one.execution === execution,
        ),
      { timeout: 200_000 },
    )
    .toBeDefined();
}

/**
 * Lists are read once for everybody, and another instance of the function may still give the one from before: one lists for
 * all in twenty seconds, and each remembers that for some more.
 */
async function expectListed(page: Page, path: string, words: string): Promise<void> {
  await expect.poll(() => open(page, path), { timeout: 200_000, interval: 1_000 }).toContain(words);
}

longTest(
  "the lists of what runs and of what waits say how old they are, for they are read once for all who ask",
  async () => {
    const page = await site.signIn("olga", ["operator"]);
    const age = /\bupdated (?:just now|\d+ s ago)/g;
    expect((await open(page, "/executions")).match(age)).toHaveLength(1);
    expect((await open(page, "/approvals")).match(age)).toHaveLength(1);
    await page.context().close();
  },
);

longGroup("an approval", () => {
  test("waits for somebody else, is reached by a link from a chat, and is given once, for this plan", async () => {
    const execution = await ask("lsn-ruled");
    await waiting(execution);
    const olga = await site.signIn("olga", ["operator"]);
    await expectListed(olga, "/approvals", "somebody else has to agree. You may withdraw it.");
    // Another instance may still give the list from before.
    const link: string = await vi.waitFor(
      async () => {
        const { approvals } = await api("ada", ["approver"], "/approvals");
        return approvals.find((one: { execution: string }) => one.execution === execution).link;
      },
      { timeout: 200_000, interval: 1_000 },
    );
    expect(link).toMatch(new RegExp(`^${site.url}/approvals/`));
    const ada = await site.signIn("ada", ["approver"]);
    await ada.goto(`${link}?decision=deny`);
    expect(ada.url()).toContain("/console/approvals/");
    // The button of a chat has led to the form that it stands for.
    expect(await ada.evaluate("document.activeElement.id")).toBe("reason");
    const text = await ada.locator("main").innerText();
    for (const reported of ["Stop", "lsn-ruled", "olga asks for it", "0 of 1 agreed", "It waits for you.", "State"]) {
      expect(text).toContain(reported);
    }
    for (const reported of ["the shop moves", "OPS-7", "by-path-and-by-host", "HTTP:8081", "alb-demo", "cn-hangzhou"]) {
      expect(text).toContain(reported);
    }
    await ada.setViewportSize({ width: 390, height: 844 });
    await ada.evaluate("document.activeElement.blur()");
    await site.picture(ada, "approval-phone");
    // The list that it counts is read once for all, and is remembered for some time.
    const counted = async () => {
      await ada.reload();
      await ada.waitForLoadState("networkidle");
      return ada.locator("nav .count").allInnerTexts();
    };
    await expect.poll(counted, { timeout: 200_000, interval: 1_000 }).toEqual(["1"]);
    expect(await olga.locator("nav .count").count()).toBe(0);
    await ada.getByRole("button", { name: "Agree" }).click();
    await ada.getByText("You have agreed.").waitFor();
    await expect
      .poll(async () => (await api("olga", ["operator"], `/executions/${execution}?operation=stopListener`)).state, {
        timeout: 200_000,
      })
      .toBe("verified");
    await ada.goto(link);
    expect(await ada.locator("main").innerText()).toContain("This question is closed");
    for (const page of [olga, ada]) await page.context().close();
  });

  inWholeSuite(() => {
    test("is denied with a reason", async () => {
      const execution = await ask("lsn-traced");
      await waiting(execution);
      const page = await site.signIn("ada", ["approver"]);
      await expectListed(page, "/approvals", "lsn-traced");
      await page.locator(".asked", { hasText: "lsn-traced" }).getByText("Look at the plan").click();
      await page.getByLabel("Reason").fill("not on a Friday");
      await page.getByRole("button", { name: "Deny" }).click();
      await page.getByText("You have denied it. Nothing was changed.").waitFor();
      await expect
        .poll(
          async () =>
            (await api("ada", ["approver"], `/executions/${execution}?operation=stopListener`)).verdict?.reason ?? {},
          {
            timeout: 200_000,
          },
        )
        .toMatchObject({ code: "approval-denied", params: { approver: "ada", comment: "not on a Friday" } });
      await page.context().close();
    });
  });
});

describe("what goes wrong is told in its own words, with the next step", () => {
  const FAULTS: [name: string, fault: Fault, words: string][] = [
    [
      "a permission is missing",
      { fault: { kind: "deny" }, service: "fc", action: "InvokeFunction" },
      "albflow lacks a permission",
    ],
    ["the cloud cannot be reached", { fault: { kind: "reset", when: "before" }, service: "alb" }, "could not be read"],
  ];
  test.each(sampled(2, FAULTS))("%s", async (_, fault, words) => {
    const page = await site.signIn("olga", ["operator"]);
    await settled(page);
    site.cloud.faults.add(fault);
    // What the API has just read for somebody it gives once more: ALB answers 200 calls a minute.
    await expectListed(page, "/listeners?fresh", words);
    await page.context().close();
  });

  longTest("an unknown listener, an unknown page", async () => {
    const page = await site.signIn("olga", ["operator"]);
    const text = await open(page, "/listeners/lsn-nobody");
    expect(text).toContain("There is nothing here");
    expect(text).toContain("To the listeners");
    expect(await open(page, "/nowhere")).toContain("There is nothing here");
    await page.context().close();
  });

  inWholeSuite(() => {
    test("a lost connection, in the place of what could not be read, with a way to try again", async () => {
      const page = await site.signIn("olga", ["operator"]);
      await settled(page);
      await page.route("**/console/certificates/rows*", (route) => route.abort());
      await page.goto(at("/certificates?fresh"));
      await page.getByText("The connection to albflow is lost.").waitFor();
      await page.unroute("**/console/certificates/rows*");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.locator("table.statuses").waitFor();
      site.problems.length = 0;
      await page.context().close();
    });
  });
});

/** What waits while views are looked at. */
let stops: Promise<string> | undefined;

const LOOKS = [
  ["en", "light", 1360],
  ["en", "dark", 390],
  ["zh", "dark", 390],
  ["zh", "light", 1360],
] as const;

longGroup.each(LOOKS)("in %s, %s, %i pixels wide", (language, colorScheme, width) => {
  test("every view is for everybody and fits the screen, while something waits for approval", async () => {
    if (stops === undefined) {
      stops = ask("lsn-plain");
      await waiting(await stops);
    }
    const page = await site.signIn("olga", ["operator"], {
      colorScheme,
      viewport: { width, height: 844 },
      locale: language === "zh" ? "zh-CN" : "en-GB",
    });
    await expectListed(page, "/approvals", "lsn-plain");
    const left = async (name: string) => (await page.locator(`nav .${name}`).boundingBox())?.x ?? Number.NaN;
    expect((await left("approvals")) < (await left("now"))).toBe(width === 390);
    for (const [path, name] of [
      ["", "now"],
      ["/listeners", "listeners"],
      [`/listeners/${SHOP}`, "listener"],
      ["/certificates", "certificates"],
      ["/approvals", "approvals"],
      ["/listeners/lsn-nobody", "missing"],
      ["/sign-in", "sign-in"],
    ]) {
      const text = await open(page, path ?? "");
      expect([name, await page.locator("html").getAttribute("lang")]).toEqual([
        name,
        language === "zh" ? "zh-CN" : "en",
      ]);
      if (language === "zh") expect(text).toMatch(/\p{Script=Han}/u);
      expect([name, await checkAccess(page)]).toEqual([name, []]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await site.picture(page, `${name}-${language}-${colorScheme}-${width}`);
    }
    await page.context().close();
  });
});

test("the language is what the browser prefers until one is chosen, and that is remembered", async () => {
  const page = await site.signIn("olga", ["operator"], { locale: "zh-CN" });
  expect(await page.locator("h1").innerText()).toBe("概览");
  await page.locator(".who a").click();
  expect(await page.locator("h1").innerText()).toBe("Now");
  await page.goto(at("/approvals"));
  expect(await page.locator("h1").innerText()).toBe("Approvals");
  await page.context().close();
});

test("the keyboard alone leads from the first link to a listener", async () => {
  const page = await site.signIn("olga", ["operator"]);
  await open(page, "/listeners");
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("content");
  const first = page.locator("table.listeners a.name").first();
  const href = await first.getAttribute("href");
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/listeners/*`);
  expect(page.url()).toContain(href);
  await page.context().close();
});
