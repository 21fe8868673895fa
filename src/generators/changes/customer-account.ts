import type { Random } from "../../core/random.ts";
import { changed, type CustomerImage, type RowChange, tiers } from "./row.ts";

/** A row of the table of customers, from the statement that inserts it. */
export class CustomerAccount {
  readonly id: number;
  /** Orders that refer to it. While there are any, it is not deleted. */
  openOrders = 0;
  readonly #random: Random;
  #image: CustomerImage;

  constructor(id: number, options: { random: Random; dayMs: number }) {
    const { random, dayMs } = options;
    this.id = id;
    this.#random = random;
    const mail = random.uint32();
    this.#image = { table: "customers", id, mail, tier: "bronze", updatedMs: dayMs };
  }

  register(): RowChange {
    return changed(undefined, this.#image);
  }

  /** Another tier, or another address for mail. */
  edit(updatedMs: number): RowChange {
    const before = this.#image;
    const after = { ...before, updatedMs, ...this.#edited(before) };
    this.#image = after;
    return changed(before, after);
  }

  delete(): RowChange {
    return { operation: "delete", before: this.#image };
  }

  #edited({ tier }: CustomerImage): Partial<CustomerImage> {
    if (this.#random.chance(0.5)) return { mail: this.#random.uint32() };
    return { tier: this.#random.pick(tiers.filter((other) => other !== tier)) };
  }
}
