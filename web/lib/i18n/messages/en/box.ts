export const box = {
  add: "Add {title} to the box",
  added: "{title} added",
  removed: "{title} removed",
  inBox: "{title}, in the box",
  less: "One less",
  more: "One more",
  onlyLeft: "Only {n} left, so we added {n}",
  soldOut: "Sold out",
  failed: "Not saved. The shop did not answer.",
} as const;
