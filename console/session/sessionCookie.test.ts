import { expect, test } from "vitest";
import { cookieIn, LONGEST_TOKEN, sessionIn } from "./sessionCookie.ts";

test("a session is found wherever it stands among the cookies, joined by semicolons or by commas", () => {
  const host = "albflow.example.com";
  for (const cookies of [
    "__Host-albflow_session=t.o.k",
    "lang=en; __Host-albflow_session=t.o.k; theme=dark",
    "lang=en,__Host-albflow_session=t.o.k",
    "lang=en; theme=dark, __Host-albflow_session=t.o.k,x=1",
  ]) {
    expect(sessionIn(cookies, host), cookies).toBe("t.o.k");
  }
  expect(sessionIn("lang=en, albflow_session=t.o.k", host)).toBeUndefined();
});

test("a cookie that somebody else has written into the value of another does not take the place of a real one", () => {
  expect(cookieIn("a=1,session=theirs; session=ours", "session")).toBe("ours");
});

test("a token that leaves no space for the other headers of a request is too long", () => {
  expect(LONGEST_TOKEN).toBe(2_500);
});
