import { describe, expect, it } from "vitest";
import { orderIdIn } from "./order_id";

const id = "ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W";

describe("the id of an order in what was typed", () => {
  it.each([
    ["itself", id],
    ["with spaces around", `  ${id}\n`],
    ["in small letters", id.toLowerCase()],
    ["in the link of a mail", `https://shop.example/es/orders/${id}?placed=1`],
  ])("is found %s", (_, text) => expect(orderIdIn(text)).toBe(id));
  it.each([
    ["nothing", ""],
    ["the short number of a page", "01JB2R6T"],
    ["an id that is cut", id.slice(0, -1)],
    ["one that is too long", `${id}X`],
    ["letters that no id has", id.replace("J", "U")],
    ["a thing of another kind", id.replace("ord_", "prd_")],
  ])("is not found in %s", (_, text) => expect(orderIdIn(text)).toBeUndefined());
});
