/** Text that is HTML already. Everything else is escaped when it is put into a template. */
export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | undefined | readonly Content[];

/** A template in which every value is escaped, but for markup: none can slip through. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { markup: String.raw({ raw: strings }, ...values.map(contentText)) };
}

/** Data for a script of the page: `<` is escaped, so that no text can end the element. */
export function jsonElement(id: string, data: unknown): Markup {
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return { markup: `<script type="application/json" id="${id}">${json}</script>` };
}

function contentText(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "number") return String(content);
  if (typeof content === "string")
    return content.replace(/[&<>"']/g, (char) => entities[char] ?? "");
  if ("markup" in content) return content.markup;
  return content.map(contentText).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
