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
       "prepararse igualmente.{?reason}\n\nEl motivo: {reason}{/reason}"},
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
      {"inventory.farm_lot_recalled", "Una retirada de uno de sus lotes", "El lote {lot_code} de {farm_name} se retira",
       "El lote {lot_code} ({sku}) de {farm_name} se retira y ya no se puede vender.{?reason}\n\nEl motivo: {reason}{/reason}\n\nSe avisa "
       "a quien compró de él."},
      {"inventory.lot_recalled", "Una retirada de algo que usted pidió", "Retirada: {title} de {farm_name}",
       "{farm_name} retira el lote {lot_code} de {title}, y su pedido {order} tiene o tuvo parte de él. Por favor, no lo "
       "consuma.{?reason}\n\nEl motivo: {reason}{/reason}\n\nLa granja le dirá qué ocurre a continuación."},
      {"identity.verify_email", "Tu dirección está por verificar", "Verifica tu dirección de correo",
       "Abre este enlace para mostrar que esta dirección es tuya. Vale hasta el {until|time}, y una sola vez.\n\nSi no tienes una cuenta "
       "en {shop_name}, puedes olvidar este mensaje."},
      {"identity.email_changed", "Tu dirección de correo cambió", "Tu cuenta tiene otra dirección de correo",
       "Tu cuenta está ahora con {new_email} en lugar de {old_email}.\n\nSi no fuiste tú, avísanos enseguida."},
      {"identity.password_reset", "Una nueva contraseña", "Elige una nueva contraseña",
       "Abre este enlace para elegir una nueva contraseña. Vale hasta el {until|time}, y una sola vez.\n\nSi no la pediste, puedes olvidar "
       "este mensaje: tu contraseña sigue igual."},
      {"identity.password_changed", "Tu contraseña cambió", "Tu contraseña fue cambiada",
       "Tu contraseña fue cambiada, y se cerró la sesión en los demás dispositivos.\n\nSi no fuiste tú, pon una nueva y avísanos "
       "enseguida."},
      {"identity.second_factor_on", "Tu segundo factor está activado", "Para entrar hace falta un código",
       "Desde ahora, para entrar hace falta un código de tu aplicación de autenticación. Guarda los códigos de recuperación donde los "
       "encuentres sin tu teléfono."},
      {"identity.second_factor_off", "Tu segundo factor está desactivado", "Para entrar basta tu contraseña",
       "El segundo factor de tu cuenta fue quitado.\n\nSi no fuiste tú, cambia tu contraseña y avísanos enseguida."},
      {"identity.second_factor_reset", "Tu segundo factor fue restablecido", "Tu segundo factor fue restablecido",
       "Quitamos el segundo factor de tu cuenta y cerramos todas tus sesiones. Entra y configura uno nuevo."},
      {"identity.recovery_codes_renewed", "Nuevos códigos de recuperación", "Tienes nuevos códigos de recuperación",
       "Se crearon nuevos códigos de recuperación para tu cuenta; los anteriores ya no valen.\n\nSi no fuiste tú, cambia tu contraseña y "
       "avísanos enseguida."},
      {"identity.recovery_code_used", "Se usó un código de recuperación", "Se usó un código de recuperación",
       "Alguien entró en tu cuenta con un código de recuperación. Quedan {codes_left|quantity}.\n\nSi no fuiste tú, cambia tu contraseña "
       "y avísanos enseguida."},
      {"identity.account_disabled", "Tu cuenta está cerrada", "Tu cuenta está cerrada",
       "Hemos cerrado tu cuenta.\n\nEl motivo: {reason}\n\nPuedes responder a este mensaje si no estás de acuerdo."},
      {"identity.account_enabled", "Tu cuenta está abierta de nuevo", "Tu cuenta está abierta de nuevo",
       "Puedes entrar de nuevo en {shop_name}."},
      {"orders.confirmed", "Su pedido", "Su pedido {order}",
       "Gracias por su pedido {order}.\n\n{items|items}\n\nEn total, con envío e impuestos: {total|money}"},
      {"orders.replacement", "Un reemplazo", "Un reemplazo está en camino: {order}",
       "En lugar de lo que no estaba como debía recibirá, como pedido {order}:\n\n{items|items}\n\nNo hay nada que pagar."},
      {"orders.new_order", "Pedidos nuevos", "Pedidos nuevos para {farm_name}",
       "Hay pedidos nuevos para {farm_name}, el primero es {order}. Pedidos que esperan ser preparados ahora: {waiting|quantity}."},
      {"orders.complaint_opened", "Una reclamación", "Una reclamación sobre el pedido {order}",
       "Quien hizo el pedido {order} reclama ({reason}):\n\n{text}\n\nResponda, por favor, en la página del pedido; decide la tienda."},
      {"orders.complaint_received", "Una reclamación para la tienda", "Una reclamación sobre el pedido {order} de {farm_name}",
       "Quien hizo el pedido {order} reclama sobre {farm_name} ({reason}):\n\n{text}\n\nSe pidió una respuesta a la granja; decide la "
       "tienda."},
      {"orders.replacement_failed", "Un reemplazo que no se puede enviar", "Sin reemplazo para el pedido {order}",
       "Lo que se iba a enviar de nuevo por el pedido {order} de {farm_name} ya no está. La reclamación está abierta otra vez y espera "
       "otra decisión."},
      {"orders.packed", "Su pedido está preparado", "Su pedido está preparado{?farm_name}: {farm_name}{/farm_name}",
       "Lo que pidió{?farm_name} a {farm_name}{/farm_name} está preparado."},
      {"orders.shipped", "Su pedido está en camino", "Su pedido está en camino{?farm_name}: {farm_name}{/farm_name}",
       "Lo que pidió{?farm_name} a {farm_name}{/farm_name} ha salido{?carrier} con {carrier}{/carrier}.{?tracking} Puede seguirlo como "
       "{tracking}.{/tracking}"},
      {"orders.delivered", "Su pedido fue entregado", "Entregado{?farm_name}: {farm_name}{/farm_name}",
       "Lo que pidió{?farm_name} a {farm_name}{/farm_name} ha sido entregado. ¿Falta algo o no está como debería? Díganoslo en la página "
       "del pedido."},
      {"orders.cancelled", "Su pedido fue cancelado", "El pedido {order} fue cancelado",
       "Su pedido {order} fue cancelado. Lo que pagó vuelve por el mismo medio de pago."},
      {"orders.items_cancelled", "Se canceló una parte de su pedido", "Un cambio en el pedido {order}",
       "Se canceló algo de su pedido{?farm_name} a {farm_name}{/farm_name}.{?text}\n\nEl motivo: {text}{/text}\n\n{amount|money} vuelven "
       "por el mismo medio de pago."},
      {"orders.items_returned", "Se aceptó una devolución", "Una devolución del pedido {order}",
       "Se aceptó la devolución de algo de su pedido{?farm_name} a {farm_name}{/farm_name}.{?text}\n\nEl motivo: "
       "{text}{/text}\n\n{amount|money} vuelven por el mismo medio de pago."},
      {"orders.refunded", "Se le ha reembolsado", "{amount|money} están de vuelta hacia usted",
       "Hemos devuelto {amount|money} de su pedido {order}. Cuándo aparecerá depende de su banco."},
      {"orders.complaint_answered", "Una respuesta a su reclamación", "Una respuesta sobre el pedido {order}",
       "Su reclamación fue respondida{?farm_name} por {farm_name}{/farm_name}. Encontrará el texto en la página del pedido."},
      {"orders.complaint_resolved", "Su reclamación está decidida", "Sobre su reclamación del pedido {order}",
       "Su reclamación sobre el pedido {order} está decidida. Encontrará la decisión en la página del pedido."},
      {"operations.ended", "Trabajos masivos que han terminado", "{kind}: {state}",
       "Su trabajo masivo «{kind}» ha terminado ({state}): {done|quantity} de {total|quantity} filas, {errors|quantity} errores."},
  };
  return words;
}

}  // namespace gh::notifications
