import { expect, it } from "vitest";
import { attemptOf } from "../../../../src/adapters/store/attempt.ts";

const JOB = { id: "9b2f", retryCount: 0, retryLimit: 8, retryDelay: 2, retryDelayMax: 300 };

it.each([
  [0, 1, 4],
  [1, 2, 8],
  [7, 8, 300],
  [8, 9, null],
  [9, 10, null],
])("after %i attempts comes the %ith, and another one within %j s", (retryCount, number, againInSeconds) => {
  expect(attemptOf({ ...JOB, retryCount })).toEqual({ id: "9b2f", number, againInSeconds });
});

it("without a longest delay goes on doubling", () => {
  const { retryDelayMax: _, ...job } = JOB;
  expect(attemptOf({ ...job, retryCount: 7 }).againInSeconds).toBe(512);
});
