import { expect, test } from "vitest";
import { type Html, textOf } from "./runtime.ts";

test("Elements are written with their attributes, those without an end are closed, and fragments add nothing.", () => {
  const row = (
    <>
      <label for="a">Name</label>
      <input id="a" maxlength={9} />
    </>
  );
  expect(textOf(row)).toBe('<label for="a">Name</label><input id="a" maxlength="9"/>');
});

test("Texts and values of attributes cannot become markup, whatever is in them.", () => {
  const bad = `<img src=x onerror="a('b')">&amp;`;
  expect(textOf(<p title={bad}>{bad}</p>)).toBe(
    '<p title="&#60;img src=x onerror=&#34;a(&#39;b&#39;)&#34;&#62;&#38;amp;">&#60;img src=x onerror=&#34;a(&#39;b&#39;)&#34;&#62;&#38;amp;</p>',
  );
});

test("An object that looks like markup and was not made by JSX is a text.", () => {
  const forged = JSON.parse('{ "html": "<b>", "isEscaped": true, "Symbol(markup)": "<b>", "toString": "x" }') as object;
  expect(() => textOf(<p>{Object.assign(forged, { toString: () => "<b>" })}</p>)).not.toThrow();
  expect(textOf(<p>{Object.assign(forged, { toString: () => "<b>" })}</p>)).toBe("<p>&#60;b&#62;</p>");
});

test("What is absent is left out: an attribute without a value, a switch that is off, a child that is none.", () => {
  expect(textOf(<input value={undefined} required={false} checked />)).toBe('<input checked=""/>');
  expect(
    textOf(
      <p aria-busy={false}>
        {null}
        {undefined}
        {false}
        {true}
        {0}
        {""}
      </p>,
    ),
  ).toBe('<p aria-busy="false">0</p>');
});

test("A component is given its children and may be nothing; lists are written one after the other.", () => {
  const Box = ({ name, children }: { name: string; children?: unknown }): Html => <div class={name}>{children}</div>;
  const Nothing = () => null;
  expect(
    textOf(
      <Box name="a">
        {["<", "b"].map((text) => (
          <i>{text}</i>
        ))}
        <Nothing />
      </Box>,
    ),
  ).toBe('<div class="a"><i>&#60;</i><i>b</i></div>');
});
