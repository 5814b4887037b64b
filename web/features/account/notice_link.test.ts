import { describe, expect, it } from "vitest";
import { noticePage } from "./notice_link";

describe("where a notice leads", () => {
  it.each(["/account", "/products/sun-gold-tomatoes", "/orders/ord_01JB2R6T3Q0V8Y5N7K4M9P2S6W", "/farm", "/farm/certificates", "/farm/people", "/farm/orders", "/farm/orders/ord_1", "/farm/stock/sku_1_01"])("%s is a page", (link) => {
    expect(noticePage(link)).toBe(link);
  });
  it.each(["", "/operations/opr_01JB2R6T3Q0V8Y5N7K4M9P2S6W", "//elsewhere.example", "https://elsewhere.example/orders/1", "/orders/a/b"])("\"%s\" is none", (link) => {
    expect(noticePage(link)).toBeUndefined();
  });
});
