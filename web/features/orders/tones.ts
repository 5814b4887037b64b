import type { Tone } from "@/ui/badge";
import type { Order } from "./data";

/** Of a status of an order or of a part; what is not named here is muted. */
export const tones: Partial<Record<Order["status"], Tone>> = { paid: "leaf", packing: "leaf", packed: "leaf", shipped: "sky", delivered: "leaf", pending_payment: "amber", rejected: "danger" };
