#!/usr/bin/env python3
"""CPU time that the HTTP server and nginx's `return 200` take for one request: same bytes, a browser's headers, one core, one run.

usage: http_cpu.py BENCH_NET_SERVER [SECONDS]

Both run at the same time on core 0, wrk on the other one drives them in turn, several rounds; the median ratio counts, so that a
machine whose speed changes meanwhile does not. Prints one JSON line per figure.
"""
import json, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en-US,en;q=0.9,de;q=0.8", "Cache-Control": "max-age=0",
    "Cookie": "session=0123456789abcdef0123456789abcdef; theme=dark; cart=01HZX5J8Q2", "Sec-Ch-Ua-Mobile": "?0",
    "Sec-Ch-Ua": '"Not/A)Brand";v="8", "Chromium";v="126", "Google Chrome";v="126"', "Sec-Ch-Ua-Platform": '"Linux"',
    "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none", "Sec-Fetch-User": "?1",
    "Upgrade-Insecure-Requests": "1",
}
NGINX = """worker_processes 1; daemon off; pid {0}/nginx.pid; error_log {0}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; keepalive_requests 1000000000; server_tokens off; client_body_temp_path {0}; proxy_temp_path {0};
fastcgi_temp_path {0}; uwsgi_temp_path {0}; scgi_temp_path {0}; tcp_nodelay on;
server {{ listen 127.0.0.1:{1}; location / {{ default_type application/json; add_header ETag '"0123456789abcdef"';
add_header Cache-Control no-cache; return 200 "{2}"; }} }} }}"""


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def drive(port, seconds, script=None):
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s", "--latency"]
    for name, value in BROWSER.items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", script]
    out = subprocess.run(command + [f"http://127.0.0.1:{port}/"], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(out)
    return int(re.search(r"(\d+) requests in", out)[1]), re.search(r"99%\s+(\S+)", out)[1]


def main():
    server, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    folder = tempfile.mkdtemp()
    ours = subprocess.Popen(["taskset", "-c", "0", server, "9181", "1"], stdout=subprocess.PIPE)
    pathlib.Path(folder, "nginx.conf").write_text(NGINX.format(folder, 9182, "x" * 2048))
    nginx = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", f"{folder}/nginx.conf"])
    try:
        time.sleep(1)
        children = pathlib.Path(f"/proc/{nginx.pid}/task/{nginx.pid}/children").read_text().split()
        pipeline = pathlib.Path(folder, "pipeline.lua")
        pipeline.write_text('init = function(args) local r = {} for i = 1, 16 do r[i] = wrk.format() end req = table.concat(r) end\n'
                            'request = function() return req end\n')
        for name, script in (("", None), ("_pipelined_16", str(pipeline))):
            used = {"ours": [], "nginx": []}
            for _ in range(5):
                for who, pid, port in (("ours", ours.pid, 9181), ("nginx", int(children[0]), 9182)):
                    before = cpu_seconds(pid)
                    requests, p99 = drive(port, seconds, script)
                    used[who].append((cpu_seconds(pid) - before) / requests * 1e6)
            ratio = statistics.median(a / b for a, b in zip(used["ours"], used["nginx"]))
            for who, values in used.items():
                print(json.dumps({"bench": f"http_cpu{name}_{who}", "value": round(statistics.median(values), 2), "unit": "us/request"}))
            print(json.dumps({"bench": f"http_cpu{name}_ratio", "value": round(ratio, 2), "unit": "x nginx", "goal": 1.3,
                              "met": ratio <= 1.3}), flush=True)
    finally:
        ours.terminate()
        nginx.terminate()
        ours.wait()
        nginx.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
