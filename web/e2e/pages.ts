/** Every page that anybody can open, for axe and for the pictures. */
export const openPages: readonly [name: string, path: string][] = [
  ["landing", "/"],
  ["landing-es", "/es"],
  ["catalog", "/shop"],
  ["catalog-chosen", "/shop?category=root-vegetables&category=apples-and-pears&certification=usda_nop&in_stock=1"],
  ["catalog-none", "/shop?q=carrots&category=honey"],
  ["not-found", "/no/such/page"],
];
