import { describe, expect, it } from "vitest";
import { whoDid } from "./who";

const order: Parameters<typeof whoDid>[0] = { buyer: "usr_buyer" };
const did = (type: string, actor: string, data: Record<string, string> = {}, of = order) => whoDid(of, { type, actor, data } as Parameters<typeof whoDid>[1]);

describe("who did it", () => {
  it("is the buyer, by the id of the account or as a guest", () => {
    expect(did("placed", "usr_buyer")).toEqual({ is: "you" });
    expect(did("cancelled", "guest", {}, {})).toEqual({ is: "you" });
    expect(did("lines_cancelled", "usr_buyer", { farm: "frm_a" })).toEqual({ is: "you" });
  });
  it("is the farm for what farms do, also where its people buy of themselves", () => {
    for (const type of ["packing_started", "packed", "shipped", "delivered", "complaint_answered", "returned"]) expect(did(type, "usr_buyer", { farm: "frm_a" })).toEqual({ is: "farm", farm: "frm_a" });
  });
  it("is whoever took something back", () => {
    expect(did("lines_cancelled", "usr_farmer", { farm: "frm_a", reason: "cancelled_by_farm" })).toEqual({ is: "farm", farm: "frm_a" });
    expect(did("lines_cancelled", "usr_farmer", { farm: "frm_a", reason: "short_packed" })).toEqual({ is: "farm", farm: "frm_a" });
    expect(did("part_cancelled", "usr_admin", { farm: "frm_a", reason: "cancelled_by_shop" })).toEqual({ is: "shop" });
  });
  it("is the shop for its people and its programs, and for who is not known", () => {
    for (const actor of ["usr_admin", "sweeper", "shop", ""]) expect(did("placed", actor, {}, {})).toEqual({ is: "shop" });
  });
});
