"""Ten kills under load, recounted; and the recount is seen to find what it is there for. More: ./dev torture, ./dev torture --planted."""
import json
import pathlib
import sqlite3
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import torture
from ledger import now_ms

ROUNDS = 10


def test_ten_kills_lose_and_double_nothing(tmp_path):
    summary = torture.torture(ROUNDS, seed=20, folder=tmp_path)
    assert summary["sound"], json.dumps(summary, indent=1)
    assert sum(summary["kills"].values()) == ROUNDS


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory):
    """A shop with a few orders, at peace: what the recount must find in it is put there by hand."""
    run = torture.Torture(1, 3, tmp_path_factory.mktemp("aftermath"))
    run.victim.log = run.folder / "log"
    run.prepare()
    try:
        run.restock(0)
        run.send_buyers()
        while not (run.ledger.exists() and run.ledger.read_text().count("paid ") > 50):
            assert run.buyers.poll() is None
        run.end_buyers()
        run.ended_ms = now_ms()
        run.victim.stop()
        doctor, recount = run.judge()
        assert doctor.returncode == 0, doctor.stdout + doctor.stderr
        assert recount.findings == []
        yield run
    finally:
        run.end_buyers()
        run.victim.remove()


def change_order(store, status, change):
    """Falsifies the first order in this status."""
    row, body = next((row, json.loads(body)) for row, body in store.execute("SELECT row, body FROM d_orders") if json.loads(body)["status"] == status)
    change(body)
    store.execute("UPDATE d_orders SET body = ? WHERE row = ?", (json.dumps(body), row))


def lose_a_paid_order(store):
    store.execute("DELETE FROM d_orders WHERE row = (SELECT row FROM d_orders WHERE body LIKE '%\"status\":\"paid\"%' LIMIT 1)")


def sell_a_unit_twice(store):
    def change(order):
        order["lines"][0]["quantity"] += 1
        order["lines"][0]["lots"][0]["quantity"] += 1

    change_order(store, "paid", change)


def forget_that_it_was_paid(store):
    change_order(store, "paid", lambda order: order.update(status="rejected"))


def forget_to_charge(store):
    change_order(store, "paid", lambda order: order["totals"]["total"].update(amount=order["totals"]["total"]["amount"] + 1))


def leave_an_order_open(store):
    change_order(store, "paid", lambda order: order.update(status="pending_payment"))


def hold_for_too_long(store):
    change_order(store, "paid", lambda order: order.update(deadline="2026-01-01T00:00:00.000Z"))


@pytest.mark.parametrize("defect", [lose_a_paid_order, sell_a_unit_twice, forget_that_it_was_paid, forget_to_charge, leave_an_order_open, hold_for_too_long])
def test_the_recount_finds(aftermath, defect):
    store = sqlite3.connect(pathlib.Path(aftermath.victim.data) / "store.db")
    try:
        before = store.execute("SELECT * FROM d_orders").fetchall()
        defect(store)
        store.commit()
        assert aftermath.recount().findings
        store.execute("DELETE FROM d_orders")
        store.executemany(f"INSERT INTO d_orders VALUES ({','.join('?' * len(before[0]))})", before)
        store.commit()
        assert not aftermath.recount().findings
    finally:
        store.close()


def test_no_hold_can_end_while_there_is_no_store(aftermath):
    store = sqlite3.connect(pathlib.Path(aftermath.victim.data) / "store.db")
    before = store.execute("SELECT body FROM d_orders WHERE body LIKE '%\"status\":\"paid\"%' LIMIT 1").fetchone()
    try:
        hold_for_too_long(store)
        store.commit()
        late = aftermath.recount().held_late_ms
        assert late > 86_400_000 and not aftermath.recount([(0, now_ms())]).findings
        away = aftermath.recount([(now_ms() - 3_600_000, now_ms())])
        assert away.findings and late - 3_600_000 <= away.held_late_ms < late - 3_500_000
    finally:
        change_order(store, "paid", lambda order: order.update(deadline=json.loads(before[0])["deadline"]))
        store.commit()
        store.close()
