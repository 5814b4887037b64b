import { drawLandscape } from "@/ui/art/draw_landscape";
import { pictureOf } from "@/ui/art/address";
import { svgText } from "@/ui/art/svg_text";

export function GET(request: Request) {
  const shape = pictureOf(new URL(request.url).searchParams);
  if (!shape) return new Response("no such picture", { status: 404 });
  return new Response(svgText(drawLandscape(shape)), {
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=31536000, s-maxage=60, immutable", "content-security-policy": "default-src 'none'; style-src 'none'; sandbox" },
  });
}
