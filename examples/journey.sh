#!/usr/bin/env bash
# One walk through the shop over HTTP: a farm comes in and sells, customers buy, and then what must not work does not.
#   SERVER=http://localhost:8080 examples/journey.sh
# Every answer is checked; the first one that is not as it must be ends the walk with the step's name and exit status 1.
# Needs bash, curl, jq, openssl and a server with an admin (ADMIN_EMAIL, ADMIN_PASSWORD; the default is the demo shop's) that lets farms
# apply before they prove their address (auth.email_verification=optional, as ./dev run has it). May be run again and again.
set -euo pipefail

SERVER=${SERVER:-http://localhost:8080}
ADMIN_EMAIL=${ADMIN_EMAIL:-admin@example.com}
ADMIN_PASSWORD=${ADMIN_PASSWORD:-check-the-carrots}
VERBOSE=${VERBOSE:-}  # not empty: prints every answer
API=$SERVER/api/v1
PASSWORD=walk-the-whole-journey
WAIT_S=15             # for what follows a commit: a new role, the search index

number=0
step_name="before the first step"
status=
body=
run_id=$(date +%s)$(printf '%04d' $((RANDOM % 10000)))  # makes this run's names its own
answer_file=$(mktemp)
trap 'rm -f "$answer_file"' EXIT

step() {
  number=$((number + 1))
  step_name=$1
  printf '%2d. %s\n' "$number" "$step_name"
}
note() { printf '    %s\n' "$*"; }
fail() {
  printf '\nFAILED in step %d, "%s": %s\n' "$number" "$step_name" "$*" >&2
  [ -z "$body" ] || printf 'last answer: %s %s\n' "$status" "$body" >&2
  exit 1
}
trap 'fail "line $LINENO: the command \"$BASH_COMMAND\" failed"' ERR
set -o errtrace

# call METHOD PATH [TOKEN] [JSON] [HEADER...]: sets status and body. An empty TOKEN is a guest.
call() {
  local method=$1 path=$2 token=${3:-} json=${4:-} header
  local words=(-sS --max-time 30 -X "$method" -o "$answer_file" -w '%{http_code}')
  [ -z "$token" ] || words+=(-H "Authorization: Bearer $token")
  [ -z "$json" ] || words+=(-H 'Content-Type: application/json' --data-binary "$json")
  for header in "${@:5}"; do words+=(-H "$header"); done
  status=$(curl "${words[@]}" "$API$path") || fail "$method $API$path cannot be reached"
  body=$(<"$answer_file")
  [ -z "$VERBOSE" ] || printf '    %s %s -> %s %s\n' "$method" "$path" "$status" "$body"
}
expect() { [ "$status" = "$1" ] || fail "expected status $1, got $status"; }
expect_problem() {
  expect "$1"
  [ "$(field .code)" = "$2" ] || fail "expected the error $2, got $(field .code)"
}
field() { jq -r "$1" <<<"$body"; }
# holds FILTER [MEANING]: the jq filter over the answer must be true.
holds() { jq -e "$1" >/dev/null <<<"$body" || fail "the answer must have ${2:-$1}"; }
# json FILTER [--arg ...]: builds a body.
json() { jq -nc "$@"; }
# eventually FILTER METHOD PATH [TOKEN]: calls until the filter holds, at most WAIT_S.
eventually() {
  local filter=$1 deadline=$((SECONDS + WAIT_S))
  shift
  until call "$@" && [ "$status" = 200 ] && jq -e "$filter" >/dev/null <<<"$body"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "waited $WAIT_S s in vain for $filter of $1 $2"
    sleep 0.1
  done
}
register() {  # NAME EMAIL: sets access and refresh
  call POST /auth/register "" "$(json --arg email "$2" --arg name "$1" --arg password "$PASSWORD" '{email: $email, name: $name, password: $password}')"
  expect 201
  access=$(field .access_token)
  refresh=$(field .refresh_token)
}
cart_with() {  # TOKEN SKU QUANTITY: sets cart
  call POST /carts "$1" '{}'
  expect 201
  cart=$(field .id)
  call PUT "/carts/$cart/lines/$2" "$1" "{\"quantity\": $3}"
  expect 200
}
order_body() { json --arg cart "$cart" --arg email "$1" --arg method "$2" '{cart: $cart, email: $email, payment_method: $method}'; }
place() {  # TOKEN EMAIL PAYMENT_METHOD KEY
  call POST /orders "$1" "$(order_body "$2" "$3")" "Idempotency-Key: $4"
}
available() {  # sets left: what is on sale of the product's first variant
  call GET "/farms/mine/products/$product" "$farmer"
  call GET "/inventory/$sku" "$farmer"
  expect 200
  left=$(field .available)
}

echo "The journey of run $run_id at $SERVER"
call GET /products
[ "$status" = 200 ] || fail "there is no shop at $SERVER"

echo "== A farm comes in"
farmer_email=farmer-$run_id@example.com
step "somebody registers an account"
register "Fenna Farmer" "$farmer_email"
farmer=$access farmer_refresh=$refresh
call GET /me "$farmer"
expect 200
holds '.role == "customer"' "the role customer"

step "a newcomer may not sell yet"
call POST /products "$farmer" '{"title": "Too early", "category": "vegetables"}'
expect 403

step "the farm applies"
farm_name="Journey Farm $run_id"
call POST /farms "$farmer" "$(json --arg name "$farm_name" --arg email "$farmer_email" '{name: $name, contact_email: $email, street: "1 Ridge Road",
  city: "Lovettsville", state: "VA", zip: "20180", location: {latitude: 39.2726, longitude: -77.6366}, story: "Five acres above the river."}')"
expect 201
holds '.status == "applied"' "the status applied"
farm=$(field .id) farm_slug=$(field .slug)
call GET "/farms/$farm_slug"
expect 404  # not public before it is verified

step "an admin signs in, finds the application and verifies it"
call POST /auth/login "" "$(json --arg email "$ADMIN_EMAIL" --arg password "$ADMIN_PASSWORD" '{email: $email, password: $password}')"
[ "$status" = 200 ] || fail "the admin $ADMIN_EMAIL cannot sign in; set ADMIN_EMAIL and ADMIN_PASSWORD"
admin=$(field .access_token)
cursor=
until call GET "/admin/farms?status=applied&limit=100$cursor" "$admin" && expect 200 && jq -e --arg farm "$farm" 'any(.items[]; .id == $farm)' >/dev/null <<<"$body"; do
  holds '.next_cursor != null' "the farm $farm in the queue of applications"
  cursor="&cursor=$(field .next_cursor)"
done
call POST "/farms/$farm/verify" "$farmer"
expect 403  # not by its own owner
call POST "/farms/$farm/verify" "$admin"
expect 200
holds '.status == "verified"' "the status verified"
call GET "/farms/$farm_slug"
expect 200

step "the owner's session is refreshed until it carries the new role"
deadline=$((SECONDS + WAIT_S))
while :; do
  call POST /auth/refresh "" "$(json --arg token "$farmer_refresh" '{refresh_token: $token}')"
  expect 200
  farmer=$(field .access_token) farmer_refresh=$(field .refresh_token)
  call GET /me "$farmer"
  [ "$status" = 401 ] || expect 200  # the change of the role ends the tokens with the old one
  [ "$(field .role)" != farmer ] || break
  [ "$SECONDS" -lt "$deadline" ] || fail "the owner of a verified farm is not a farmer after $WAIT_S s"
  sleep 0.2
done

step "the farm records its certificate, which an admin verifies, and a field"
call POST /farms/mine/certifications "$farmer" "$(json --arg number "JRN-$run_id" --arg from "$(date -u -d '-30 days' +%F)" --arg to "$(date -u -d '+300 days' +%F)" \
  '{scheme: "usda_nop", certifier: "Blue Ridge Organic Certifiers", number: $number, valid_from: $from, valid_to: $to}')"
expect 201
certificate=$(field '.certifications[-1].id')
call POST "/farms/$farm/certifications/$certificate/verify" "$admin"
expect 200
call POST /farms/mine/fields "$farmer" '{"name": "Ridge Field", "area_m2": 20000, "location": {"latitude": 39.273, "longitude": -77.637}}'
expect 201
ridge_field=$(field '.fields[-1].id')

echo "== Produce goes on sale"
step "a product is drafted: pumpkins"
title="Journey pumpkins $run_id"
call POST /products "$farmer" "$(json --arg title "$title" '{title: $title, category: "vegetables", description: "Small and dense, for soup and pie.", tags: ["pumpkins"],
  variants: [{title: "one pumpkin", unit: "each", price: {amount: 450, currency: "USD"}}]}')"
expect 201
product=$(field .id) slug=$(field .slug) sku=$(field '.variants[0].sku')

step "publishing is refused before it says where it comes from"
call POST "/products/$product/publish" "$farmer"
expect_problem 422 provenance_required
holds '(.errors | length) >= 1 and all(.errors[]; .pointer != null)' "what is missing, by its pointers"
note "missing: $(field '[.errors[].pointer] | join(", ")')"

step "its origin, harvest and certificate are filled in"
call PATCH "/products/$product" "$farmer" "$(json --arg field "$ridge_field" --arg date "$(date -u -d '-2 days' +%F)" --arg number "JRN-$run_id" \
  '{field: $field, harvest: {date: $date}, certificate: {claim: "certified", number: $number}}')"
expect 200
holds '.missing | length == 0' "nothing missing"

step "a lot of 10 goes on stock"
call POST "/inventory/$sku/lots" "$farmer" "$(json --arg code "L-$run_id" --arg harvested "$(date -u -d '-2 days' +%F)" --arg best "$(date -u -d '+60 days' +%F)" --arg field "$ridge_field" \
  '{lot_code: $code, harvested: $harvested, best_before: $best, field: $field, quantity: 10}')"
expect 201
holds '.available == 10' "10 available"
lot=$(field '.lots[0].id')

step "the product is published"
call POST "/products/$product/publish" "$farmer"
expect 200
holds '.status == "published"' "the status published"
call GET "/products/$slug"
expect 200
jq -e --arg farm "$farm" --arg lot "$lot" '.origin.farm.id == $farm and .origin.field_name == "Ridge Field" and .variants[0].available == 10
  and .variants[0].lots[0].id == $lot' >/dev/null <<<"$body" || fail "the product's page does not say where it comes from"

echo "== A customer buys"
customer_email=customer-$run_id@example.com
step "a customer registers and searches, with a typing error"
register "Cora Customer" "$customer_email"
customer=$access
eventually "any(.items[]; .id == \"$product\")" GET "/products?q=jurney+pumkins+$run_id"
note "found as: $(field '.did_you_mean // "as typed"')"
eventually "any(.items[]; .id == \"$farm\")" GET "/farms?near=39.27,-77.63&within_km=5&q=jurney+$run_id"

step "three of them go into a cart"
cart_with "$customer" "$sku" 3
holds '.subtotal.amount == 1350' "the subtotal 13.50"

step "the order is placed and paid"
key=journey-$run_id
place "$customer" "$customer_email" pm_card_ok "$key"
expect 201
order=$(field .id)
first_answer=$body
jq -e --arg lot "$lot" '.status == "paid" and .totals.total.amount == 1350 and .lines[0].lots == [{lot: $lot, quantity: 3}]' >/dev/null <<<"$body" ||
  fail "the order must be paid, 13.50, and filled from the lot"
place "$customer" "$customer_email" pm_card_ok "$key"
[ "$status" = 201 ] && [ "$body" = "$first_answer" ] || fail "the same request again must get the first answer"

step "the customer sees it, and what happened to it"
call GET "/orders/$order" "$customer"
expect 200
holds '.status == "paid"' "the status paid"
call GET /orders "$customer"
expect 200
holds ".items[0].id == \"$order\"" "the order in the customer's list"
call GET "/orders/$order/events" "$customer"
expect 200
holds '[.items[].type] == ["placed", "paid"]' "the events placed and paid"
note "$(field '[.items[] | .at + " " + .type] | join("; ")')"

step "each event carries the hash of the one before (checked with SHA-256)"
events=$body before=
for ((i = 0; i < $(jq '.items | length' <<<"$events"); i++)); do
  # src/contexts/orders/chain.h: every part behind its length and ':'.
  canonical=$(jq -jc --arg order "$order" --arg before "$before" --argjson i "$i" '
    def ms: (sub("\\.[0-9]+Z$"; "Z") | fromdateiso8601) * 1000 + (capture("\\.(?<ms>[0-9]{3})Z$").ms | tonumber);
    .items[$i] | ["greenharvest order event 1", $order, $before, (.sequence | tostring), .type, (.at | ms | tostring), .actor, .request_id]
      + [.data | to_entries | sort_by(.key)[] | .key, .value] | map("\(utf8bytelength):\(.)") | join("")' <<<"$events")
  before=$(printf '%s' "$canonical" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=\n')
  [ "$before" = "$(jq -r ".items[$i].hash" <<<"$events")" ] || fail "the hash of event $((i + 1)) does not prove it"
done

echo "== What must not work"
step "a declined card charges nothing and holds nothing"
available
before_decline=$left
cart_with "$customer" "$sku" 1
place "$customer" "$customer_email" pm_card_declined "declined-$run_id"
expect_problem 402 card_declined
deadline=$((SECONDS + WAIT_S))
while available; [ "$left" != "$before_decline" ]; do
  [ "$SECONDS" -lt "$deadline" ] || fail "$left available $WAIT_S s after the decline, before it was $before_decline"
  sleep 0.1
done

step "more than there is is not sold; the answer says what is left"
cart_with "$customer" "$sku" 11
place "$customer" "$customer_email" pm_card_ok "too-many-$run_id"
expect 409
jq -e '[.. | objects | .available? // empty] | any(. == 7)' >/dev/null <<<"$body" || fail "the answer must say that 7 are left"
note "$(field .code): $(field '.detail // .title')"

step "somebody else's order is not there"
register "Olga Other" "other-$run_id@example.com"
other=$access
call GET "/orders/$order" "$other"
expect_problem 404 not_found
call GET "/orders/$order"
expect 404
call POST "/orders/$order/cancel" "$other"
expect 404

step "a tampered token is refused"
head=${customer%.*} signature=${customer##*.}
first=${signature:0:1}
[ "$first" = A ] && changed=B || changed=A
call GET "/orders/$order" "$head.$changed${signature:1}"
expect_problem 401 unauthenticated

step "the same Idempotency-Key with another body is refused"
cart_with "$customer" "$sku" 1
place "$customer" "$customer_email" pm_card_ok "$key"
expect_problem 422 idempotency_key_reused

step "a second step at the bank is waited for"
place "$customer" "$customer_email" pm_card_second_step "second-$run_id"
expect 202
holds '.status == "pending_payment" and .payment.next_action != null' "where the buyer does the second step"
second=$(field .id)
call POST "/orders/$second/confirm" "$customer"
expect 200
holds '.status == "paid"' "the status paid"

step "cancelling an order gives its stock back"
call POST "/orders/$second/cancel" "$customer"
expect 200
holds '.status == "cancelled"' "the status cancelled"
deadline=$((SECONDS + WAIT_S))
while available; [ "$left" != 7 ]; do
  [ "$SECONDS" -lt "$deadline" ] || fail "$left available $WAIT_S s after the cancellation, it must be 7"
  sleep 0.1
done
call POST "/orders/$second/cancel" "$customer"
[ "$status" = 200 ] || expect_problem 409 illegal_transition

step "signing out ends the session at once"
call POST /auth/logout "$other"
expect 204
call GET /me "$other"
expect 401

printf '\nThe journey is complete: %d steps, order %s.\n' "$number" "$order"
