#include "contexts/notifications/words.h"

namespace gh::notifications {

std::span<const Words> words_en() {
  static constexpr Words words[] = {
      {"farmers.information_needed", "A question about your farm", "A question about {farm_name}",
       "Before we can decide about {farm_name}, please tell us:\n\n{question}\n\nYou can answer on your farm page."},
      {"farmers.farm_verified", "Your farm is verified", "{farm_name} is verified",
       "We have checked {farm_name}, and you can now sell on {shop_name}. Sign in again to see your farm's pages."},
      {"farmers.farm_rejected", "Your farm's application was not accepted", "Your application for {farm_name}",
       "We could not verify {farm_name}.{?reason}\n\nThe reason: {reason}{/reason}\n\nYou can apply again when this is settled."},
      {"farmers.claim_rejected", "Your claim to a farm was not accepted", "Your claim to {farm_name}",
       "We could not confirm that {farm_name} is yours.{?reason}\n\nThe reason: {reason}{/reason}"},
      {"farmers.farm_paused", "Your farm is paused", "{farm_name} is paused",
       "{farm_name} is paused: its page stays, and nothing of it can be bought until it is resumed. Orders that were paid are still to be "
       "packed.{?reason}\n\nThe reason: {reason}{/reason}"},
      {"farmers.farm_resumed", "Your farm sells again", "{farm_name} sells again",
       "{farm_name} is resumed, and its products can be bought again."},
      {"farmers.person_invited", "An invitation to work for a farm", "{farm_name} invites you",
       "{farm_name} invites you to work for it on {shop_name}. The link is good until {expires|time}."},
      {"farmers.person_joined", "Somebody joined your farm", "{person_email} joined {farm_name}",
       "{person_email} has accepted your invitation and works for {farm_name} now."},
      {"farmers.person_left", "Somebody left your farm", "{person_email} left {farm_name}",
       "{person_email} no longer works for {farm_name}."},
      {"farmers.person_removed", "You no longer work for a farm", "You no longer work for {farm_name}",
       "The owner of {farm_name} has ended your access to its pages."},
      {"farmers.ownership_received", "A farm is yours now", "{farm_name} is yours now",
       "{farm_name} was handed over to you: you are its owner from now on."},
      {"farmers.ownership_given", "You handed your farm over", "You handed {farm_name} over",
       "{farm_name} has a new owner; you can still pack for it. If this was not you, answer this mail at once."},
      {"farmers.certificate_verified", "Your certificate is verified", "Certificate {number} is verified",
       "We have checked certificate {number} by {certifier}, and products of {farm_name} may carry its label."},
      {"farmers.certificate_refused", "Your certificate was not accepted", "Certificate {number} was not accepted",
       "We could not accept certificate {number} by {certifier} for {farm_name}.{?reason}\n\nThe reason: {reason}{/reason}"},
      {"farmers.certificate_suspended", "Your certificate is suspended", "Certificate {number} is suspended",
       "Certificate {number} by {certifier} is suspended. Its label is off every product of {farm_name} from now on, and products that "
       "claimed nothing else are not on sale.{?reason}\n\nThe reason: {reason}{/reason}"},
      {"farmers.certificate_reinstated", "Your certificate holds again", "Certificate {number} holds again",
       "Certificate {number} by {certifier} is reinstated. Products of {farm_name} carry its label again, and those that had to leave the "
       "shop are back."},
      {"farmers.certificate_revoked", "Your certificate is revoked", "Certificate {number} is revoked",
       "Certificate {number} by {certifier} is revoked. Its label is off every product of {farm_name}, and products that claimed nothing "
       "else are not on sale.{?reason}\n\nThe reason: {reason}{/reason}"},
      {"farmers.certificate_surrendered", "Your certificate is given back", "Certificate {number} is given back",
       "You gave certificate {number} by {certifier} back. Its label is off every product of {farm_name}."},
      {"farmers.certificate_ends", "Your certificate ends soon", "Certificate {number} ends on {due|date}",
       "Certificate {number} by {certifier} ends on {due|date}, in {days|quantity} days. At that moment its label leaves every product of "
       "{farm_name}, and products that claim nothing else leave the shop. Enter the new certificate before."},
      {"farmers.certificate_update_due", "Your certificate's yearly update is due", "Yearly update of certificate {number}",
       "The yearly update of certificate {number} by {certifier} is due on {due|date}, in {days|quantity} days. Please send it to your "
       "certifier and confirm it on the page of {farm_name}."},
      {"farmers.certificate_lapsed", "Your certificate has ended", "Certificate {number} has ended",
       "Certificate {number} by {certifier} has ended. Its label is off every product of {farm_name}, and products that claimed nothing "
       "else are not on sale. They return by themselves when a valid certificate is there."},
      {"inventory.low_stock", "Stock that runs low", "Low stock: {title}",
       "{title} ({sku}) of {farm_name} is down to {on_hand|quantity}; you asked to be told at {threshold|quantity}. You will hear of it "
       "again only after it has been restocked and falls once more."},
      {"inventory.back_in_stock", "Something that you wait for can be bought again", "{title} can be bought again",
       "{title} of {farm_name} is back. There may be less of it than people who wait, so do not wait too long."},
      {"inventory.farm_lot_recalled", "A recall of one of your lots", "Lot {lot_code} of {farm_name} is recalled",
       "Lot {lot_code} ({sku}) of {farm_name} is recalled and can no longer be sold.{?reason}\n\nThe reason: {reason}{/reason}\n\nWhoever "
       "bought of it is told."},
      {"inventory.lot_recalled", "A recall of something that you ordered", "Recall: {title} of {farm_name}",
       "{farm_name} recalls the lot {lot_code} of {title}, and your order {order} has or had some of it. Please do not eat it."
       "{?reason}\n\nThe reason: {reason}{/reason}\n\nThe farm will tell you what happens next."},
      {"identity.verify_email", "Your address is to be verified", "Please verify your e-mail address",
       "Please open this link to show that this address is yours. It is good until {until|time}, and once.\n\nIf you have no account with "
       "{shop_name}, you can forget this mail."},
      {"identity.email_changed", "Your e-mail address changed", "Your account has another e-mail address",
       "Your account is now with {new_email} instead of {old_email}.\n\nIf this was not you, tell us at once."},
      {"identity.password_reset", "A new password", "Choose a new password",
       "Please open this link to choose a new password. It is good until {until|time}, and once.\n\nIf you did not ask for it, you can "
       "forget this mail: your password stays as it is."},
      {"identity.password_changed", "Your password changed", "Your password was changed",
       "Your password was changed, and all other devices were signed out.\n\nIf this was not you, set a new one and tell us at once."},
      {"identity.second_factor_on", "Your second factor is on", "Signing in now takes a code",
       "From now on signing in takes a code of your authenticator. Keep the recovery codes where you find them without your phone."},
      {"identity.second_factor_off", "Your second factor is off", "Signing in takes your password only",
       "The second factor of your account was removed.\n\nIf this was not you, change your password and tell us at once."},
      {"identity.second_factor_reset", "Your second factor was reset", "Your second factor was reset",
       "We removed the second factor of your account and signed you out everywhere. Please sign in and set up a new one."},
      {"identity.recovery_codes_renewed", "New recovery codes", "You have new recovery codes",
       "New recovery codes were made for your account; the old ones are good no more.\n\nIf this was not you, change your password and "
       "tell us at once."},
      {"identity.recovery_code_used", "A recovery code was used", "A recovery code was used",
       "Somebody signed in to your account with a recovery code. {codes_left|quantity} are left.\n\nIf this was not you, change your "
       "password and tell us at once."},
      {"identity.account_disabled", "Your account is closed", "Your account is closed",
       "We have closed your account.\n\nThe reason: {reason}\n\nYou can answer this mail if you do not agree."},
      {"identity.account_enabled", "Your account is open again", "Your account is open again", "You can sign in to {shop_name} again."},
      {"orders.confirmed", "Your order", "Your order {order}",
       "Thank you for your order {order}.\n\n{items|items}\n\nIn all, with delivery and tax: {total|money}"},
      {"orders.replacement", "A replacement", "A replacement is on its way: {order}",
       "In place of what was not as it should be you get, as order {order}:\n\n{items|items}\n\nThere is nothing to pay."},
      {"orders.new_order", "New orders", "New orders for {farm_name}",
       "There are new orders for {farm_name}, the first of them {order}. Orders that wait to be packed now: {waiting|quantity}."},
      {"orders.complaint_opened", "A complaint", "A complaint about order {order}",
       "The buyer of order {order} complains ({reason}):\n\n{text}\n\nPlease answer on the page of the order; the shop decides."},
      {"orders.complaint_received", "A complaint for the shop", "A complaint about order {order} of {farm_name}",
       "The buyer of order {order} complains about {farm_name} ({reason}):\n\n{text}\n\nThe farm was asked to answer; the shop decides."},
      {"orders.replacement_failed", "A replacement that cannot be sent", "No replacement for order {order}",
       "What was to be sent again for order {order} of {farm_name} is no longer there. The complaint is open again and wants another "
       "decision."},
      {"orders.packed", "Your order is packed", "Your order is packed{?farm_name}: {farm_name}{/farm_name}",
       "What you ordered{?farm_name} from {farm_name}{/farm_name} is packed."},
      {"orders.shipped", "Your order is on its way", "Your order is on its way{?farm_name}: {farm_name}{/farm_name}",
       "What you ordered{?farm_name} from {farm_name}{/farm_name} has left{?carrier} with {carrier}{/carrier}.{?tracking} You can follow "
       "it as {tracking}.{/tracking}"},
      {"orders.delivered", "Your order was delivered", "Delivered{?farm_name}: {farm_name}{/farm_name}",
       "What you ordered{?farm_name} from {farm_name}{/farm_name} was handed over. Is something missing or not as it should be? Tell us on "
       "the page of the order."},
      {"orders.cancelled", "Your order was cancelled", "Order {order} was cancelled",
       "Your order {order} was cancelled. What you paid comes back the way it was paid."},
      {"orders.items_cancelled", "A part of your order was cancelled", "A change of order {order}",
       "Something of your order{?farm_name} from {farm_name}{/farm_name} was cancelled.{?text}\n\nThe reason: "
       "{text}{/text}\n\n{amount|money} comes back the way it was paid."},
      {"orders.items_returned", "A return was taken back", "A return of order {order}",
       "Something of your order{?farm_name} from {farm_name}{/farm_name} was taken back.{?text}\n\nThe reason: "
       "{text}{/text}\n\n{amount|money} comes back the way it was paid."},
      {"orders.refunded", "You were refunded", "{amount|money} is on its way back to you",
       "We have given {amount|money} of your order {order} back. How soon it shows depends on your bank."},
      {"orders.complaint_answered", "An answer to your complaint", "An answer about order {order}",
       "Your complaint was answered{?farm_name} by {farm_name}{/farm_name}. You find the words on the page of the order."},
      {"orders.complaint_resolved", "Your complaint was decided", "About your complaint on order {order}",
       "Your complaint about order {order} was decided. You find the decision on the page of the order."},
      {"operations.ended", "Bulk work that has ended", "{kind}: {state}",
       "Your bulk work \"{kind}\" has ended ({state}): {done|quantity} of {total|quantity} rows, {errors|quantity} errors."},
  };
  return words;
}

}  // namespace gh::notifications
