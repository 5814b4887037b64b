import { describe, expect, it } from "vitest";
import { addressLine, readAddress, sameAddress } from "./address";

const typed = { name: " Ada Lindqvist ", street: "1123 Jenifer Street", city: "Madison", state: "wi", zip: "53703", phone: "" };
const form = (changes: Partial<typeof typed> & { country?: string } = {}) => {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...typed, ...changes })) data.set(name, value);
  return data;
};
const saved = { id: "adr_1", label: "Home", name: "Ada Lindqvist", street: "1123 Jenifer Street", city: "Madison", state: "WI", zip: "53703", country: "US", phone: "", is_default: true };

describe("an address of a form", () => {
  it("is trimmed, has its state in capitals, and no phone where none was given", () => {
    expect(readAddress(form()).address).toEqual({ name: "Ada Lindqvist", street: "1123 Jenifer Street", city: "Madison", state: "WI", zip: "53703", country: "US" });
    expect(readAddress(form({ phone: "608 555 0142", country: "CA" })).address).toMatchObject({ phone: "608 555 0142", country: "CA" });
  });
  it("names every field that is wrong and keeps what was typed", () => {
    const read = readAddress(form({ street: "", zip: "5370", phone: "12" }));
    expect(read.wrong).toEqual(["street", "zip", "phone"]);
    expect(read.values.zip).toBe("5370");
    expect(read.address).toBeUndefined();
  });
});

describe("an address of the book", () => {
  it("reads as one line", () => {
    expect(addressLine(saved)).toBe("1123 Jenifer Street, Madison, WI 53703");
    expect(addressLine({ ...saved, state: "" })).toBe("1123 Jenifer Street, Madison, 53703");
  });
  it("is found by place and person", () => {
    expect(sameAddress([saved], saved)?.id).toBe("adr_1");
    expect(sameAddress([saved], { ...saved, name: "Bo" })).toBeUndefined();
    expect(sameAddress([saved], undefined)).toBeUndefined();
  });
});
