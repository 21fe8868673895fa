import { invalidParameter } from "./errors.ts";

/** What AddPermission adds to a queue's policy. */
export interface Permission {
  readonly label: string;
  readonly accountIds: readonly string[];
  /** Without the prefix: `SendMessage`, or `*`. */
  readonly actions: readonly string[];
}

interface PolicyDocument {
  readonly Statement: readonly unknown[];
}

/**
 * The Policy attribute with a statement more, as AddPermission writes it (recorded from AWS by
 * LocalStack: version 2008-10-17, a root ARN for each account, a text in place of a list of one).
 * Throws InvalidParameterValue where the label is taken.
 */
export function withPermission(
  policy: string | undefined,
  permission: Permission,
  queueArn: string,
): string {
  const { label, accountIds, actions } = permission;
  const document = readPolicy(policy) ?? {
    Version: "2008-10-17",
    Id: `${queueArn}/SQSDefaultPolicy`,
    Statement: [],
  };
  if (document.Statement.some((statement) => labelOf(statement) === label)) {
    throw invalidParameter("Label", label, "Already exists.");
  }
  const statement = {
    Sid: label,
    Effect: "Allow",
    Principal: { AWS: oneOrMany(accountIds.map((id) => `arn:aws:iam::${id}:root`)) },
    Action: oneOrMany(actions.map((action) => `SQS:${action}`)),
    Resource: queueArn,
  };
  return JSON.stringify({ ...document, Statement: [...document.Statement, statement] });
}

/**
 * The Policy attribute without a statement; empty where none is left. Throws InvalidParameterValue
 * where there is no such label.
 */
export function withoutPermission(policy: string | undefined, label: string): string {
  const document = readPolicy(policy);
  if (!document) throw invalidParameter("Label", label, "can't find label.");
  const left = document.Statement.filter((statement) => labelOf(statement) !== label);
  if (left.length === document.Statement.length) {
    throw invalidParameter("Label", label, "can't find label on existing policy.");
  }
  return left.length === 0 ? "" : JSON.stringify({ ...document, Statement: left });
}

/** A policy that is no JSON object counts as none; one statement may stand without a list. */
function readPolicy(policy: string | undefined): PolicyDocument | undefined {
  let json: unknown;
  try {
    json = JSON.parse(policy ?? "");
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const { Statement = [] } = json as { readonly Statement?: unknown };
  return { ...json, Statement: Array.isArray(Statement) ? Statement : [Statement] };
}

function labelOf(statement: unknown): unknown {
  return (statement as { readonly Sid?: unknown } | null)?.Sid;
}

function oneOrMany(texts: readonly string[]): string | readonly string[] {
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? only : texts;
}
