import localFont from "next/font/local";

export const youngSerif = localFont({ src: "../node_modules/@fontsource/young-serif/files/young-serif-latin-400-normal.woff2", weight: "400", display: "swap", variable: "--font-young-serif", fallback: ["Georgia"], adjustFontFallback: "Times New Roman" });
export const figtree = localFont({ src: "../node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2", weight: "300 900", display: "swap", variable: "--font-figtree", adjustFontFallback: "Arial" });
export const dmMono = localFont({ src: [{ path: "../node_modules/@fontsource/dm-mono/files/dm-mono-latin-400-normal.woff2", weight: "400" }, { path: "../node_modules/@fontsource/dm-mono/files/dm-mono-latin-500-normal.woff2", weight: "500" }], display: "swap", variable: "--font-dm-mono", preload: false });
