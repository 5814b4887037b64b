"""What whoever runs the shop needs: queues, dead tasks, settings, the doctor, the search index."""

from stage import eventually, expect
from test_operations import finished

from support import stores
from support.server import quote


def test_queues(admin):
    items = expect(admin.get("/api/v1/admin/tasks?limit=100"), 200)["items"]
    assert [i["task"] for i in items] == sorted(i["task"] for i in items)
    assert all(set(i) == {"task", "ready", "delayed", "leased", "dead"} for i in items)

    def pages_meet():  # as soon as no name comes or goes between the questions
        all_of_them = expect(admin.get("/api/v1/admin/tasks?limit=100"), 200)["items"]
        first = expect(admin.get("/api/v1/admin/tasks?limit=1"), 200)
        assert len(first["items"]) == 1
        rest = expect(admin.get(f"/api/v1/admin/tasks?limit=100&cursor={first['next_cursor']}"), 200)["items"]
        return len(all_of_them) > 1 and [i["task"] for i in rest] == [i["task"] for i in all_of_them[1:]]

    eventually(pages_meet)


def test_settings_are_shown_and_secrets_are_not(admin):
    settings = {s["key"]: s for s in expect(admin.get("/api/v1/admin/settings?limit=100"), 200)["items"]}
    assert settings["rate_limit.write_per_minute"]["value"] == "0" and "flag" in settings["rate_limit.write_per_minute"]["source"]
    assert settings["mail.from"]["source"] == "default"


def test_a_secret_setting_is_masked():
    from http_support import own_server
    from stage import Admin
    secret = "this-must-never-be-shown-0123456789"
    with own_server(flags=["--set", f"auth.token_secret={secret}"], demo=True) as server:
        reply = Admin(server).get("/api/v1/admin/settings?limit=100")
        assert secret not in reply.body.decode()


def test_the_doctor(admin):
    started = expect(admin.post("/api/v1/admin/doctor"), 202)
    done = finished(admin, started)
    assert (done["state"], done["kind"], done["counts"]["found"], done["errors"]) == ("done", "shop.examine", 0, 0), done


def test_the_search_index_is_built_anew(shop, admin, farm):
    product = farm.product(title="Rebuilt rutabaga")
    look = lambda: [p["slug"] for p in expect(shop.get("/api/v1/products?q=rutabaga"), 200)["items"]] == [product["slug"]]
    eventually(look)
    assert finished(admin, expect(admin.post("/api/v1/admin/search/rebuild"), 202))["counts"] == {"rebuilt": 1}
    eventually(look)


def test_dead_tasks_are_seen_tried_again_and_thrown_away(openapi):
    from http_support import own_server
    from stage import Admin
    with own_server(demo=True) as server:
        server.checker = openapi
        server.stop()
        stores.only_sql()
        table = {"sqlite": "dead(attempts, id, name, payload, error, died)", "postgres": "tasks(due, attempt, id, name, payload, error, died)"}[stores.KIND]
        values = {"sqlite": "7", "postgres": "0, 7"}[stores.KIND]
        for n in range(3):
            stores.execute(server.data, f"INSERT INTO {table} VALUES({values}, 'dead/{n}', 'nobody.handles', '{{}}', 'It broke.', 1780000000000)")
        server.start()
        admin = Admin(server)
        path = "/api/v1/admin/tasks/dead"
        first = expect(admin.get(f"{path}?limit=2"), 200)
        assert [(d["id"], d["task"], d["attempts"], d["error"]) for d in first["items"]] == [(f"dead/{n}", "nobody.handles", 7, "It broke.") for n in (0, 1)]
        assert [d["id"] for d in expect(admin.get(f"{path}?cursor={quote(first['next_cursor'])}"), 200)["items"]] == ["dead/2"]
        expect(admin.post(f"{path}/{quote('dead/0')}/retry"), 204)
        expect(admin.post(f"{path}/{quote('dead/0')}/retry"), 404)
        for _ in range(2):
            expect(admin.call("DELETE", f"{path}/{quote('dead/1')}"), 204)
        expect(admin.call("DELETE", f"{path}/{quote('dead/0')}"), 204)  # it waits again, and is not thrown away
        assert [d["id"] for d in expect(admin.get(path), 200)["items"]] == ["dead/2"]
        queue = next(q for q in expect(admin.get("/api/v1/admin/tasks?limit=100"), 200)["items"] if q["task"] == "nobody.handles")
        assert (queue["ready"], queue["dead"]) == (1, 1)
