import { expect, test } from "vitest";

import { Random } from "../core/random.ts";
import { randomUuid } from "./random-uuid.ts";

test("is a UUID of version 4, another each time", () => {
  const random = Random.from("ids");
  const ids = Array.from({ length: 100 }, () => randomUuid(random));
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(ids.filter((id) => !form.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(100);
});
