"""The yardstick: an ASGI program of twenty lines that only commits bodies in groups. No secret, no limit."""

import asyncio
import os

import psycopg

waiting, something = [], asyncio.Event()


async def write():
    connection = await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)
    while await something.wait():
        something.clear()
        group, waiting[:] = waiting[:], []
        bodies = [body for body, _ in group]
        await connection.execute("INSERT INTO yardstick (body) SELECT unnest(%b::bytea[])", [bodies], prepare=True)
        for _, done in group:
            done.set_result(None)


async def app(scope, receive, send):
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "lifespan.startup":
            app.writer = asyncio.create_task(write())
            await send({"type": "lifespan.startup.complete"})
            return
        body, more = body + message.get("body", b""), message.get("more_body", False)
    waiting.append((body, done := asyncio.get_running_loop().create_future()))
    something.set()
    await done
    await send({"type": "http.response.start", "status": 202, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})
