import { hash } from "node:crypto";
import { element, textElement } from "./xml-writer.ts";

/** The owner of everything: AWS's canonical user ids are 64 hexadecimal digits. */
export function ownerElement(accountId: string): string {
  return element("Owner", textElement("ID", hash("sha256", accountId, "hex")));
}
