import type { JSX as HonoJsx } from "hono/jsx/jsx-runtime";

/** What JSX makes: markup that is written already. Only this file makes any, as nothing else knows the symbol. */
export interface Html {
  readonly [MARKUP]: string;
}

/** The text of what JSX has made. */
export function textOf(html: Html): string {
  return html[MARKUP];
}

/**
 * What JSX is compiled to: elements and components are written at once, texts and values of attributes escaped. Pages are
 * made in one go, out of answers that are there, so that nothing waits and nothing is drawn again; hono's JSX does that too,
 * and is nine times as much (docs/decisions/functions-carry-what-they-call.md). Its types of elements are used as they are.
 */
export function jsx(tag: string | Component, { children, ...attributes }: Record<string, unknown>): Html {
  if (typeof tag === "function")
    return html(written(tag(children === undefined ? attributes : { ...attributes, children })));
  const opened = `<${tag}${Object.entries(attributes).map(attribute).join("")}`;
  return html(EMPTY.has(tag) ? `${opened}/>` : `${opened}>${written(children)}</${tag}>`);
}

export { jsx as jsxDEV, jsx as jsxs };

/** Several things without an element around them. */
export function Fragment({ children }: { children?: unknown }): Html {
  return html(written(children));
}

/** What TypeScript has to know of it. */
export declare namespace JSX {
  type Element = Html;
  type ElementType = string | ((props: never) => Html | null | undefined);
  interface ElementChildrenAttribute {
    children: unknown;
  }
  type IntrinsicElements = HonoJsx.IntrinsicElements;
  interface IntrinsicAttributes {
    key?: string | number;
  }
}

declare const SYMBOL: unique symbol;
const MARKUP: typeof SYMBOL = Symbol("markup") as typeof SYMBOL;

type Component = (props: Record<string, unknown>) => unknown;

function html(text: string): Html {
  return { [MARKUP]: text };
}

function written(child: unknown): string {
  if (child === null || child === undefined || typeof child === "boolean") return "";
  if (Array.isArray(child)) return child.map(written).join("");
  return typeof child === "object" && MARKUP in child
    ? (child as Html)[MARKUP]
    : escaped(String(child as string | number));
}

function attribute([name, value]: [string, unknown]): string {
  if (value === null || value === undefined || name === "key") return "";
  if (typeof value === "boolean" && SWITCHES.has(name)) return value ? ` ${name}=""` : "";
  return ` ${name}="${escaped(String(value as string | number | boolean))}"`;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Elements that have no end. */
const EMPTY = new Set(["br", "col", "hr", "img", "input", "link", "meta", "wbr"]);

/** Attributes that are there or not; of all others the value counts, as in `aria-busy="false"`. */
const SWITCHES = new Set(
  "async,autofocus,checked,defer,disabled,hidden,multiple,novalidate,open,readonly,required,selected".split(","),
);
