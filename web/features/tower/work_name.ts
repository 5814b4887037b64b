import type { Translate } from "@/lib/i18n";

const names = {
  "farms.verify": "workVerify", "farms.pause": "workPause", "farms.resume": "workResume", "farms.reject": "workReject",
  "orders.cancel": "workCancel", "users.disable": "workDisable", "users.enable": "workEnable", "users.end_sessions": "workSessions",
  "coupons.pause": "workCouponsPause", "coupons.resume": "workCouponsResume", "products.publish": "workPublish", "products.unpublish": "workUnpublish",
  "products.archive": "workArchive", "products.change_price": "workPrice", "products.import": "workImport",
} as const;

/** What a kind of work is called; one that has no name yet keeps its own. */
export function workName(t: Translate<"tower">, kind: string): string {
  const key = names[kind as keyof typeof names];
  return key ? t(key) : kind;
}
