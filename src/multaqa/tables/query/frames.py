"""Messages over a socket: one byte that says what it is, the length, the content."""

from __future__ import annotations

import socket
import struct
from typing import Any

QUESTION, SCHEMA, BATCH, END, ERROR = b"Q", b"S", b"B", b"E", b"X"

_HEAD = struct.Struct("!cQ")


class BrokenFrame(Exception):
    """The other side ended or sent what is no message."""


def send_frame(channel: socket.socket, kind: bytes, content: Any) -> None:
    """Send one message; ``content`` is bytes or any buffer of bytes."""
    view = memoryview(content).cast("B")
    channel.sendall(_HEAD.pack(kind, len(view)))
    channel.sendall(view)


def receive_frame(channel: socket.socket, most_bytes: int) -> tuple[bytes, bytearray]:
    """The kind and content of the next message.

    Raises BrokenFrame when there is none or it is longer than ``most_bytes``, TimeoutError as the socket does.
    """
    kind, length = _HEAD.unpack(_receive(channel, _HEAD.size))
    if length > most_bytes:
        raise BrokenFrame
    return kind, _receive(channel, length)


def _receive(channel: socket.socket, length: int) -> bytearray:
    content = bytearray(length)
    view = memoryview(content)
    while view:
        try:
            received = channel.recv_into(view)
        except ConnectionError:
            raise BrokenFrame from None
        if not received:
            raise BrokenFrame
        view = view[received:]
    return content
