import type { Override } from "../core/document/overrides.ts";

/** The target that is AWS itself. */
export const aws = "aws";

/** What the command line says, parsed. */
export interface ScenarioOptions {
  /** `aws` or an endpoint; the embedded emulator where it is absent. */
  readonly target?: string;
  readonly seed?: number;
  readonly set?: readonly Override[];
  readonly out: string;
  readonly quiet?: true;
  readonly json?: true;
}
