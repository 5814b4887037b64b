"""People and produce for the suites: everything is made over HTTP, as a user would."""
import base64
import datetime
import itertools
import json
import time

ADMIN = ("admin@example.com", "check-the-carrots")
PASSWORD = "walk-the-whole-journey"
MOMENT_S = 0.002  # lists are in the order of milliseconds
EVENTUALLY_S = 15  # for what follows a commit: a role, the search index, the posting of a hold

_numbers = itertools.count(1)


def number():
    return next(_numbers)


def day(offset):
    return (datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=offset)).isoformat()


def next_moment():
    """What is made from here on is newer than what there is: two things of one millisecond have no order."""
    time.sleep(MOMENT_S)


def eventually(look, what="what was waited for", within_s=EVENTUALLY_S):
    """What `look` gives as soon as it is true."""
    deadline = time.monotonic() + within_s
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"{what}: not within {within_s} s"
        time.sleep(0.02)


def expect(reply, status, code=None):
    assert reply.status == status, reply
    assert code is None or reply.json()["code"] == code, reply
    return reply.json() if reply.body else None


def claims(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class Person:
    """An account with its tokens."""

    password = PASSWORD

    def __init__(self, server, name="Somebody"):
        self.server, self.email = server, f"person-{number()}@example.com"
        self._take(expect(server.post("/api/v1/auth/register", {"email": self.email, "password": PASSWORD, "name": name}), 201))

    def _take(self, tokens):
        self.token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]

    def refresh(self):
        self._take(expect(self.server.post("/api/v1/auth/refresh", {"refresh_token": self.refresh_token}), 200))

    def sign_in(self):
        self._take(expect(self.server.post("/api/v1/auth/login", {"email": self.email, "password": self.password}), 200))

    def role(self):
        return expect(self.call("GET", "/api/v1/me"), 200)["role"]

    def call(self, method, path, body=None, **more):
        return self.server.call(method, path, body=body, token=self.token, **more)

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, body, **more)

    def cart(self, *lines):
        """A cart with (sku, quantity) each."""
        return expect(self.post("/api/v1/carts", {"lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines]}), 201)["id"]

    def order_body(self, cart, method="pm_card_ok"):
        return {"cart": cart, "email": self.email, "payment_method": method}

    def place(self, cart, method="pm_card_ok", key=None, **more):
        return self.post("/api/v1/orders", self.order_body(cart, method), headers={"Idempotency-Key": key or f"key-{number()}"}, **more)

    def buy(self, sku, quantity=1, method="pm_card_ok"):
        return self.place(self.cart((sku, quantity)), method)


class Browser(Person):
    """Somebody whose session is a cookie; asks as a page of the shop does."""

    def __init__(self, server, email=None, password=PASSWORD, **more):
        self.server, self.email, self.password, self.cookies = server, email or f"browser-{number()}@example.com", password, {}
        credentials = {"email": self.email, "password": password, **more}
        if email:
            self.signed_in = expect(self.post("/api/v1/auth/login", credentials, headers={"Gh-Session": "cookie"}), 200)
        else:
            self.signed_in = expect(self.post("/api/v1/auth/register", {**credentials, "name": "Bo Browser"}, headers={"Gh-Session": "cookie"}), 201)

    def origin(self):
        return f"http://127.0.0.1:{self.server.port}"

    def cookie_line(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def call(self, method, path, body=None, headers=None, **more):
        sent = {"Origin": self.origin()} | ({"Cookie": self.cookie_line()} if self.cookies else {}) | (headers or {})
        reply = self.server.call(method, path, body=body, headers={k: v for k, v in sent.items() if v is not None}, **more)
        for name, (value, attributes) in reply.set_cookies().items():
            if "Max-Age=0" in attributes:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return reply


class Guest(Person):
    def __init__(self, server):
        self.server, self.email, self.token = server, f"guest-{number()}@example.com", None


class Admin(Person):
    def __init__(self, server):
        self.server, self.email, self.password = server, *ADMIN
        self.sign_in()


class FarmOwner(Person):
    """The owner of a verified farm with a certificate and a field."""

    def __init__(self, server, admin=None):
        super().__init__(server, "Fenna Farmer")
        self.farm = expect(self.apply(), 201)
        if admin is None:
            admin = Admin(server)
        expect(admin.post(f"/api/v1/farms/{self.farm['id']}/verify"), 200)
        eventually(self._is_farmer, "the owner of a verified farm becomes a farmer")
        self.certify(admin, self.certificate())
        self.farm = expect(self.post("/api/v1/farms/mine/fields", {"name": "Ridge Field"}), 201)
        self.field = self.farm["fields"][0]["id"]

    def _is_farmer(self):
        self.refresh()
        me = self.get("/api/v1/me")  # 401: the role changed since, and ended the token with the old one
        return me.status == 200 and claims(self.token)["roles"] == "farmer"

    def apply(self):
        self.farm_name = f"Stage Farm {number()}"
        return self.post("/api/v1/farms", {"name": self.farm_name, "contact_email": self.email, "street": "1 Ridge Road", "city": "Lovettsville", "state": "VA",
                                           "zip": "20180", "location": {"latitude": 39.27, "longitude": -77.63}})

    def certificate(self):
        return {"scheme": "usda_nop", "certifier": "Blue Ridge", "number": "ST-1", "valid_from": day(-30), "valid_to": day(300)}

    def certify(self, admin, certificate):
        """A certificate that an admin has verified; its id."""
        made = expect(self.post("/api/v1/farms/mine/certifications", certificate), 201)["certifications"][-1]["id"]
        expect(admin.post(f"/api/v1/farms/{self.farm['id']}/certifications/{made}/verify"), 200)
        return made

    def product_body(self, title, cents=450):
        return {"title": title, "category": "vegetables", "tags": ["stage"], "description": "Of the stage.", "field": self.field, "harvest": {"date": day(-2)},
                "certificate": {"claim": "certified", "number": "ST-1"},
                "variants": [{"title": "one", "unit": "each", "price": {"amount": cents, "currency": "USD"}}]}

    def lot_body(self, quantity, code=None):
        return {"lot_code": code or f"LOT-{number()}", "harvested": day(-2), "best_before": day(60), "field": self.field, "quantity": quantity}

    def product(self, quantity=10, cents=450, title=None, **variant):
        """A published product with one lot: {id, slug, sku, lot, ...}. variant: more members of its one variant."""
        body = self.product_body(title or f"Stage squash {number()}", cents)
        body["variants"][0].update(variant)
        made = expect(self.post("/api/v1/products", body), 201)
        made["sku"] = made["variants"][0]["sku"]
        if quantity:
            made["lot"] = expect(self.post(f"/api/v1/inventory/{made['sku']}/lots", self.lot_body(quantity)), 201)["lots"][0]["id"]
        expect(self.post(f"/api/v1/products/{made['id']}/publish"), 200)
        return made

    def change(self, path, body, key=None):
        """A change of stock: adjustments, write-offs, lots that are split or moved."""
        return self.post(f"/api/v1/inventory/{path}", body, headers={"Idempotency-Key": key or f"change-{number()}"})

    def stock(self, sku):
        return expect(self.get(f"/api/v1/inventory/{sku}"), 200)

    def reprice(self, product, cents):
        variant = {**product["variants"][0], "price": {"amount": cents, "currency": "USD"}}
        return expect(self.call("PATCH", f"/api/v1/products/{product['id']}", {"variants": [variant]}), 200)
