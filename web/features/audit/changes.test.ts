import { expect, it } from "vitest";
import { changesOf } from "./changes";

it("an audit entry tells member by member what changed", () => {
  expect(changesOf({ revision: 0, status: "applied", place: { city: "A", zip: "1" } }, { revision: 1, status: "verified", place: { city: "B", zip: "1" }, told: 2 })).toEqual([
    { field: "place.city", before: "A", after: "B" },
    { field: "status", before: "applied", after: "verified" },
    { field: "told", before: undefined, after: "2" },
  ]);
});
it("what was made has no before, what was removed no after", () => {
  expect(changesOf({}, { name: "Quiet Creek" })).toEqual([{ field: "name", before: undefined, after: "Quiet Creek" }]);
  expect(changesOf({ name: "Quiet Creek" }, undefined)).toEqual([{ field: "name", before: "Quiet Creek", after: undefined }]);
});
