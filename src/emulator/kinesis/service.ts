import type { EngineContext } from "../context.ts";
import { operationOf } from "../wire/aws-json.ts";
import type { EmulatedService } from "../emulated-service.ts";
import { answerCall } from "../faults/answer-call.ts";
import type { CallAbout, WireAnswer, WireRequest, WireService } from "../wire/http.ts";
import { randomUuid } from "../random-uuid.ts";
import type { CallSite } from "./call-site.ts";
import { KinesisEngine } from "./engine.ts";
import { KinesisError, statusOf } from "./errors.ts";
import type { KinesisLimits } from "../../core/limits/kinesis.ts";
import { faultError } from "./fault-errors.ts";
import { inspectStream, inspectStreams, streamGauges } from "./inspect.ts";
import { EventStream } from "./event-stream.ts";
import { cborCodec } from "./protocol/cbor.ts";
import type { Codec } from "./protocol/codec.ts";
import { eventFrames, eventStreamContentType } from "./protocol/event-frames.ts";
import { jsonCodec } from "./protocol/json.ts";
import type { RecordLogs } from "./record-log.ts";
import { SpilledLogs } from "./spilled-logs.ts";
import type { StateKeeper } from "./state-keeper.ts";
import { committed, type Store } from "../storage/store.ts";

const targetPrefix = "Kinesis_20131202.";

/**
 * Kinesis Data Streams over AWS JSON 1.1 and CBOR 1.1, as a request's content type says. No answer
 * is given before the store has committed what it acknowledges.
 */
export function createKinesisService(
  context: EngineContext,
  limits: Partial<KinesisLimits> = {},
  { store = new SpilledLogs(), keeper }: KinesisStores = {},
): EmulatedService {
  const engine = new KinesisEngine({ context, limits, logs: store, keeper });
  const serving: Serving = { engine, store, context };
  return {
    name: "kinesis",
    copiesBodies: true,
    holds: "streams",
    accepts: (request) =>
      operationOf(request.headers, targetPrefix) !== undefined || lacksTarget(request),
    handle: (request) => answer(request, serving),
    inspectAll: () => inspectStreams(engine.account),
    inspect: (name) => inspectStream(engine.account, name),
    gauges: () => streamGauges(engine.account),
    async close() {
      try {
        engine.saveStates();
      } finally {
        engine.close();
        await store.close();
      }
    },
  };
}

/** Where a service keeps what it holds. */
export interface KinesisStores {
  /** Of the records. */
  readonly store?: RecordLogs & Store;
  /** Of all the rest; without one, it is gone with the process. */
  readonly keeper?: StateKeeper;
}

interface Serving {
  readonly engine: KinesisEngine;
  readonly store: Store;
  readonly context: EngineContext;
}

function answer(
  request: WireRequest,
  { engine, store, context }: Serving,
): WireAnswer | Promise<WireAnswer> {
  const operation = operationOf(request.headers, targetPrefix) ?? "";
  const codec = codecOf(request.headers) ?? jsonCodec;
  const form: AnswerForm = { codec, requestId: randomUuid(context.random) };
  let input: unknown;
  try {
    engine.checkOperation(operation);
    input = codec.read(request.body);
  } catch (error) {
    return errorAnswer(error, form, { operation: operation || "unknown" });
  }
  const site = engine.siteOf(operation, input);
  return answerCall(context, site, {
    work: () => {
      const given = answerTo(engine, input, { site, form });
      engine.saveStates();
      return committed(store, given);
    },
    refuse: (error) => errorAnswer(faultError(error, site, engine.account), form, site),
  });
}

/** How one answer is written. */
interface AnswerForm {
  readonly codec: Codec;
  readonly requestId: string;
}

function answerTo(
  engine: KinesisEngine,
  input: unknown,
  { site, form }: { readonly site: CallSite; readonly form: AnswerForm },
): WireAnswer {
  const { codec } = form;
  const { operation } = site;
  try {
    const output = engine.call(operation, input);
    if (output instanceof EventStream) {
      const headers = headersOf(form, eventStreamContentType);
      return { status: 200, headers, pieces: eventFrames(output, codec), about: site };
    }
    const body = output === undefined ? "" : codec.write(operation, output);
    return { status: 200, headers: headersOf(form), body, about: site };
  } catch (error) {
    return errorAnswer(error, form, site);
  }
}

/** @throws what is no error of the service. */
function errorAnswer(error: unknown, form: AnswerForm, about: CallAbout): WireAnswer {
  if (!(error instanceof KinesisError)) throw error;
  const { code } = error;
  return {
    status: statusOf[code],
    headers: { ...headersOf(form), "x-amzn-errortype": code },
    body: form.codec.writeError(error),
    about: { operation: about.operation, resource: about.resource, errorCode: code },
  };
}

function headersOf(
  form: AnswerForm,
  contentType: string = form.codec.contentType,
): Readonly<Record<string, string>> {
  return { "x-amzn-requestid": form.requestId, "content-type": contentType };
}

function codecOf(headers: WireRequest["headers"]): Codec | undefined {
  const contentType = headers["content-type"] ?? "";
  return [jsonCodec, cborCodec].find((codec) => contentType.startsWith(codec.contentType));
}

/** A request that can be for no other service but names no operation: it is to be told so. */
function lacksTarget({ method, target, headers }: Parameters<WireService["accepts"]>[0]): boolean {
  if (method !== "POST" || target !== "/" || headers["x-amz-target"] !== undefined) return false;
  return codecOf(headers) !== undefined;
}
