// What the demo shop is made of. All farms, people, certificates and lots are invented.
#pragma once
#include <array>
#include <string_view>

namespace gh::app::demo {

struct Product {
  std::string_view title, category, unit;
  int cents;
  std::string_view pack;  // what one variant holds of the unit
  std::string_view tags, description, storage;
  int units, days_since_harvest, days_of_life;
};

struct Farm {
  std::string_view name, street, city, state, zip;
  double latitude, longitude;
  std::string_view tags, field, certifier, number, story;  // no certifier: no certificate is claimed
  std::array<Product, 5> products;
};

inline constexpr std::array<Farm, 5> farms{{
    {"Millbrook Hollow Farm", "412 Old Mill Road", "Lovettsville", "VA", "20180", 39.2721, -77.6369, R"("fresh-vegetables","herbs")", "Creek Field", "Blue Ridge Organic Certifiers",
     "BRO-2041", "Eleven acres along the creek, farmed by the same family since 1974. We dig to order and wash in spring water.",
     {{{"Nantes carrots, bunched", "vegetables", "bunch", 350, "1", R"("carrots","roots")", "Sweet, blunt-tipped carrots with their tops on, dug the morning they leave.", "In the fridge, tops off, two weeks.", 180, 1, 14},
       {"Lacinato kale", "vegetables", "bunch", 325, "1", R"("kale","greens")", "Dark, dimpled leaves, sweeter after the first frost.", "In the fridge, five days.", 120, 1, 6},
       {"Red beets", "vegetables", "lb", 275, "1", R"("beets","roots")", "Firm roots the size of a fist, for roasting or pickling.", "Cool and dark, a month.", 240, 9, 35},
       {"Butternut squash", "vegetables", "each", 450, "1", R"("squash")", "About three pounds each, cured on the vine.", "Cool and dry, three months.", 90, 30, 90},
       {"Flat-leaf parsley", "herbs", "bunch", 225, "1", R"("parsley","herbs")", "Cut with long stems, from the hoop house.", "In a glass of water, a week.", 60, 1, 7}}}},
    {"Three Pines Orchard", "88 Ridge Lane", "Biglerville", "PA", "17307", 39.9304, -77.2480, R"("fresh-fruits","juices-ciders")", "South Slope", "Keystone Organic Alliance", "KOA-1187",
     "Old trees, low sprays, late harvest: forty varieties of apples on a slope that drains cold air.",
     {{{"GoldRush apples", "fruit", "lb", 299, "1", R"("apples")", "Tart and dense in November, honeyed by February.", "Cold, until spring.", 600, 25, 120},
       {"Bosc pears", "fruit", "lb", 349, "1", R"("pears")", "Russeted and spicy; they hold their shape in the oven.", "Ripen at room temperature, then cold.", 220, 40, 45},
       {"Sweet cider, unpasteurised", "pantry", "quart", 650, "1", R"("cider","apples")", "Pressed on Tuesday from six varieties, nothing added.", "In the fridge, ten days.", 80, 2, 10},
       {"Apple butter", "pantry", "jar", 795, "1", R"("apples","preserves")", "Cooked down for a day in a copper kettle; no sugar.", "In the pantry, a year.", 150, 60, 365},
       {"Fresh cranberries", "fruit", "bag", 525, "1", R"("cranberries")", "Twelve ounces, dry-picked from the bog below the house.", "In the fridge, a month.", 70, 14, 40}}}},
    {"Cold Spring Creamery", "1920 Dairy Road", "Myersville", "MD", "21773", 39.5051, -77.5664, R"("dairy","eggs")", "Upper Pasture", "Chesapeake Certified", "CC-0552",
     "Forty Jersey cows on grass, one vat of milk a day, cheese aged under the barn.",
     {{{"Whole milk, cream top", "dairy", "quart", 495, "1", R"("milk")", "From yesterday's milking; pasteurised low and slow, not homogenised.", "At most 40 °F, nine days.", 140, 1, 10},
       {"Pasture eggs", "eggs", "dozen", 625, "1", R"("eggs")", "From hens that follow the cows; brown, blue and speckled.", "At most 45 °F, five weeks.", 160, 2, 35},
       {"Farmhouse cheddar, aged 14 months", "dairy", "lb", 1890, "0.5", R"("cheese")", "Cloth-bound, crumbly, a little wild.", "In the fridge, wrapped, six weeks.", 60, 30, 60},
       {"Cultured butter", "dairy", "each", 750, "1", R"("butter")", "Eight ounces, churned from ripened cream.", "In the fridge, two months.", 100, 6, 60},
       {"Plain yogurt", "dairy", "jar", 575, "1", R"("yogurt")", "Set in the jar; milk and cultures.", "In the fridge, three weeks.", 90, 3, 21}}}},
    {"Rosa's Garden Cooperative", "27 Market Street", "Hyattsville", "MD", "20781", 38.9559, -76.9455, R"("fresh-vegetables","herbs","cut-flowers")", "Greenhouse 2", "", "",
     "Nine growers, six lots in the city, one greenhouse. We claim no certificate; come and see how we work.",
     {{{"Cherry tomatoes, greenhouse", "vegetables", "pint", 475, "1", R"("tomatoes")", "Sungold and Black Cherry, picked ripe under glass.", "On the counter, five days.", 75, 1, 7},
       {"Baby spinach", "vegetables", "bag", 425, "1", R"("spinach","greens")", "Six ounces, washed twice.", "In the fridge, six days.", 95, 1, 7},
       {"Sweet basil", "herbs", "bunch", 295, "1", R"("basil","herbs")", "With roots, so that it keeps on the sill.", "In water, not in the fridge.", 40, 1, 6},
       {"French radishes", "vegetables", "bunch", 250, "1", R"("radishes","roots")", "Crisp and mild, with usable greens.", "In the fridge, a week.", 85, 1, 8},
       {"Dried flower wreath", "flowers", "each", 2800, "1", R"("flowers")", "Statice, strawflower and oats from our summer rows.", "Dry and out of the sun.", 12, 20, 365}}}},
    {"Long Furrow Grains", "6003 Granary Road", "Woodstock", "VA", "22664", 38.8818, -78.5058, R"("grains-flour","dry-beans","baked-goods")", "Long Field", "Blue Ridge Organic Certifiers", "BRO-1930",
     "Heritage wheat, rye and beans in a seven-year rotation, milled on stone the week you order.",
     {{{"Stone-milled bread flour", "pantry", "lb", 290, "2", R"("flour","grains")", "Turkey Red wheat, high extraction, milled this week.", "Cool and dry, three months.", 300, 5, 90},
       {"Whole rye flour", "pantry", "lb", 275, "2", R"("flour","rye")", "Danko rye, nothing sifted out.", "Cool and dry, two months.", 140, 5, 60},
       {"Jacob's Cattle beans", "pantry", "lb", 525, "1", R"("beans")", "Spotted heirloom beans that keep their shape.", "Dry, two years.", 210, 50, 700},
       {"Country sourdough loaf", "bakery", "loaf", 850, "1", R"("bread")", "Two pounds, long ferment, dark bake.", "In paper, four days.", 36, 0, 4},
       {"Rolled oats", "pantry", "lb", 320, "2", R"("oats","grains")", "Hulless oats, rolled cold.", "Cool and dry, four months.", 130, 8, 120}}}},
}};

}  // namespace gh::app::demo
