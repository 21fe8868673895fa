/** What a report must know of a run and neither the plan nor the history tells. */
export interface RunFacts {
  /** The run's id, which is also the name of its folder. */
  readonly runId: string;
  /** When the run began, in milliseconds since the Unix epoch. */
  readonly startedAtMs: number;
  /** The command that repeats this run, seed and settings included. */
  readonly command: string;
  readonly target: Target;
  readonly environment: MachineFacts;
  /** What AWS has and this run had a stand-in for. */
  readonly standIns: readonly StandIn[];
  /** What each instance of a stage counted: for people to look at, never for a verdict. */
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The faults that were injected into the embedded emulator. */
  readonly faults: readonly FaultFacts[];
  /** The phases of the run in their order, and how long each took. */
  readonly phases: readonly { readonly name: string; readonly tookMs: number }[];
}

export interface Target {
  readonly kind: "embedded" | "endpoint";
  /** As people call it: `embedded emulator`, `LocalStack`, `AWS eu-west-1`. */
  readonly name: string;
  readonly endpoint: string;
}

export interface FaultFacts {
  readonly name: string;
  /** As in `aws:fis:inject-api-internal-error`. */
  readonly action: string;
  /** Calls, records or deliveries that it could have struck, and those that it did. */
  readonly considered: number;
  readonly struck: number;
}

export interface StandIn {
  readonly stage: string;
  /** The AWS service, as in `AWS Lambda (event-source mapping)`. */
  readonly standsFor: string;
}

export interface MachineFacts {
  /** Versions of this tool and of Node.js. */
  readonly aforo: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** How the times of different threads and processes are comparable. */
  readonly clockMethod: string;
}
