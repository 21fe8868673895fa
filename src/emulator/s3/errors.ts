/** Status and AWS's text for each error. Source: S3 API reference, "Error responses". */
export const errorTexts = {
  AccessDenied: { status: 403, message: "Access Denied" },
  AccessForbidden: { status: 403, message: "CORSResponse: CORS is not enabled for this bucket." },
  AuthorizationQueryParametersError: {
    status: 400,
    message: "Query-string authentication is malformed.",
  },
  BadDigest: {
    status: 400,
    message: "The Content-MD5 you specified did not match what we received.",
  },
  BadRequest: { status: 400, message: "Bad Request" },
  BucketAlreadyOwnedByYou: {
    status: 409,
    message: "Your previous request to create the named bucket succeeded and you already own it.",
  },
  BucketNotEmpty: { status: 409, message: "The bucket you tried to delete is not empty" },
  ConditionalRequestConflict: {
    status: 409,
    message:
      "The conditional request cannot succeed due to a conflicting operation against this " +
      "resource.",
  },
  EntityTooLarge: {
    status: 400,
    message: "Your proposed upload exceeds the maximum allowed size",
  },
  IdMismatch: {
    status: 400,
    message: "Document ID does not match the specified configuration ID.",
  },
  EntityTooSmall: {
    status: 400,
    message: "Your proposed upload is smaller than the minimum allowed size",
  },
  IllegalVersioningConfigurationException: {
    status: 400,
    message: "The Versioning element must be specified",
  },
  IncompleteBody: { status: 400, message: "The request body terminated unexpectedly" },
  InternalError: {
    status: 500,
    message: "We encountered an internal error. Please try again.",
  },
  InvalidArgument: { status: 400, message: "Invalid Argument" },
  InvalidBucketName: { status: 400, message: "The specified bucket is not valid." },
  InvalidDigest: { status: 400, message: "The Content-MD5 you specified was invalid." },
  InvalidLocationConstraint: {
    status: 400,
    message: "The specified location-constraint is not valid",
  },
  InvalidObjectState: {
    status: 403,
    message: "The operation is not valid for the object's storage class",
  },
  InvalidPart: {
    status: 400,
    message:
      "One or more of the specified parts could not be found.  The part may not have been " +
      "uploaded, or the specified entity tag may not match the part's entity tag.",
  },
  InvalidPartNumber: { status: 416, message: "The requested partnumber is not satisfiable" },
  InvalidPartOrder: {
    status: 400,
    message: "The list of parts was not in ascending order. Parts must be ordered by part number.",
  },
  InvalidPolicyDocument: { status: 400, message: "Invalid Policy: Invalid JSON." },
  InvalidRange: { status: 416, message: "The requested range is not satisfiable" },
  InvalidRequest: { status: 400, message: "Invalid Request" },
  InvalidTag: { status: 400, message: "The TagKey you have provided is invalid" },
  InvalidStorageClass: {
    status: 400,
    message: "The storage class you specified is not valid",
  },
  InvalidURI: { status: 400, message: "Couldn't parse the specified URI." },
  KeyTooLongError: { status: 400, message: "Your key is too long" },
  MalformedACLError: {
    status: 400,
    message:
      "The XML you provided was not well-formed or did not validate against our published " +
      "schema",
  },
  MalformedPOSTRequest: {
    status: 400,
    message: "The body of your POST request is not well-formed multipart/form-data.",
  },
  MalformedPolicy: {
    status: 400,
    message: "Policies must be valid JSON and the first byte must be '{'",
  },
  MalformedTrailerError: {
    status: 400,
    message:
      "The request contained trailing data that was not well-formed or did not conform to our " +
      "published schema.",
  },
  MalformedXML: {
    status: 400,
    message:
      "The XML you provided was not well-formed or did not validate against our published schema",
  },
  MetadataTooLarge: {
    status: 400,
    message: "Your metadata headers exceed the maximum allowed metadata size",
  },
  MethodNotAllowed: {
    status: 405,
    message: "The specified method is not allowed against this resource.",
  },
  MissingContentLength: {
    status: 411,
    message: "You must provide the Content-Length HTTP header.",
  },
  MissingSecurityHeader: { status: 400, message: "Your request was missing a required header" },
  NoSuchBucket: { status: 404, message: "The specified bucket does not exist" },
  NoSuchBucketPolicy: { status: 404, message: "The bucket policy does not exist" },
  NoSuchCORSConfiguration: { status: 404, message: "The CORS configuration does not exist" },
  NoSuchConfiguration: { status: 404, message: "The specified configuration does not exist." },
  NoSuchKey: { status: 404, message: "The specified key does not exist." },
  NoSuchLifecycleConfiguration: {
    status: 404,
    message: "The lifecycle configuration does not exist",
  },
  NoSuchPublicAccessBlockConfiguration: {
    status: 404,
    message: "The public access block configuration was not found",
  },
  NoSuchTagSet: { status: 404, message: "The TagSet does not exist" },
  NoSuchWebsiteConfiguration: {
    status: 404,
    message: "The specified bucket does not have a website configuration",
  },
  NoSuchUpload: {
    status: 404,
    message:
      "The specified upload does not exist. The upload ID may be invalid, or the upload may " +
      "have been aborted or completed.",
  },
  NoSuchVersion: { status: 404, message: "The specified version does not exist." },
  NotImplemented: {
    status: 501,
    message: "A header you provided implies functionality that is not implemented",
  },
  ObjectLockConfigurationNotFoundError: {
    status: 404,
    message: "Object Lock configuration does not exist for this bucket",
  },
  OwnershipControlsNotFoundError: {
    status: 404,
    message: "The bucket ownership controls were not found",
  },
  PolicyTooLarge: { status: 400, message: "Policy exceeds the maximum allowed document size." },
  PreconditionFailed: {
    status: 412,
    message: "At least one of the pre-conditions you specified did not hold",
  },
  ReplicationConfigurationNotFoundError: {
    status: 404,
    message: "The replication configuration was not found",
  },
  ServiceUnavailable: { status: 503, message: "Service is unable to handle request." },
  SlowDown: { status: 503, message: "Please reduce your request rate." },
  TooManyBuckets: {
    status: 400,
    message: "You have attempted to create more buckets than allowed",
  },
  TooManyConfigurations: {
    status: 400,
    message:
      "You are attempting to create a new configuration but have already reached the " +
      "1,000-configuration limit.",
  },
  UnexpectedContent: { status: 400, message: "This request does not support content" },
  XAmzContentSHA256Mismatch: {
    status: 400,
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
  },
} as const satisfies Readonly<Record<string, { status: number; message: string }>>;

export type S3ErrorCode = keyof typeof errorTexts;

/** Elements that an error carries beside code and message: `{ Key: "a" }`. */
type ErrorDetail = Readonly<Record<string, string | number>>;

/**
 * A failure that AWS answers too. `message` stands in for AWS's general text where it has a finer
 * one.
 */
export class S3Error extends Error {
  readonly code: S3ErrorCode;
  readonly detail: ErrorDetail;
  /** Headers of the answer beside its body, as `x-amz-delete-marker`. */
  headers: Readonly<Record<string, string>> = {};

  constructor(
    code: S3ErrorCode,
    detail: ErrorDetail = {},
    message: string = errorTexts[code].message,
  ) {
    super(message);
    this.code = code;
    this.detail = detail;
  }

  get status(): number {
    return errorTexts[this.code].status;
  }

  withHeaders(headers: Readonly<Record<string, string>>): this {
    this.headers = headers;
    return this;
  }
}
