import { S3Error } from "../errors.ts";

export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Text directly within the element, entities resolved. */
  readonly text: string;
  /** The value of `xsi:type`, which grantees have. */
  readonly type?: string;
}

const depthMax = 8;
const token = /<\?xml[^>]*\?>|<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const references: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

interface OpenElement {
  name: string;
  children: OpenElement[];
  text: string;
  type?: string;
}

const typeAttribute = /\s[\w-]+:type="([^"]*)"/;

/**
 * A strict reader of the XML that S3 requests are made of: elements and text. Of the attributes
 * only a grantee's type means anything, the others are namespaces. Comments, CDATA, DTDs and
 * processing instructions are refused. Throws MalformedXML.
 */
export function readXml(source: string): XmlElement {
  const document: OpenElement = { name: "", children: [], text: "" };
  const open = [document];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    if (!match) throw new S3Error("MalformedXML");
    const [, closing, name, attributes, selfClosing, text] = match;
    const current = open.at(-1) as OpenElement;
    if (text !== undefined) current.text += resolveReferences(text);
    else if (name === undefined) continue;
    else if (closing) {
      if (open.pop()?.name !== name) throw new S3Error("MalformedXML");
    } else {
      const child: OpenElement = { name, children: [], text: "" };
      const type = attributes ? typeAttribute.exec(attributes)?.[1] : undefined;
      if (type !== undefined) child.type = type;
      current.children.push(child);
      if (!selfClosing) open.push(child);
      if (open.length > depthMax) throw new S3Error("MalformedXML");
    }
  }
  const root = document.children[0];
  if (open.length !== 1 || document.children.length !== 1 || !root || document.text.trim() !== "") {
    throw new S3Error("MalformedXML");
  }
  return root;
}

/** The first child of a name. */
export function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find((child) => child.name === name);
}

/** The children of a name, in order. */
export function childrenOf(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((child) => child.name === name);
}

/** The text of the first child of a name, without the space around it. */
export function childText(parent: XmlElement, name: string): string | undefined {
  return childOf(parent, name)?.text.trim();
}

function resolveReferences(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const code = /^#x[0-9a-f]+$/i.test(name)
      ? parseInt(name.slice(2), 16)
      : /^#\d+$/.test(name)
        ? Number(name.slice(1))
        : undefined;
    if (code !== undefined && code <= 0x10ffff && whole.endsWith(";")) {
      return String.fromCodePoint(code);
    }
    const char = references[name];
    if (char === undefined || !whole.endsWith(";")) throw new S3Error("MalformedXML");
    return char;
  });
}
