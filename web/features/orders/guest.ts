import "server-only";
import { cookies } from "next/headers";
import { keepCookie } from "@/lib/session/cookies";

// A guest's orders are opened with the secret that came with them. It stays in a cookie that no script reads.
const cookie = "gh_guest_orders";
const orders_max = 8;
const kept_days = 60;

export async function rememberOrder(id: string, secret: string): Promise<void> {
  const kept = ((await cookies()).get(cookie)?.value ?? "").split("~").filter((entry) => entry && !entry.startsWith(`${id}.`));
  await keepCookie(cookie, [`${id}.${secret}`, ...kept].slice(0, orders_max).join("~"), kept_days);
}

export async function guestOrders(): Promise<{ id: string; secret: string }[]> {
  return ((await cookies()).get(cookie)?.value ?? "").split("~").flatMap((entry) => {
    const at = entry.indexOf(".");
    return at > 0 ? [{ id: entry.slice(0, at), secret: entry.slice(at + 1) }] : [];
  });
}

export async function secretOf(id: string): Promise<string | undefined> {
  return (await guestOrders()).find((order) => order.id === id)?.secret;
}
