"""A generated sweep over the OpenAPI document (sweep.py): no 5xx, no answer that the document does not describe, nothing accepted that it does not allow.

GREENHARVEST_SWEEP_SECONDS=600 GREENHARVEST_SWEEP_SEED=7 for a long run; the default is bounded and always the same.
"""
import copy
import os

import pytest
from stage import Admin, FarmOwner, Guest, Person
from sweep import Sweep

from support.openapi_check import OpenApiCheck

ROUNDS = 120
SECONDS = float(os.environ.get("GREENHARVEST_SWEEP_SECONDS", 60))
SEED = int(os.environ.get("GREENHARVEST_SWEEP_SEED", 1))
LONG = "GREENHARVEST_SWEEP_SECONDS" in os.environ


@pytest.fixture(scope="module")
def people(shop, farm, admin):
    farm.product(quantity=1000)
    return {"guest": Guest(shop), "customer": Person(shop), "farmer": farm, "admin": admin}


def test_no_answer_that_the_document_does_not_describe(shop, people, openapi):
    sweep = Sweep(shop, people, openapi, SEED)
    rounds = sweep.run(seconds=SECONDS, rounds=None if LONG else ROUNDS)
    print(f"{rounds} rounds, {sweep.report()}")
    assert not sweep.findings, "\n" + sweep.report()
    assert rounds >= 3 and {200, 201, 400, 401, 403, 404, 422} <= sweep.statuses.keys(), sweep.report()


def test_the_sweep_finds_what_is_not_described(shop, people, openapi):
    """A document in which 404 is missing, in which a limit goes further than the server's, and whose path allows less: all are found."""
    planted = copy.deepcopy(openapi.document)
    del planted["paths"]["/api/v1/carts/{id}"]["get"]["responses"]["404"]
    planted["components"]["schemas"]["PlaceOrderInput"]["properties"]["surplus"] = {"type": "string", "maxLength": 5}
    planted["paths"]["/api/v1/carts/{id}/lines/{sku}"]["delete"]["parameters"][1]["schema"]["pattern"] = "_02$"
    sweep = Sweep(shop, people, OpenApiCheck(planted), 1)
    sweep.operations = [o for o in sweep.operations if o[2]["operationId"] in ("createCart", "getCart", "removeCartLine", "placeOrder")]
    sweep.run(rounds=60)
    assert {operation for operation, _ in sweep.findings} == {"getCart", "removeCartLine", "placeOrder"}, sweep.report()


def test_the_server_is_as_sound_as_before(shop):
    assert shop.get("/readyz").status == 200
    assert '"a handler threw"' not in shop.log.read_text()
    shop.stop()
    done = shop.admin("doctor", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
