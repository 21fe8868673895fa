import { AwsJson1_1Protocol } from "@aws-sdk/core/protocols";
import { CborCodec, CborShapeDeserializer2 } from "@smithy/core/cbor";

type Serialized = Parameters<AwsJson1_1Protocol["serializeRequest"]>;

const contentType = "application/x-amz-cbor-1.1";
const emptyMap = Uint8Array.of(0xa0);

/**
 * Kinesis's other protocol, for the SDK: CBOR 1.1, which the SDKs for Java speak by default. Data
 * travels as bytes; in JSON it is base64, and writing and checking that is most of what a client
 * does with large records. All else is as in JSON 1.1: operation, errors and retries.
 */
export class KinesisCborProtocol extends AwsJson1_1Protocol {
  constructor(options: ConstructorParameters<typeof AwsJson1_1Protocol>[0]) {
    // The parameter is named for what it usually is.
    const jsonCodec = new KinesisCborCodec() as unknown as NonNullable<typeof options.jsonCodec>;
    super({ ...options, jsonCodec });
  }

  override async serializeRequest(...args: Serialized) {
    const request = await super.serializeRequest(...args);
    request.headers["content-type"] = contentType;
    if (request.body === "{}") request.body = emptyMap;
    return request;
  }
}

class KinesisCborCodec extends CborCodec {
  override createDeserializer() {
    const deserializer = new KinesisCborDeserializer();
    if (this.serdeContext) deserializer.setSerdeContext(this.serdeContext);
    return deserializer;
  }
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
