import { CircleCheck, CirclePause, Clock, Package, PackageCheck, PackageOpen, RotateCcw, Truck, CircleX, FileText, ShieldAlert, type LucideIcon } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import type { Messages } from "@/lib/i18n/messages";
import type { Tone } from "@/ui/badge";

type Word = keyof Messages["desk"];
export interface Shown {
  tone: Tone;
  icon: LucideIcon;
  word: Word;
}

type PartStatus = Schema<"FarmPartView">["status"];

export const partShown: Record<PartStatus, Shown> = {
  pending_payment: { tone: "muted", icon: Clock, word: "partPending" },
  paid: { tone: "amber", icon: Package, word: "partPaid" },
  packing: { tone: "sky", icon: PackageOpen, word: "partPacking" },
  packed: { tone: "leaf", icon: PackageCheck, word: "partPacked" },
  shipped: { tone: "sky", icon: Truck, word: "partShipped" },
  delivered: { tone: "leaf", icon: CircleCheck, word: "partDelivered" },
  cancelled: { tone: "muted", icon: CircleX, word: "partCancelled" },
  returned: { tone: "muted", icon: RotateCcw, word: "partReturned" },
};

export type Step = "packing" | "packed" | "shipped" | "delivered";

/** What a farm does next with a part, and what it may do instead. */
export function stepsOf(status: PartStatus, method: "delivery" | "pick_up" | undefined): Step[] {
  switch (status) {
    case "paid":
      return ["packing", "packed"];
    case "packing":
      return ["packed"];
    case "packed":
      return method === "pick_up" ? ["delivered"] : ["shipped", "delivered"];
    case "shipped":
      return ["delivered"];
    default:
      return [];
  }
}

export const stepWord: Record<Step, Word> = { packing: "stepPacking", packed: "stepPacked", shipped: "stepShipped", delivered: "stepDelivered" };
export const stepSaid: Record<Step, Word> = { packing: "saidPacking", packed: "saidPacked", shipped: "saidShipped", delivered: "saidDelivered" };

export const productShown: Record<Schema<"ProductOnDesk">["status"], Shown> = {
  draft: { tone: "muted", icon: FileText, word: "productDraft" },
  published: { tone: "leaf", icon: CircleCheck, word: "productPublished" },
  archived: { tone: "plain", icon: CirclePause, word: "productArchived" },
};

export const certificateShown: Record<Schema<"FarmCertification">["status"], Shown> = {
  unverified: { tone: "amber", icon: Clock, word: "certUnverified" },
  refused: { tone: "danger", icon: CircleX, word: "certRefused" },
  pending: { tone: "amber", icon: Clock, word: "certPending" },
  valid: { tone: "leaf", icon: CircleCheck, word: "certValid" },
  lapsed: { tone: "danger", icon: ShieldAlert, word: "certLapsed" },
  suspended: { tone: "danger", icon: CirclePause, word: "certSuspended" },
  surrendered: { tone: "muted", icon: CircleX, word: "certSurrendered" },
  revoked: { tone: "danger", icon: CircleX, word: "certRevoked" },
};

/** The last characters of an id are enough to tell orders of a day apart. */
export const shortId = (id: string) => id.slice(-6);

/** Who gets it: an order that is not delivered has no name, only its number. */
export const nameOf = (part: { order: string; first_name: string }) => part.first_name || shortId(part.order);
