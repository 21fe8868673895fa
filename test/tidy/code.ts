const tokenPattern =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[`{}]|[\w$]+|\s+|[\s\S]/y;
const regexPattern = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const templatePattern = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(`|\$\{|$)/y;
/** After one of these a slash begins a regular expression; after a value it divides. */
const beforeRegex = /(?:^|[(,=:[!&|?{};+*%~^<>-]|\b(?:return|typeof|case|in|of|void|await|yield))$/;

/**
 * The text of a TypeScript file with comments and the insides of strings, templates and regular
 * expressions turned into blanks. Offsets and line numbers stay what they were.
 */
export function codeOf(text: string): string {
  let code = "";
  let before = "";
  /** One entry an open brace: whether it is the `${` of a template. */
  const braces: ("block" | "template")[] = [];

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = code.length;
    return pattern.exec(text) ?? undefined;
  };
  const takeTemplate = (): void => {
    const rest = take(templatePattern);
    if (rest === undefined) return;
    const end = rest[1] ?? "";
    code += blank(rest[0].slice(0, rest[0].length - end.length)) + end;
    if (end === "${") braces.push("template");
    before = end === "${" ? "{" : "`";
  };

  while (code.length < text.length) {
    const regex = text[code.length] === "/" && beforeRegex.test(before) ? take(regexPattern) : null;
    const token = take(tokenPattern)?.[0] ?? "";
    if (token.startsWith("//") || token.startsWith("/*")) {
      code += blank(token);
    } else if (regex) {
      code += blank(regex[0]);
      before = ")";
    } else if (token === "`") {
      code += token;
      takeTemplate();
    } else if (token === "}" && braces.pop() === "template") {
      code += token;
      takeTemplate();
    } else {
      if (token === "{") braces.push("block");
      code += /^["']./.test(token) ? `"${blank(token.slice(1, -1))}"` : token;
      if (token.trim() !== "") before = token;
    }
  }
  return code;
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}

/** One import or re-export of a module, as it stands in the source. */
export interface ModuleImport {
  readonly specifier: string;
  readonly offset: number;
  /** `type` leaves no trace at run time; `dynamic` is loaded only when it is come to. */
  readonly kind: "value" | "type" | "dynamic";
}

const clause = String.raw`(?:[\w$*{][\w$*{},\s]*?\sfrom\s*)?`;
const importPattern = new RegExp(
  String.raw`(?<![.\w$])(?:(?:import|export)\s+(type\s+)?${clause}|(import)\s*\(\s*)"`,
  "g",
);

/** The modules that a file names, in order. `code` is `codeOf(text)`, if it is at hand. */
export function importsOf(text: string, code: string = codeOf(text)): ModuleImport[] {
  return [...code.matchAll(importPattern)].map((match) => {
    const start = match.index + match[0].length;
    const kind = match[2] !== undefined ? "dynamic" : match[1] !== undefined ? "type" : "value";
    return { specifier: text.slice(start, code.indexOf('"', start)), offset: match.index, kind };
  });
}

/** The path that a relative specifier leads to from a file, or undefined for a package. */
export function resolveImport(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const parts = path.split("/").slice(0, -1);
  for (const step of specifier.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== ".") parts.push(step);
  }
  return parts.join("/");
}
