import { S3Error } from "./errors.ts";
import { invalidArgument } from "./protocol/list-parameters.ts";
import { ownerElement, ownerId } from "./protocol/owner.ts";
import { childOf, childText } from "./protocol/xml-reader.ts";
import type { XmlElement } from "./protocol/xml-reader.ts";
import { element, textElement } from "../wire/xml.ts";
import { typeAttribute, xmlDocument } from "./protocol/xml-writer.ts";

/** A grantee by one of the three names that it can have. */
type Grantee =
  | { readonly type: "CanonicalUser"; readonly name: "ID"; readonly value: string }
  | { readonly type: "Group"; readonly name: "URI"; readonly value: string }
  | {
      readonly type: "AmazonCustomerByEmail";
      readonly name: "EmailAddress";
      readonly value: string;
    };

interface Grant {
  readonly grantee: Grantee;
  readonly permission: string;
}

const everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
const everyAwsUser = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
const groups = new Set([everybody, everyAwsUser, logDelivery]);

/** What each canned ACL grants beside the owner's full control. Source: "Canned ACL". */
const canned: Readonly<Record<string, readonly (readonly [group: string, permission: string])[]>> =
  {
    private: [],
    "public-read": [[everybody, "READ"]],
    "public-read-write": [
      [everybody, "READ"],
      [everybody, "WRITE"],
    ],
    "authenticated-read": [[everyAwsUser, "READ"]],
    "aws-exec-read": [],
    "bucket-owner-read": [],
    "bucket-owner-full-control": [],
    "log-delivery-write": [
      [logDelivery, "WRITE"],
      [logDelivery, "READ_ACP"],
    ],
  };

const grantHeaders: readonly (readonly [header: string, permission: string])[] = [
  ["x-amz-grant-full-control", "FULL_CONTROL"],
  ["x-amz-grant-read", "READ"],
  ["x-amz-grant-read-acp", "READ_ACP"],
  ["x-amz-grant-write", "WRITE"],
  ["x-amz-grant-write-acp", "WRITE_ACP"],
];
const permissions = new Set(grantHeaders.map(([, permission]) => permission));

/** The ACL of what nobody gave one: the owner's full control. */
export function privateAcl(accountId: string): string {
  return aclDocument([ownersGrant(accountId)], accountId);
}

/**
 * The ACL that headers ask for, as `GetObjectAcl` answers it; undefined where they ask for none.
 * Throws InvalidArgument, and InvalidRequest for a canned ACL together with grants.
 */
export function aclOfHeaders(
  headers: Readonly<Record<string, string>>,
  accountId: string,
): string | undefined {
  const name = headers["x-amz-acl"];
  const asked = grantHeaders.filter(([header]) => headers[header] !== undefined);
  if (name === undefined && asked.length === 0) return undefined;
  if (name === undefined) {
    const grants = asked.flatMap(([header, permission]) =>
      granteesOf(header, headers[header] ?? "").map((grantee) => ({ grantee, permission })),
    );
    return aclDocument(grants, accountId);
  }
  if (asked.length > 0) {
    const reason = "Specifying both Canned ACLs and Header Grants is not allowed";
    throw new S3Error("InvalidRequest", {}, reason);
  }
  const added = Object.hasOwn(canned, name) ? canned[name] : undefined;
  if (!added) throw invalidArgument("x-amz-acl", name, "Invalid Argument");
  const grants = added.map(([value, permission]) => ({ grantee: group(value), permission }));
  return aclDocument([ownersGrant(accountId), ...grants], accountId);
}

/** The ACL of an `<AccessControlPolicy>`. Throws MalformedACLError and InvalidArgument. */
export function aclOfXml(root: XmlElement, accountId: string): string {
  const list = childOf(root, "AccessControlList");
  const owner = childOf(root, "Owner");
  if (root.name !== "AccessControlPolicy" || !list || !owner) {
    throw new S3Error("MalformedACLError");
  }
  checkUser("CanonicalUser/ID", childText(owner, "ID") ?? "");
  return aclDocument(
    list.children.map((child) => {
      const permission = childText(child, "Permission") ?? "";
      const grantee = childOf(child, "Grantee");
      if (child.name !== "Grant" || !grantee || !permissions.has(permission)) {
        throw new S3Error("MalformedACLError");
      }
      return { permission, grantee: granteeOfXml(grantee) };
    }),
    accountId,
  );
}

/** `id="…", uri="…"` of a grant header. */
function granteesOf(header: string, value: string): readonly Grantee[] {
  return value.split(",").map((item) => {
    const [, kind, name = ""] = /^\s*(id|uri|emailAddress)="?([^"]*)"?\s*$/.exec(item) ?? [];
    switch (kind) {
      case "id":
        checkUser("id", name);
        return { type: "CanonicalUser", name: "ID", value: name };
      case "uri":
        checkGroup("uri", name);
        return group(name);
      case "emailAddress":
        return { type: "AmazonCustomerByEmail", name: "EmailAddress", value: name };
      case undefined:
      default:
        throw invalidArgument(header, item.trim(), "Argument format not recognized");
    }
  });
}

function granteeOfXml(grantee: XmlElement): Grantee {
  switch (grantee.type) {
    case "CanonicalUser": {
      const value = childText(grantee, "ID") ?? "";
      checkUser("CanonicalUser/ID", value);
      return { type: grantee.type, name: "ID", value };
    }
    case "Group": {
      const value = childText(grantee, "URI") ?? "";
      checkGroup("Group/URI", value);
      return group(value);
    }
    case "AmazonCustomerByEmail": {
      const value = childText(grantee, "EmailAddress") ?? "";
      return { type: grantee.type, name: "EmailAddress", value };
    }
    case undefined:
    default:
      throw new S3Error("MalformedACLError");
  }
}

function checkUser(argument: string, id: string): void {
  if (!/^[0-9a-f]{64}$/i.test(id)) throw invalidArgument(argument, id, "Invalid id");
}

function checkGroup(argument: string, uri: string): void {
  if (!groups.has(uri)) throw invalidArgument(argument, uri, "Invalid group uri");
}

function group(value: string): Grantee {
  return { type: "Group", name: "URI", value };
}

function ownersGrant(accountId: string): Grant {
  const grantee: Grantee = { type: "CanonicalUser", name: "ID", value: ownerId(accountId) };
  return { grantee, permission: "FULL_CONTROL" };
}

function aclDocument(grants: readonly Grant[], accountId: string): string {
  const list = grants.map(({ grantee, permission }) =>
    element(
      "Grant",
      `<Grantee${typeAttribute(grantee.type)}>` +
        `${textElement(grantee.name, grantee.value)}</Grantee>`,
      textElement("Permission", permission),
    ),
  );
  return xmlDocument(
    "AccessControlPolicy",
    ownerElement(accountId),
    element("AccessControlList", ...list),
  );
}
