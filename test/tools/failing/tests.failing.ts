import { beforeAll, describe, expect, test } from "vitest";

describe("a group", () => {
  test("a test that passes", () => expect(1).toBe(1));
  test("a test that fails", () =>
    expect({ one: 1, two: 2, three: 3, four: 4 }).toEqual({ one: 1, two: 2, three: 3, four: 5 }));
});

describe("a group whose hook fails", () => {
  beforeAll(() => {
    throw new Error("the hook has failed");
  });
  test("a test that never runs", () => {});
});

test("a test that leaves an error behind", () => {
  Promise.reject(new Error("nobody has caught this"));
});
