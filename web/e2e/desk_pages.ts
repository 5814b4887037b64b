/** The desk's lists and forms, for axe and for the pictures. */
export const deskPages: readonly [name: string, path: string][] = [
  ["today", "/farm"], ["today-es", "/es/farm"], ["orders", "/farm/orders"], ["picking", "/farm/lists/picking"], ["delivery-list", "/farm/lists/delivery"], ["stock", "/farm/stock"], ["new-lot", "/farm/stock/new"], ["takes", "/farm/stock/takes"],
  ["products", "/farm/products"], ["new-product", "/farm/products/new"], ["import", "/farm/products/import"], ["certificates", "/farm/certificates"], ["delivery", "/farm/delivery"], ["coupons", "/farm/coupons"],
  ["people", "/farm/people"], ["keys", "/farm/keys"], ["keys-es", "/es/farm/keys"], ["profile", "/farm/profile"], ["audit", "/farm/audit"], ["audit-es", "/es/farm/audit"], ["application", "/farm/application"], ["more", "/farm/more"], ["join", "/farm/join?token=x"], ["find-farm", "/farm/claim?q=farm"],
];
