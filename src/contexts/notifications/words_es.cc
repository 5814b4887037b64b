#include "contexts/notifications/words.h"

namespace gh::notifications {

std::span<const Words> words_es() {
  static constexpr Words words[] = {
      {"farmers.information_needed", "Una pregunta sobre su granja", "Una pregunta sobre {farm_name}",
       "Antes de decidir sobre {farm_name}, necesitamos saber:\n\n{question}\n\nPuede responder en la página de su granja."},
      {"farmers.farm_verified", "Su granja está verificada", "{farm_name} está verificada",
       "Hemos comprobado {farm_name} y ya puede vender en {shop_name}. Vuelva a iniciar sesión para ver las páginas de su granja."},
      {"farmers.farm_rejected", "No se aceptó la solicitud de su granja", "Su solicitud para {farm_name}",
       "No hemos podido verificar {farm_name}.{?reason}\n\nEl motivo: {reason}{/reason}\n\nPuede presentar una nueva solicitud cuando esté "
       "resuelto."},
      {"farmers.claim_rejected", "No se aceptó su reclamación de una granja", "Su reclamación de {farm_name}",
       "No hemos podido confirmar que {farm_name} sea suya.{?reason}\n\nEl motivo: {reason}{/reason}"},
      {"farmers.farm_paused", "Su granja está en pausa", "{farm_name} está en pausa",
       "{farm_name} está en pausa: su página sigue visible, pero no se puede comprar nada hasta que se reanude. Los pedidos pagados deben "
       "prepararse igualmente."},
      {"farmers.farm_resumed", "Su granja vuelve a vender", "{farm_name} vuelve a vender",
       "{farm_name} se ha reanudado y sus productos se pueden comprar de nuevo."},
      {"farmers.person_invited", "Una invitación para trabajar en una granja", "{farm_name} le invita",
       "{farm_name} le invita a trabajar en {shop_name}. El enlace es válido hasta el {expires|time}."},
      {"farmers.person_joined", "Alguien se unió a su granja", "{person_email} se unió a {farm_name}",
       "{person_email} ha aceptado su invitación y ahora trabaja para {farm_name}."},
      {"farmers.person_left", "Alguien dejó su granja", "{person_email} dejó {farm_name}",
       "{person_email} ya no trabaja para {farm_name}."},
      {"farmers.person_removed", "Ya no trabaja para una granja", "Ya no trabaja para {farm_name}",
       "La persona propietaria de {farm_name} ha retirado su acceso a sus páginas."},
      {"farmers.ownership_received", "Una granja ya es suya", "{farm_name} ya es suya",
       "{farm_name} se le ha traspasado: usted es ahora su titular."},
      {"farmers.ownership_given", "Ha traspasado su granja", "Ha traspasado {farm_name}",
       "{farm_name} tiene una nueva persona titular; usted aún puede preparar sus pedidos. Si no ha sido usted, responda a este mensaje de "
       "inmediato."},
      {"farmers.certificate_verified", "Su certificado está verificado", "El certificado {number} está verificado",
       "Hemos comprobado el certificado {number} de {certifier}, y los productos de {farm_name} pueden llevar su etiqueta."},
      {"farmers.certificate_refused", "No se aceptó su certificado", "No se aceptó el certificado {number}",
       "No hemos podido aceptar el certificado {number} de {certifier} para {farm_name}.{?reason}\n\nEl motivo: {reason}{/reason}"},
      {"farmers.certificate_suspended", "Su certificado está suspendido", "El certificado {number} está suspendido",
       "El certificado {number} de {certifier} está suspendido. Desde ahora ningún producto de {farm_name} lleva su etiqueta, y los que no "
       "declaraban nada más no están a la venta.{?reason}\n\nEl motivo: {reason}{/reason}"},
      {"farmers.certificate_reinstated", "Su certificado vuelve a ser válido", "El certificado {number} vuelve a ser válido",
       "El certificado {number} de {certifier} se ha restablecido. Los productos de {farm_name} vuelven a llevar su etiqueta, y los que "
       "salieron de la tienda han vuelto."},
      {"farmers.certificate_revoked", "Su certificado ha sido revocado", "El certificado {number} ha sido revocado",
       "El certificado {number} de {certifier} ha sido revocado. Ningún producto de {farm_name} lleva ya su etiqueta, y los que no "
       "declaraban nada más no están a la venta.{?reason}\n\nEl motivo: {reason}{/reason}"},
      {"farmers.certificate_surrendered", "Ha devuelto su certificado", "Ha devuelto el certificado {number}",
       "Ha devuelto el certificado {number} de {certifier}. Ningún producto de {farm_name} lleva ya su etiqueta."},
      {"farmers.certificate_ends", "Su certificado termina pronto", "El certificado {number} termina el {due|date}",
       "El certificado {number} de {certifier} termina el {due|date}, dentro de {days|quantity} días. En ese momento los productos de "
       "{farm_name} pierden su etiqueta, y los que no declaran nada más salen de la tienda. Introduzca antes el nuevo certificado."},
      {"farmers.certificate_update_due", "Toca la actualización anual de su certificado", "Actualización anual del certificado {number}",
       "La actualización anual del certificado {number} de {certifier} vence el {due|date}, dentro de {days|quantity} días. Envíela a su "
       "entidad certificadora y confírmela en la página de {farm_name}."},
      {"farmers.certificate_lapsed", "Su certificado ha terminado", "El certificado {number} ha terminado",
       "El certificado {number} de {certifier} ha terminado. Ningún producto de {farm_name} lleva ya su etiqueta, y los que no declaraban "
       "nada más no están a la venta. Volverán por sí solos cuando haya un certificado válido."},
      {"inventory.low_stock", "Existencias que se agotan", "Pocas existencias: {title}",
       "De {title} ({sku}) de {farm_name} quedan {on_hand|quantity}; usted pidió que le avisáramos al llegar a {threshold|quantity}. No "
       "volverá a saber de ello hasta que se reponga y vuelva a bajar."},
      {"inventory.back_in_stock", "Algo que usted espera vuelve a estar a la venta", "{title} vuelve a estar a la venta",
       "{title} de {farm_name} ha vuelto. Puede que haya menos que personas que esperan, así que no tarde demasiado."},
      {"inventory.lot_recalled", "Una retirada de algo que usted pidió", "Retirada: {title} de {farm_name}",
       "{farm_name} retira el lote {lot_code} de {title}, y su pedido {order} tiene o tuvo parte de él. Por favor, no lo consuma. La "
       "granja "
       "le dirá qué ocurre a continuación."},
      {"operations.ended", "Trabajos masivos que han terminado", "{kind}: {state}",
       "Su trabajo masivo «{kind}» ha terminado ({state}): {done|quantity} de {total|quantity} filas, {errors|quantity} errores."},
  };
  return words;
}

}  // namespace gh::notifications
