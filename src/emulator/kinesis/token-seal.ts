import { hash } from "node:crypto";
import type { Random } from "../../core/random.ts";

const macLength = 16;

/**
 * Makes the opaque tokens that clients hand back (iterators, page tokens) and tells ours from any
 * other text. A token carries all it needs: the engine remembers none.
 */
export class TokenSeal {
  /** To be saved: what was sealed before a restart then opens after it. */
  readonly secret: string;

  constructor(secret: string) {
    this.secret = secret;
  }

  /** Seals fields that hold no slash. */
  seal(kind: string, fields: readonly (string | number)[]): string {
    const content = [kind, ...fields].join("/");
    return Buffer.from(this.#mac(content) + content, "latin1").toString("base64");
  }

  /** The fields of a token of this kind that we sealed, or undefined. */
  open(kind: string, token: string): readonly string[] | undefined {
    const bytes = Buffer.from(token, "base64");
    if (bytes.toString("base64") !== token) return undefined;
    const content = bytes.toString("latin1", macLength);
    if (bytes.toString("latin1", 0, macLength) !== this.#mac(content)) return undefined;
    const [found, ...fields] = content.split("/");
    return found === kind ? fields : undefined;
  }

  #mac(content: string): string {
    return hash("md5", `${this.secret}/${content}`, "hex").slice(0, macLength);
  }
}

export function newSecret(random: Random): string {
  return Array.from({ length: 4 }, () => random.uint32().toString(36)).join(".");
}
