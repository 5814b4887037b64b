/** Every page that anybody can open, for axe and for the pictures. */
export const openPages: readonly [name: string, path: string][] = [
  ["landing", "/"],
  ["landing-es", "/es"],
  ["not-found", "/no/such/page"],
];
