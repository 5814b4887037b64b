import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleHelp, CirclePause, Clock, LoaderCircle, PackageCheck, PackageOpen, RotateCcw, ShieldAlert, ShieldCheck, Truck, Undo2 } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Schema } from "@/lib/api/types";
import { getT } from "@/lib/i18n";
import { Badge, type Tone } from "@/ui/badge";

type Look = readonly [Tone, LucideIcon];
const orders: Record<Schema<"OrderView">["status"], Look> = {
  pending_payment: ["amber", Clock], rejected: ["muted", Ban], paid: ["leaf", CircleCheck], packing: ["sky", PackageOpen], packed: ["sky", PackageCheck], shipped: ["sky", Truck],
  delivered: ["leaf", CircleCheck], cancelled: ["muted", Ban], returned: ["amber", RotateCcw], refunded: ["amber", Undo2], partially_refunded: ["amber", Undo2],
};
const farms: Record<Schema<"OwnFarmView">["status"], Look> = {
  applied: ["amber", Clock], claimed: ["amber", Clock], needs_information: ["sky", CircleHelp], verified: ["leaf", ShieldCheck], rejected: ["danger", Ban], paused: ["plain", CirclePause], listed: ["muted", CircleDashed],
};
const certificates: Record<Schema<"FarmCertification">["status"], Look> = {
  unverified: ["amber", Clock], refused: ["danger", Ban], pending: ["amber", Clock], valid: ["leaf", ShieldCheck], lapsed: ["danger", ShieldAlert], suspended: ["danger", CirclePause], surrendered: ["muted", Ban], revoked: ["danger", Ban],
};
const operations: Record<Schema<"OperationView">["state"], Look> = { queued: ["muted", Clock], running: ["sky", LoaderCircle], done: ["leaf", CircleCheck], failed: ["danger", CircleAlert], cancelled: ["muted", Ban] };
const complaints: Record<Schema<"Complaint">["status"], Look> = { open: ["amber", CircleAlert], answered: ["sky", CircleHelp], resolved: ["leaf", CircleCheck] };

export async function OrderState({ of }: { of: keyof typeof orders }) {
  const t = await getT("tower");
  return <Badge tone={orders[of][0]} icon={orders[of][1]}>{t(`order_${of}`)}</Badge>;
}
export async function FarmState({ of }: { of: keyof typeof farms }) {
  const t = await getT("tower");
  return <Badge tone={farms[of][0]} icon={farms[of][1]}>{t(`farm_${of}`)}</Badge>;
}
export async function CertificateState({ of }: { of: keyof typeof certificates }) {
  const t = await getT("tower");
  return <Badge tone={certificates[of][0]} icon={certificates[of][1]}>{t(`cert_${of}`)}</Badge>;
}
export async function OperationState({ of }: { of: keyof typeof operations }) {
  const t = await getT("tower");
  return <Badge tone={operations[of][0]} icon={operations[of][1]}>{t(`op_${of}`)}</Badge>;
}
export async function ComplaintState({ of }: { of: keyof typeof complaints }) {
  const t = await getT("tower");
  return <Badge tone={complaints[of][0]} icon={complaints[of][1]}>{t(`complaint_${of}`)}</Badge>;
}
