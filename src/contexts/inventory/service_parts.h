// What a Service is made of. Included by this folder's sources only.
#pragma once
#include "contexts/inventory/lot_register.h"
#include "contexts/inventory/service.h"
#include "contexts/inventory/stock_desk.h"

namespace gh::inventory {

struct Service::Parts {
  Parts(ports::Documents& documents, const Clock& a_clock, Random& a_random, DeskObserver* an_observer, ports::Locks* locks,
        ItemLimits limits)
      : clock(a_clock),
        random(a_random),
        observer(an_observer ? *an_observer : nobody),
        items(stock_items(documents)),
        pages(documents),
        closed_lots(documents),
        lots(documents),
        desk(items, pages, closed_lots, clock, random, observer, locks, limits) {}

  const Clock& clock;
  Random& random;
  DeskObserver nobody;
  DeskObserver& observer;
  StockItems items;
  MovementPages pages;
  ClosedLots closed_lots;
  LotRegister lots;
  StockDesk desk;
};

}  // namespace gh::inventory
