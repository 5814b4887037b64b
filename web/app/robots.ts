import type { MetadataRoute } from "next";

export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: "*", allow: "/", disallow: ["/account", "/box", "/checkout", "/orders", "/farm$", "/farm/", "/tower", "/api/"] } };
}
