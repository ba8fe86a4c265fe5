import { expect, test } from "vitest";
import { everyExecution } from "./everyExecution.ts";

test("all executions of a status are read, however many there are, and of no other status", async () => {
  const all = Array.from({ length: 205 }, (_, at) => ({
    Name: `e-${at}`,
    Status: at % 2 === 0 ? "Running" : "Failed",
  }));
  const asked: Record<string, unknown>[] = [];
  const call = async (_: string, parameters: Record<string, string | number>) => {
    asked.push(parameters);
    const { Limit, NextToken = 0, Status } = parameters;
    const fitting = all.filter((one) => one.Status === Status);
    const end = Number(NextToken) + Number(Limit);
    return { Executions: fitting.slice(Number(NextToken), end), NextToken: end < fitting.length ? String(end) : "" };
  };
  const running = await everyExecution({ call }, "albflow-stopListener", "Running", {
    StartedTimeBegin: "2026-01-01T00:00:00Z",
  });
  expect(running.length).toBe(103);
  expect(new Set(running.map(({ Status }) => Status))).toEqual(new Set(["Running"]));
  expect(asked).toMatchObject([
    { FlowName: "albflow-stopListener", Limit: 99, StartedTimeBegin: "2026-01-01T00:00:00Z" },
    { NextToken: "99" },
  ]);
});
