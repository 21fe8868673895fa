import { PutRecordsInput$, type PutRecordsInput } from "@aws-sdk/client-kinesis";
import { AwsJson1_1Protocol } from "@aws-sdk/core/protocols";
import { CborCodec, CborShapeDeserializer2, CborShapeSerializer2 } from "@smithy/core/cbor";
import { cborText, CborWriter } from "../core/cbor-writer.ts";
import type { SpareMemory } from "../core/spare-memory.ts";

type Settings = ConstructorParameters<typeof AwsJson1_1Protocol>[0];
type Serialized = Parameters<AwsJson1_1Protocol["serializeRequest"]>;

const contentType = "application/x-amz-cbor-1.1";
const emptyMap = Uint8Array.of(0xa0);
const nothing = new Uint8Array();

/**
 * Kinesis's other protocol, for the SDK: CBOR 1.1, which the SDKs for Java speak by default. Data
 * travels as bytes; in JSON it is base64, and writing and checking that is most of what a client
 * does with large records. All else is as in JSON 1.1: operation, errors and retries. The bodies
 * of PutRecords are in `memory`, from where they may be used again.
 */
export function kinesisCbor(memory: SpareMemory): new (settings: Settings) => AwsJson1_1Protocol {
  return class KinesisCborProtocol extends AwsJson1_1Protocol {
    constructor(settings: Settings) {
      // The parameter is named for what it usually is.
      const codec = new KinesisCborCodec(memory) as unknown as NonNullable<Settings["jsonCodec"]>;
      super({ ...settings, jsonCodec: codec });
    }

    override async serializeRequest(...args: Serialized) {
      const request = await super.serializeRequest(...args);
      request.headers["content-type"] = contentType;
      if (request.body === "{}") request.body = emptyMap;
      return request;
    }
  };
}

class KinesisCborCodec extends CborCodec {
  readonly #memory: SpareMemory;

  constructor(memory: SpareMemory) {
    super();
    this.#memory = memory;
  }

  override createSerializer() {
    const serializer = new KinesisCborSerializer(this.#memory);
    if (this.serdeContext) serializer.setSerdeContext(this.serdeContext);
    return serializer;
  }

  override createDeserializer() {
    const deserializer = new KinesisCborDeserializer();
    if (this.serdeContext) deserializer.setSerdeContext(this.serdeContext);
    return deserializer;
  }
}

/**
 * Writes PutRecords into memory of about the right size. The SDK's own begins each call small and
 * doubles, so that a call of megabytes asks for twice its size, and has been copied by its end.
 */
class KinesisCborSerializer extends CborShapeSerializer2 {
  readonly #memory: SpareMemory;
  #body: Buffer | undefined;

  constructor(memory: SpareMemory) {
    super();
    this.#memory = memory;
  }

  override write(...[schema, value]: Parameters<CborShapeSerializer2["write"]>): void {
    if (schema === PutRecordsInput$)
      this.#body = putRecords(value as PutRecordsInput, this.#memory);
    else super.write(schema, value);
  }

  override flush(): Uint8Array {
    const body = this.#body ?? super.flush();
    this.#body = undefined;
    return body;
  }
}

const names = {
  records: cborText("Records"),
  data: cborText("Data"),
  partitionKey: cborText("PartitionKey"),
  explicitHashKey: cborText("ExplicitHashKey"),
} as const;

/** More than the names and heads of a record take. */
const recordOverheadBytes = 60;
const utf8BytesMax = 3;

function putRecords({ Records: records = [], ...rest }: PutRecordsInput, memory: SpareMemory) {
  let bytes = 1_024;
  for (const { Data, PartitionKey = "", ExplicitHashKey = "" } of records) {
    const texts = PartitionKey.length + ExplicitHashKey.length;
    bytes += (Data?.length ?? 0) + texts * utf8BytesMax + recordOverheadBytes;
  }
  const writer = new CborWriter(memory.take(bytes));
  const others = Object.entries(rest).filter(([, member]) => member !== undefined);
  writer.mapHead(1 + others.length);
  for (const [name, member] of others) {
    writer.text(name);
    writer.value(member);
  }
  writer.raw(names.records);
  writer.listHead(records.length);
  for (const { Data, PartitionKey, ExplicitHashKey } of records) {
    const isKeyed = PartitionKey !== undefined;
    const isExplicit = ExplicitHashKey !== undefined;
    writer.mapHead(1 + Number(isKeyed) + Number(isExplicit));
    writer.raw(names.data);
    writer.bytes(Data ?? nothing);
    if (isKeyed) {
      writer.raw(names.partitionKey);
      writer.text(PartitionKey);
    }
    if (isExplicit) {
      writer.raw(names.explicitHashKey);
      writer.text(ExplicitHashKey);
    }
  }
  return writer.finish();
}

/** Kinesis tags milliseconds as times, where the RFC, and so the SDK, has seconds. */
class KinesisCborDeserializer extends CborShapeDeserializer2 {
  override read(...[schema, bytes]: Parameters<CborShapeDeserializer2["read"]>): unknown {
    const output = super.read(schema, bytes) as { readonly Records?: unknown };
    if (Array.isArray(output.Records)) for (const record of output.Records) inSeconds(record);
    return output;
  }

  /** What the codec of JSON calls `readValue`: the protocol reads the members of errors by it. */
  readObject(...args: Parameters<CborShapeDeserializer2["readValue"]>): unknown {
    return this.readValue(...args);
  }
}

function inSeconds(record: { ApproximateArrivalTimestamp?: Date }): void {
  const read = record.ApproximateArrivalTimestamp;
  if (read) record.ApproximateArrivalTimestamp = new Date(read.getTime() / 1_000);
}
