/**
 * XML by hand: every function answers with finished XML, and only those of texts take plain text.
 */

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function element(name: string, ...content: readonly string[]): string {
  return `<${name}>${content.join("")}</${name}>`;
}

export function textElement(name: string, text: string | number): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** Nothing where there is no text. */
export function optionalElement(name: string, text: string | number | undefined): string {
  return text === undefined ? "" : textElement(name, text);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * Control characters become references, as S3 writes them; that is why `encoding-type=url` exists.
 */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- just these must be found
  return text.replace(/[&<>"\u0000-\u0008\u000b-\u001f]/g, (char) => {
    return entities[char] ?? `&#x${char.charCodeAt(0).toString(16)};`;
  });
}
