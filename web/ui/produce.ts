// Which picture and which ground stand for a product without a photograph of its own: the first row whose word is in
// its title, else the row of its category. scripts/pictures.mjs makes the files from the same names.

export type Ground = "root" | "leafy" | "fruit" | "allium" | "dairy" | "fungi" | "honey" | "pulse";
export interface Produce {
  picture: string;
  ground: Ground;
}

const words: readonly [word: string, picture: string, ground: Ground][] = [
  ["wool", "yarn", "pulse"], ["yarn", "yarn", "pulse"], ["dryer ball", "yarn", "pulse"], ["sheepskin", "sheep", "pulse"],
  ["candle", "candle", "honey"], ["tea light", "candle", "honey"], ["soap", "soap", "allium"],
  ["mint tea", "tea", "leafy"], [" tea", "tea", "leafy"], ["dried", "leaves", "fungi"], ["chicory", "leaves", "fungi"],
  ["apple butter", "jar", "fruit"], ["peach butter", "jar", "fruit"], ["jam", "jar", "fruit"], ["kimchi", "jar", "root"], ["sauerkraut", "jar", "leafy"],
  ["curtido", "jar", "leafy"], ["pickle", "cucumber", "leafy"], ["chow-chow", "jar", "root"], ["salsa", "jar", "leafy"], ["sauce", "tomato", "fruit"], ["fire cider", "bottle", "honey"],
  ["vinegar", "bottle", "honey"], ["cider", "bottle", "fruit"], ["bottle", "bottle", "fruit"], ["hand pie", "pie", "honey"], ["cookie", "cookie", "honey"],
  ["honey", "honey", "honey"], ["comb", "honey", "honey"], ["maple", "bottle", "honey"],
  ["duck egg", "egg", "dairy"], ["egg", "egg", "dairy"], ["yogurt", "bowl", "dairy"], ["labneh", "bowl", "dairy"], ["butter lettuce", "leaf", "leafy"], ["butterhead", "leaf", "leafy"],
  ["butternut", "squash", "root"], ["squash", "squash", "root"], ["pumpkin", "squash", "root"], ["milk", "milk", "dairy"], ["half and half", "milk", "dairy"],
  ["cheddar", "cheese", "dairy"], ["chèvre", "cheese", "dairy"], ["feta", "cheese", "dairy"], ["gouda", "cheese", "dairy"], ["cheese", "cheese", "dairy"],
  ["sweet potato", "sweet_potato", "root"], ["potato", "potato", "root"], ["fingerling", "potato", "root"], ["parsnip", "parsnip", "root"], ["carrot", "carrot", "root"],
  ["radish", "radish", "fruit"], ["turnip", "turnip", "allium"], ["beet", "beet", "fruit"],
  ["garlic", "garlic", "allium"], ["onion", "onion", "allium"], ["leek", "leek", "leafy"],
  ["broccoli", "broccoli", "leafy"], ["romanesco", "broccoli", "leafy"], ["cauliflower", "cauliflower", "pulse"], ["sprout", "leaf", "leafy"], ["red cabbage", "red_cabbage", "allium"], ["cabbage", "leaf", "leafy"],
  ["tomato", "tomato", "fruit"], ["pepper", "pepper", "leafy"], ["cucumber", "cucumber", "leafy"], ["corn", "corn", "honey"], ["grits", "corn", "honey"], ["eggplant", "eggplant", "allium"],
  ["apple", "apple", "fruit"], ["pink lady", "apple", "fruit"], ["pear", "pear", "dairy"], ["peach", "peach", "fruit"], ["strawberr", "strawberry", "fruit"],
  ["blueberr", "blueberry", "allium"], ["blackberr", "blueberry", "allium"], ["aronia", "blueberry", "allium"], ["cranberr", "cherries", "fruit"], ["cherr", "cherries", "fruit"], ["grape", "grapes", "allium"], ["melon", "melon", "leafy"],
  ["pecan", "chestnut", "fungi"], ["nut", "chestnut", "fungi"], ["shiitake", "mushroom", "fungi"], ["mushroom", "mushroom", "fungi"],
  ["sausage", "bacon", "fruit"], ["bacon", "bacon", "fruit"], ["pork", "bacon", "fruit"], ["lard", "butter", "dairy"], ["turkey red", "wheat", "honey"], ["turkey", "poultry", "honey"], ["chicken", "poultry", "honey"],
  ["lamb", "meat", "fruit"], ["beef", "steak", "fruit"], ["roast", "steak", "fruit"], ["steak", "steak", "fruit"], ["butter", "butter", "dairy"],
  ["flour", "wheat", "honey"], ["oats", "wheat", "honey"], ["bean", "beans", "pulse"], ["baguette", "baguette", "honey"], ["bread", "bread", "honey"], ["loaf", "bread", "honey"], ["rye", "bread", "honey"], ["sourdough", "bread", "honey"],
  ["bouquet", "bouquet", "allium"], ["wreath", "bouquet", "allium"], ["flower", "bouquet", "allium"],
  ["chard", "leaf", "leafy"], ["kale", "leaf", "leafy"], ["spinach", "leaf", "leafy"], ["arugula", "herb", "leafy"], ["salad", "salad", "leafy"], ["lettuce", "leaf", "leafy"],
];

const categories: Readonly<Record<string, Produce>> = {
  "root-vegetables": { picture: "carrot", ground: "root" },
  "leafy-greens": { picture: "leaf", ground: "leafy" },
  brassicas: { picture: "broccoli", ground: "leafy" },
  "fruiting-vegetables": { picture: "tomato", ground: "fruit" },
  "onions-and-garlic": { picture: "onion", ground: "allium" },
  "peas-and-beans": { picture: "peas", ground: "leafy" },
  mushrooms: { picture: "mushroom", ground: "fungi" },
  vegetables: { picture: "leaf", ground: "leafy" },
  "apples-and-pears": { picture: "apple", ground: "fruit" },
  berries: { picture: "strawberry", ground: "fruit" },
  "stone-fruit": { picture: "peach", ground: "fruit" },
  citrus: { picture: "lemon", ground: "honey" },
  melons: { picture: "melon", ground: "leafy" },
  nuts: { picture: "chestnut", ground: "fungi" },
  fruit: { picture: "apple", ground: "fruit" },
  "milk-and-cream": { picture: "milk", ground: "dairy" },
  cheese: { picture: "cheese", ground: "dairy" },
  butter: { picture: "butter", ground: "dairy" },
  yogurt: { picture: "bowl", ground: "dairy" },
  dairy: { picture: "milk", ground: "dairy" },
  eggs: { picture: "egg", ground: "dairy" },
  "chicken-eggs": { picture: "egg", ground: "dairy" },
  "other-eggs": { picture: "egg", ground: "dairy" },
  meat: { picture: "steak", ground: "fruit" },
  beef: { picture: "steak", ground: "fruit" },
  pork: { picture: "bacon", ground: "fruit" },
  "lamb-and-goat": { picture: "meat", ground: "fruit" },
  poultry: { picture: "poultry", ground: "honey" },
  "sausage-and-ham": { picture: "bacon", ground: "fruit" },
  bakery: { picture: "bread", ground: "honey" },
  bread: { picture: "bread", ground: "honey" },
  "cakes-and-pastry": { picture: "pie", ground: "honey" },
  honey: { picture: "honey", ground: "honey" },
  "maple-syrup": { picture: "bottle", ground: "honey" },
  preserves: { picture: "jar", ground: "fruit" },
  "sauces-and-pickles": { picture: "jar", ground: "leafy" },
  "grain-and-flour": { picture: "wheat", ground: "honey" },
  "dried-beans": { picture: "beans", ground: "pulse" },
  "oils-and-vinegar": { picture: "bottle", ground: "honey" },
  "juice-and-cider": { picture: "bottle", ground: "fruit" },
  pantry: { picture: "jar", ground: "pulse" },
  flowers: { picture: "bouquet", ground: "allium" },
  "cut-flowers": { picture: "bouquet", ground: "allium" },
  seedlings: { picture: "seedling", ground: "leafy" },
  herbs: { picture: "herb", ground: "leafy" },
  "fresh-herbs": { picture: "herb", ground: "leafy" },
  "dried-herbs-and-tea": { picture: "tea", ground: "leafy" },
  "wool-and-fiber": { picture: "yarn", ground: "pulse" },
  "soap-and-candles": { picture: "soap", ground: "allium" },
};

export function produceOf(title: string, category = ""): Produce {
  const lower = ` ${title.toLowerCase()}`;
  const row = words.find(([word]) => lower.includes(word));
  if (row) return { picture: row[1], ground: row[2] };
  return categories[category] ?? { picture: "basket", ground: "pulse" };
}
