import { describe, expect, test } from "vitest";
import { AlbflowError, reasonOf } from "../errors.ts";
import { distinct, isReason, reason } from "./reason.ts";
import { reasonIn, reasonText } from "./reasonText.ts";
import { shortReason } from "./shortReason.ts";

describe("a reason", () => {
  const late = reason("clock-skewed", { seconds: -600, most: 900 });

  test("travels as the message of an error, and is a reason again", () => {
    expect(reasonText(late)).toBe('clock-skewed {"seconds":-600,"most":900}');
    expect(reasonIn(reasonText(late))).toEqual({ code: "clock-skewed", params: { seconds: -600, most: 900 } });
    expect(reasonIn("connect ECONNREFUSED")).toEqual({ code: "text", params: { text: "connect ECONNREFUSED" } });
    expect(reasonIn("clock-skewed {broken}")).toEqual({ code: "text", params: { text: "clock-skewed {broken}" } });
  });

  test("is what an error of ours carries; anything else that was thrown is a fault of albflow", () => {
    const error = new AlbflowError("InvalidInput", late);
    expect(error.message).toBe('clock-skewed {"seconds":-600,"most":900}');
    expect(reasonOf(error)).toEqual({ code: "clock-skewed", params: { seconds: -600, most: 900 } });
    expect(reasonOf(new TypeError("x"))).toEqual({ code: "internal-error", params: { message: "x" } });
  });

  test("is told from other data by its code and parameters", () => {
    expect(isReason(late)).toBe(true);
    expect(isReason({ code: "StartListener", params: {} })).toBe(false);
    expect(isReason({ code: "clock-skewed" })).toBe(false);
    expect(isReason(null)).toBe(false);
  });

  test("is told once", () => {
    expect(distinct([late, reason("clock-skewed", { seconds: -600, most: 900 }), reason("role-missing")])).toEqual([
      { code: "clock-skewed", params: { seconds: -600, most: 900 } },
      { code: "role-missing", params: {} },
    ]);
  });

  test("that is too long keeps its code, and its texts and lists lose their ends", () => {
    const long = reason("role-differs", { diff: Array.from({ length: 50 }, () => "x".repeat(200)) });
    const short = shortReason(long, 1_000);
    expect(short.code).toBe("role-differs");
    expect(JSON.stringify(short).length).toBeLessThanOrEqual(1_000);
    expect(short.params.diff[0]).toMatch(/^x+… \(\d+ more characters\)$/);
  });
});
