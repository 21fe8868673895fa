import type { CheckName, CheckResult, Verdict } from "../verdict.ts";

const order: readonly Verdict[] = ["invalid", "fail", "pass"];

/** The worst of several verdicts: invalid before fail before pass. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return order.find((verdict) => verdicts.includes(verdict)) ?? "pass";
}

/** What a check has found so far, a line each, and the verdict that follows. */
export class Findings {
  readonly #lines: { readonly verdict: Verdict; readonly text: string }[] = [];

  /** Something is worse than the plan allows. */
  fail(text: string): void {
    this.#lines.push({ verdict: "fail", text });
  }

  /** The run cannot carry a claim about this. */
  invalid(text: string): void {
    this.#lines.push({ verdict: "invalid", text });
  }

  /** Worth knowing, and no matter of the verdict. */
  note(text: string): void {
    this.#lines.push({ verdict: "pass", text });
  }

  get verdict(): Verdict {
    return worstOf(this.#lines.map((line) => line.verdict));
  }

  /** Lost data is lost, whatever else could not be seen: for the checks of correctness. */
  get violationFirst(): Verdict {
    return this.#lines.some((line) => line.verdict === "fail") ? "fail" : this.verdict;
  }

  /** The result, with what decided the verdict on top. */
  result(head: {
    readonly name: CheckName;
    readonly expected: string;
    readonly observed: string;
    readonly verdict?: Verdict;
  }): CheckResult {
    const isNote = (line: { verdict: Verdict }) => line.verdict === "pass";
    const lines = [
      ...this.#lines.filter((line) => !isNote(line)),
      ...this.#lines.filter((line) => isNote(line)),
    ];
    return { verdict: this.verdict, ...head, detail: lines.map((line) => line.text) };
  }
}
