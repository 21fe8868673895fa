import { actions } from "../../src/emulator/kinesis/actions/table.ts";
import { queryOperations } from "../../src/emulator/sqs/query-protocol/operations.ts";
import type { FuzzCase, RequestCase, Source, WireForm } from "./fuzz-case.ts";
import { kinesisInput } from "./kinesis-inputs.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateHeaders, mutateMethod, mutateTarget } from "./mutate-http.ts";
import { mutateInput, oddCbor, oddJson, writeCbor, writeJson } from "./mutate-input.ts";
import { bytesCase } from "./raw-bytes.ts";
import { s3Request } from "./s3-requests.ts";
import { sqsInput, sqsParameters } from "./sqs-inputs.ts";

/** A case, drawn from all of the source's randomness. */
export function generateCase(source: Source): FuzzCase {
  const { random } = source;
  const proper = random.pick([kinesisCase, kinesisCase, sqsCase, sqsCase, s3Case, s3Case, s3Case]);
  if (random.chance(0.12)) return bytesCase(random);
  const made = proper(source);
  return random.chance(0.35) ? damaged(made, source) : made;
}

/** Damage beyond the members: to bytes, headers, target or method. */
function damaged(made: RequestCase, { random }: Source): RequestCase {
  const { request } = made;
  const [what, form, changed] = random.pick<() => [string, RequestCase["form"], WireForm]>([
    () => ["bytes", made.form, { ...request, body: mutateBytes(request.body, random) }],
    () => ["headers", "any", mutateHeaders(request, random)],
    () => ["target", "any", mutateTarget(request, random)],
    () => ["method", "any", mutateMethod(request, random)],
  ])();
  return { ...made, label: `${made.label}, ${what}`, form, request: changed };
}

function kinesisCase(source: Source): RequestCase {
  const { random } = source;
  const operation = random.pick([...actions.keys()]);
  const input = kinesisInput(actions.get(operation)?.rules ?? {}, source);
  const form = random.chance(0.5) ? "json" : "cbor";
  const isProper = random.chance(0.15);
  const members = isProper ? input : mutateInput(input, random, form);
  let body = form === "json" ? Buffer.from(writeJson(members)) : writeCbor(members);
  const isOdd = !isProper && random.chance(0.1);
  if (isOdd)
    body = form === "json" ? Buffer.from(oddJson(body.toString(), random)) : oddCbor(random);
  return {
    kind: "request",
    label: `kinesis ${operation} ${form}`,
    form,
    request: {
      method: "POST",
      target: "/",
      headers: [
        ["x-amz-target", `Kinesis_20131202.${operation}`],
        ["content-type", `application/x-amz-${form}-1.1`],
      ],
      body,
    },
  };
}

function sqsCase(source: Source): RequestCase {
  const { random } = source;
  const operation = random.pick([...queryOperations.keys()]);
  const members = queryOperations.get(operation)?.input ?? {};
  const proper = sqsInput(members, source);
  const input = random.chance(0.15) ? proper : mutateInput(proper, random, "json");
  const form = random.chance(0.5) ? "json" : "query";
  const label = `sqs ${operation} ${form}`;
  if (form === "json") {
    const text = writeJson(input);
    const body = Buffer.from(random.chance(0.1) ? oddJson(text, random) : text);
    const headers = [
      ["x-amz-target", `AmazonSQS.${operation}`],
      ["content-type", "application/x-amz-json-1.0"],
      ["x-amzn-query-mode", random.pick(["true", "false"])],
    ] as const;
    return {
      kind: "request",
      label,
      form,
      request: { method: "POST", target: "/", headers, body },
    };
  }
  const parameters = [
    ["Action", operation],
    ["Version", "2012-11-05"],
  ] as [string, string][];
  const body = Buffer.from(
    new URLSearchParams([...parameters, ...sqsParameters(input, members)]).toString(),
  );
  const headers = [["content-type", "application/x-www-form-urlencoded; charset=utf-8"]] as const;
  return { kind: "request", label, form, request: { method: "POST", target: "/", headers, body } };
}

function s3Case(source: Source): RequestCase {
  const { random } = source;
  let request = s3Request(source);
  const label = `s3 ${request.method} ${request.target}`;
  if (request.body.length > 0 && random.chance(0.5)) {
    request = { ...request, body: mutateBytes(request.body, random) };
  }
  if (random.chance(0.4)) request = mutateHeaders(request, random);
  if (random.chance(0.4)) request = mutateTarget(request, random);
  return { kind: "request", label, form: "any", request };
}
