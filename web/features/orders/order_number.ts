/** The short name that people see of an order's id. */
export const orderNumber = (id: string) => id.replace("ord_", "").slice(0, 8);
