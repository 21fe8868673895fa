const tag = /<(?:\?xml [^<>?]*\?|(\/?)([A-Za-z_][\w.-]*)((?: [\w:.-]+="[^"<]*")*) ?(\/?))>|[^<]+/y;
const reference = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;
/** What XML 1.0 does not have as a character; S3 writes some of it as references all the same. */
const noCharacter = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Why a text is not a document of one element, tags closed, of XML's own characters. */
export function xmlFault(text: string): string | undefined {
  if (noCharacter.test(text)) return "a character that XML does not have";
  const open: string[] = [];
  let roots = 0;
  tag.lastIndex = 0;
  while (tag.lastIndex < text.length) {
    const at = tag.lastIndex;
    const match = tag.exec(text);
    if (!match) return `no markup: ${text.slice(at, at + 40)}`;
    const [whole, closing, name, , selfClosing] = match;
    if (name === undefined) {
      if (reference.test(whole)) return `a bare ampersand: ${whole.slice(0, 40)}`;
      if (!whole.startsWith("<") && open.length === 0 && whole.trim() !== "") return "loose text";
    } else if (closing) {
      if (open.pop() !== name) return `</${name}> closes something else`;
    } else {
      if (open.length === 0) roots++;
      if (!selfClosing) open.push(name);
    }
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`;
  return roots === 1 ? undefined : `${roots} root elements`;
}
