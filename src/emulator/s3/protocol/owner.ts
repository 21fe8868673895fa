import { hash } from "node:crypto";
import { element, textElement } from "../../wire/xml.ts";

/** The owner of everything: AWS's canonical user ids are 64 hexadecimal digits. */
export function ownerElement(accountId: string): string {
  return element("Owner", textElement("ID", ownerId(accountId)));
}

/** Who began a multipart upload: the owner, for there is nobody else. */
export function initiatorElement(accountId: string): string {
  return element("Initiator", textElement("ID", ownerId(accountId)));
}

export function ownerId(accountId: string): string {
  return hash("sha256", accountId, "hex");
}
