import type { MetadataRoute } from "next";

export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "GreenHarvest",
    short_name: "GreenHarvest",
    description: "Organic food from certified farms, each item with its record.",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#FBF8F1",
    theme_color: "#1E4D2C",
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [{ name: "Shop", url: "/shop" }, { name: "Orders", url: "/orders" }, { name: "Box", url: "/box" }],
  };
}
