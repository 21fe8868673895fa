/**
 * XML by hand: every function answers with finished XML, and only `textElement` takes plain text.
 */

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A whole document in S3's namespace. */
export function xmlDocument(root: string, ...content: readonly string[]): string {
  return `${xmlDeclaration}<${root} xmlns="${namespace}">${content.join("")}</${root}>`;
}

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

/** A key under `encoding-type=url`: `/` and `*` stay, a space becomes `+`. */
export function urlEncodeKey(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%2F", "/")
    .replaceAll("%20", "+")
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** S3's timestamps in XML. */
export function isoDate(ms: number): string {
  return new Date(ms).toISOString();
}
