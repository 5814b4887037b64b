import { describe, expect, it } from "vitest";
import { between, countOf, errorBudget, histogramOf, parseMetrics, quantile, sumOf } from "./metrics";

const text = `# HELP http_request_duration_seconds Time.
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{route="/api/v1/orders",method="POST",status="201",le="0.1"} 50
http_request_duration_seconds_bucket{route="/api/v1/orders",method="POST",status="201",le="0.2"} 90
http_request_duration_seconds_bucket{route="/api/v1/orders",method="POST",status="201",le="+Inf"} 100
http_request_duration_seconds_bucket{route="/api/v1/orders",method="POST",status="503",le="0.1"} 0
http_request_duration_seconds_bucket{route="/api/v1/orders",method="POST",status="503",le="0.2"} 0
http_request_duration_seconds_bucket{route="/api/v1/orders",method="POST",status="503",le="+Inf"} 4
odd_total{name="a \\"b\\" \\\\ c"} 3
http_connections 7
`;

describe("the figures of /metrics", () => {
  const figures = parseMetrics(text);
  const orders = histogramOf(figures, "http_request_duration_seconds", (labels) => labels.status === "201");
  it("are read with their labels, escapes among them", () => {
    expect(sumOf(figures, "http_connections")).toBe(7);
    expect(figures.get("odd_total")?.[0]?.labels.name).toBe('a "b" \\ c');
  });
  it("add up over series", () => {
    expect(countOf(histogramOf(figures, "http_request_duration_seconds"))).toBe(104);
    expect(orders.below).toEqual([50, 90, 100]);
  });
  it("give quantiles, linear inside a bucket", () => {
    expect(quantile(orders, 0.5)).toBeCloseTo(0.1);
    expect(quantile(orders, 0.7)).toBeCloseTo(0.15);
    expect(quantile(orders, 0.99)).toBe(0.2);
    expect(quantile({ bounds: [1, Infinity], below: [0, 0] }, 0.5)).toBeUndefined();
  });
  it("have a difference, and none across a restart", () => {
    const later = { bounds: orders.bounds, below: [60, 110, 120] };
    expect(between(orders, later).below).toEqual([10, 20, 20]);
    expect(between(later, orders)).toBe(orders);
  });
  it("spend the error budget", () => {
    expect(errorBudget(0, 0)).toBe(1);
    expect(errorBudget(100_000, 25)).toBeCloseTo(0.75);
    expect(errorBudget(1000, 10)).toBe(0);
  });
});
