"""A TCP relay between a node and its store, that can be cut and frozen: a network that breaks, without the rights that a namespace of the
system would need. A process of its own, so that it stands in the way of nobody.

Frozen: nothing passes and nothing is closed, as when packets are dropped. Cut: what runs is reset and nothing new is accepted.
"""
import asyncio
import multiprocessing

CHUNK_BYTES = 1 << 16


async def serve(port_out, target, orders):
    flowing = asyncio.Event()
    flowing.set()
    state = {"cut": False, "open": set()}

    async def pump(reader, writer):
        try:
            while data := await reader.read(CHUNK_BYTES):
                await flowing.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async def accept(reader, writer):
        if state["cut"]:
            writer.transport.abort()
            return
        try:
            onward_reader, onward = await asyncio.open_connection(*target)
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, onward)
        state["open"].add(pair)
        await asyncio.gather(pump(reader, onward), pump(onward_reader, writer))
        state["open"].discard(pair)

    listener = await asyncio.start_server(accept, "127.0.0.1", 0, backlog=256)
    port_out.send(listener.sockets[0].getsockname()[1])
    while True:
        while not orders.poll():
            await asyncio.sleep(0.01)
        order = orders.recv()
        if order == "freeze":
            flowing.clear()
        elif order == "cut":
            state["cut"] = True
            for pair in list(state["open"]):
                for writer in pair:
                    writer.transport.abort()
        elif order == "heal":
            state["cut"] = False
            flowing.set()
        else:
            return


def main(port_out, target, orders):
    asyncio.run(serve(port_out, target, orders))


class Relay:
    """target: (host, port)."""

    def __init__(self, target):
        port_in, port_out = multiprocessing.Pipe(False)
        orders, self.orders = multiprocessing.Pipe(False)
        self.process = multiprocessing.Process(target=main, args=(port_out, target, orders), daemon=True)
        self.process.start()
        if not port_in.poll(20):
            raise RuntimeError("the relay did not start")
        self.port = port_in.recv()

    def tell(self, order):
        """freeze, cut, heal, end"""
        self.orders.send(order)

    def end(self):
        self.process.terminate()
        self.process.join(5)


if __name__ == "__main__":  # a look by hand: relay.py HOST PORT
    import sys
    relay = Relay((sys.argv[1], int(sys.argv[2])))
    print(relay.port, flush=True)
    for line in sys.stdin:
        relay.tell(line.strip())
