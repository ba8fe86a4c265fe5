import { expect, test } from "vitest";
import type { ListenerDescription } from "../../../shared/features/inventory/listenerDescription.ts";
import { textOf } from "../../jsx/runtime.ts";
import { wordsIn } from "../../words/wordsIn.ts";
import { BeingChanged } from "./BeingChanged.tsx";
import { listenerWords } from "./listenerWords.ts";
import { ProbeResults } from "./ProbeResults.tsx";
import { reasonAgainst } from "./reasons.ts";

const WRONG = { probe: null, problem: { message: "another certificate" }, inconclusive: null, served: null };

function description(more: object): ListenerDescription {
  const listener = { ListenerId: "lsn-1", ListenerStatus: "Running", ListenerProtocol: "HTTP" };
  return { listener, loadBalancer: {}, certificates: [], probes: [WRONG], readAt: 1, ...more } as never;
}

const CHANGING = { changing: { operation: "stopListener", execution: "stop-1" } };
const CONFIGURING = { listener: { ListenerId: "lsn-1", ListenerStatus: "Configuring", ListenerProtocol: "HTTP" } };

const banner = (more: object) => textOf(<BeingChanged description={description(more)} language="en" />);
const seen = (more: object) =>
  textOf(ProbeResults({ description: description(more), region: "cn-hangzhou", language: "en", now: 1 }));

test("A listener that is being changed says by which execution, with a link to it.", () => {
  const html = banner(CHANGING);
  expect(html).toContain('href="/console/executions/stopListener/stop-1"');
  expect(html.replaceAll(/<[^>]*>/g, "")).toContain(`${wordsIn(listenerWords, "en").changing} Stop (stop-1).`);
});

test("One that somebody else changes says so, and one that nobody changes says nothing.", () => {
  expect(banner(CONFIGURING)).toContain("and not by albflow");
  expect(banner({ changing: null })).toBe("");
  expect(banner({})).toBe("");
});

test("Differences raise no alarm while a listener is being changed, and do when it is not.", () => {
  for (const more of [CHANGING, CONFIGURING]) {
    expect(seen(more)).toContain("Being changed: differences are expected");
    expect(seen(more)).not.toContain("state bad");
  }
  expect(seen({ changing: null })).toContain("state bad");
});

test("Nothing is offered on a listener that ALB is configuring.", () => {
  const identity = { name: "olga", kind: "person", grants: [{ role: "operator", resources: "*", operations: "*" }] };
  const against = (more: object) => reasonAgainst("modifyListener", description(more), identity as never);
  expect(against(CONFIGURING)).toBe("busy");
  expect(against({})).toBeUndefined();
});
