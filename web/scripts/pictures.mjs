// Makes public/produce/ (two sizes of each produce picture) and public/icons/ from the package
// @lobehub/fluent-emoji-3d and from drawings below, for what it has no picture of. Does nothing when all are there.
import { mkdir, access, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const assets = path.join(top, "node_modules/@lobehub/fluent-emoji-3d/assets");
const out = path.join(top, "public/produce");
const sizes = [160, 256];

const emoji = {
  apple: "1f34e", bacon: "1f953", baguette: "1f956", basket: "1f9fa", beans: "1fad8", blueberry: "1fad0", bouquet: "1f490", bowl: "1f963",
  bread: "1f35e", broccoli: "1f966", butter: "1f9c8", candle: "1f56f-fe0f", carrot: "1f955", cheese: "1f9c0", cherries: "1f352", chestnut: "1f330",
  cookie: "1f36a", corn: "1f33d", cucumber: "1f952", egg: "1f95a", eggplant: "1f346", garlic: "1f9c4", grapes: "1f347", herb: "1f33f",
  honey: "1f36f", leaf: "1f96c", leaves: "1f342", lemon: "1f34b", meat: "1f356", melon: "1f348", milk: "1f95b", onion: "1f9c5",
  peach: "1f351", pear: "1f350", peas: "1fadb", pepper: "1fad1", pie: "1f967", potato: "1f954", poultry: "1f357", salad: "1f957",
  seedling: "1f331", sheep: "1f411", soap: "1f9fc", steak: "1f969", strawberry: "1f353", sweet_potato: "1f360", tea: "1f375", tomato: "1f345",
  wheat: "1f33e", yarn: "1f9f6", jar: "1fad9",
};

const ball = (id, light, dark) => `<radialGradient id="${id}" cx=".36" cy=".28" r=".85"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></radialGradient>`;
const svg = (defs, body) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="512" height="512"><defs>${defs}</defs>${body}</svg>`;
const tops = (a, b) => `<path d="M128 92C96 84 74 52 86 26C110 34 124 60 128 92Z" fill="${a}"/><path d="M128 92C160 84 184 56 174 28C148 34 132 60 128 92Z" fill="${b}"/><path d="M128 94C116 62 118 32 130 12C142 34 142 64 128 94Z" fill="${a}"/>`;
const bulb = (light, dark, leafA, leafB, rootEnd) =>
  svg(ball("b", light, dark), `${tops(leafA, leafB)}<path d="M128 84C182 84 206 116 202 150C198 190 160 210 138 222C132 230 130 238 127 246C125 238 122 230 117 222C94 210 58 190 54 150C50 116 74 84 128 84Z" fill="url(#b)"/><path d="M86 122c10-14 24-20 40-20" stroke="#fff" stroke-opacity=".45" stroke-width="9" stroke-linecap="round" fill="none"/>${rootEnd ?? ""}`);
const drawn = {
  mushroom: svg(`${ball("c", "#C08A5A", "#6B3F22")}${ball("s", "#FFF8E8", "#D8C4A0")}`,
    `<path d="M104 138C108 180 96 206 100 222C108 236 148 236 156 222C160 206 148 180 152 138Z" fill="url(#s)"/><path d="M20 138C20 78 66 36 128 36C190 36 236 78 236 138C236 156 190 162 128 162C66 162 20 156 20 138Z" fill="url(#c)"/><path d="M34 144C60 158 196 158 222 144C206 164 166 168 128 168C90 168 50 164 34 144Z" fill="#8A6242"/><path d="M62 100c14-26 40-40 68-40" stroke="#fff" stroke-opacity=".35" stroke-width="12" stroke-linecap="round" fill="none"/>`),
  beet: bulb("#C94A78", "#6A1236", "#5FA04E", "#3F7F45"),
  radish: bulb("#F2708A", "#B3183F", "#7CBF5A", "#5FA04E"),
  turnip: bulb("#FDF6FA", "#B98BC0", "#7CBF5A", "#4F8A4E"),
  parsnip: svg(ball("b", "#FFF6DC", "#D9BC80"), `<g transform="rotate(28 128 128)">${tops("#6FA35A", "#4F8A4E")}<path d="M128 82C166 82 178 102 172 128C164 172 146 214 128 250C110 214 92 172 84 128C78 102 90 82 128 82Z" fill="url(#b)"/><path d="M98 132h30M130 158h26M108 186h24" stroke="#C2A264" stroke-width="5" stroke-linecap="round"/></g>`),
  squash: svg(ball("b", "#F9CE86", "#C9782C"), `<g transform="rotate(24 128 128)"><path d="M118 26h20l-2 26h-16Z" fill="#7E8B46"/><path d="M128 44C160 44 164 70 162 98C160 124 198 144 196 188C194 226 164 242 128 242C92 242 62 226 60 188C58 144 96 124 94 98C92 70 96 44 128 44Z" fill="url(#b)"/><path d="M110 70c-4 30 2 52-16 76" stroke="#fff" stroke-opacity=".4" stroke-width="11" stroke-linecap="round" fill="none"/></g>`),
  leek: svg(`<linearGradient id="b" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#3F8A4A"/><stop offset=".5" stop-color="#9CCB6A"/><stop offset="1" stop-color="#FBFAEA"/></linearGradient>`,
    `<g transform="rotate(26 128 128)"><path d="M108 120C70 84 58 46 66 14C98 36 116 70 122 112Z" fill="#4F9A55"/><path d="M148 120C186 84 198 46 190 14C158 36 140 70 134 112Z" fill="#3F8046"/><path d="M106 20C122 6 136 6 150 20L154 220C152 236 104 236 102 220Z" fill="url(#b)"/><path d="M106 236c4 10 2 14-2 18M128 238v16M150 236c-4 10-2 14 2 18" stroke="#D8CFA4" stroke-width="4" fill="none"/></g>`),
  cauliflower: svg(ball("b", "#FFFDF4", "#E2D3AC"),
    `<path d="M24 150C20 96 60 70 84 96L104 200C60 214 30 190 24 150Z" fill="#7DB95C"/><path d="M232 150C236 96 196 70 172 96L152 200C196 214 226 190 232 150Z" fill="#5FA04E"/><path d="M70 206C90 236 166 236 186 206L170 160H86Z" fill="#9CCB7A"/><g fill="url(#b)"><circle cx="88" cy="128" r="36"/><circle cx="168" cy="128" r="36"/><circle cx="128" cy="146" r="40"/><circle cx="102" cy="90" r="32"/><circle cx="154" cy="90" r="32"/><circle cx="128" cy="70" r="30"/><circle cx="128" cy="110" r="38"/></g>`),
  bottle: svg(ball("b", "#F0B45A", "#8A4A16"),
    `<path d="M108 22h40v20h-40Z" fill="#5C4A2A"/><path d="M112 42h32v30C144 88 196 104 196 150V214C196 232 184 240 168 240H88C72 240 60 232 60 214V150C60 104 112 88 112 72Z" fill="url(#b)"/><path d="M60 150h136v52H60Z" fill="#FBF3E2"/><path d="M92 168c14-18 40-22 66-20-2 26-20 42-50 40-10 0-16-8-16-20Z" fill="#2C6A3E"/><path d="M84 130c8-14 18-20 30-26" stroke="#fff" stroke-opacity=".5" stroke-width="9" stroke-linecap="round" fill="none"/>`),
  red_cabbage: svg(ball("b", "#C48BD0", "#5E2A6E"),
    `<circle cx="128" cy="134" r="98" fill="url(#b)"/><path d="M128 232C120 180 84 150 46 142M128 232C136 176 176 146 212 146M128 232C126 160 120 110 132 52M120 126C102 108 88 88 84 66M132 118C150 104 166 86 170 66" stroke="#EAD4EE" stroke-opacity=".7" stroke-width="5" fill="none" stroke-linecap="round"/>`),
};

async function exists(file) {
  return access(file).then(() => true, () => false);
}

async function produce() {
  await mkdir(out, { recursive: true });
  const all = [...Object.entries(emoji).map(([name, code]) => [name, () => readFile(path.join(assets, `${code}.webp`))]), ...Object.entries(drawn).map(([name, text]) => [name, async () => Buffer.from(text)])];
  for (const [name, source] of all) {
    for (const size of sizes) {
      const file = path.join(out, `${name}-${size}.webp`);
      if (await exists(file)) continue;
      await sharp(await source()).resize(size, size, { fit: "contain", background: { r: 0, g: 0, b: 0, alpha: 0 } }).webp({ quality: 82, alphaQuality: 90, effort: 6 }).toFile(file);
    }
  }
}

async function icons() {
  const folder = path.join(top, "public/icons");
  await mkdir(folder, { recursive: true });
  const leaf = (scale, shift) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="512" height="512"><rect width="64" height="64" fill="#1E4D2C"/><g transform="translate(${shift} ${shift}) scale(${scale})"><path d="M5 27C3 12 12 4 28 4c1 15-6 25-23 23Z" fill="#FBF8F1"/><path d="M4 28.5C9 20 15 13 22.5 9.5M7.2 24.6C8 18 11 11.5 16.5 8M8.6 24.4C14 24 20.5 21 24 15.5" stroke="#1E4D2C" stroke-width="1.7" stroke-linecap="round" fill="none"/></g></svg>`;
  const wanted = [["icon-192.png", 192, leaf(1.3, 11)], ["icon-512.png", 512, leaf(1.3, 11)], ["icon-maskable-512.png", 512, leaf(1.0, 16)], ["apple-180.png", 180, leaf(1.3, 11)]];
  for (const [name, size, text] of wanted) {
    const file = path.join(folder, name);
    if (!(await exists(file))) await sharp(Buffer.from(text)).resize(size, size).png({ compressionLevel: 9 }).toFile(file);
  }
}

await produce();
await icons();
