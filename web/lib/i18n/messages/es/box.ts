export const box = {
  add: "Poner {title} en la caja",
  added: "{title}: en la caja",
  removed: "{title}: quitado",
  inBox: "{title}, en la caja",
  less: "Uno menos",
  more: "Uno más",
  onlyLeft: "Solo quedan {n}, así que pusimos {n}",
  soldOut: "Agotado",
  failed: "No se guardó. La tienda no respondió.",
} as const;
