import type { Random } from "../core/random.ts";

/**
 * Draws ranks from 0 by Zipf's law, rank n in proportion to (n + 1)^-exponent, without a table:
 * rejection-inversion (Hörmann and Derflinger, "Rejection-inversion to generate variates from
 * monotone discrete distributions", ACM TOMACS 6, 1996). Nearly every draw is accepted.
 */
export class Zipf {
  readonly #items: number;
  readonly #exponent: number;
  readonly #from: number;
  readonly #to: number;

  constructor(items: number, exponent: number) {
    this.#items = items;
    this.#exponent = exponent;
    this.#from = this.#integral(1.5) - 1;
    this.#to = this.#integral(items + 0.5);
  }

  draw(random: Random): number {
    for (;;) {
      const area = random.between(this.#from, this.#to);
      const rank = Math.min(this.#items, Math.max(1, Math.round(this.#inverse(area))));
      if (area >= this.#integral(rank + 0.5) - rank ** -this.#exponent) return rank - 1;
    }
  }

  /** Of x^-exponent. */
  #integral(x: number): number {
    const power = 1 - this.#exponent;
    return power === 0 ? Math.log(x) : x ** power / power;
  }

  #inverse(area: number): number {
    const power = 1 - this.#exponent;
    return power === 0 ? Math.exp(area) : (area * power) ** (1 / power);
  }
}
