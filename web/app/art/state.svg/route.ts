import { stateMap } from "@/ui/art/state_map";

export function GET(request: Request) {
  const query = new URL(request.url).searchParams;
  const [latitude = NaN, longitude = NaN] = (query.get("at") ?? "").split(",").map(Number);
  const text = Number.isFinite(latitude) && Number.isFinite(longitude) ? stateMap(query.get("state") ?? "", { latitude, longitude }, query.has("night")) : null;
  if (!text) return new Response("no such map", { status: 404 });
  return new Response(text, { headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=31536000, s-maxage=60, immutable" } });
}
