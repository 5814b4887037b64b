/** The value of the radio `place` for an address that is none of the account's. */
export const otherPlace = "other";
