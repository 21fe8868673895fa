import { escapeXml, xmlDeclaration } from "../../wire/xml.ts";
import type { XmlElement } from "./xml-reader.ts";

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A whole document in S3's namespace. */
export function xmlDocument(root: string, ...content: readonly string[]): string {
  return `${xmlDeclaration}<${root} xmlns="${namespace}">${content.join("")}</${root}>`;
}

/** What `readXml` read, written again. Text beside elements, which is only layout, is left out. */
export function writtenElement(read: XmlElement): string {
  const type = read.type === undefined ? "" : typeAttribute(read.type);
  const content =
    read.children.length === 0
      ? escapeXml(read.text)
      : read.children.map((child) => writtenElement(child)).join("");
  return `<${read.name}${type}>${content}</${read.name}>`;
}

/** The attribute that tells what kind of grantee an element is. */
export function typeAttribute(type: string): string {
  return ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${escapeXml(type)}"`;
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
