"""Asks Python's socket module for a name's addresses; prints them, or the name of the error."""

import socket
import sys

try:
    found = socket.getaddrinfo(sys.argv[1], None, type=socket.SOCK_STREAM)
except socket.gaierror as error:
    names = {getattr(socket, name): name for name in dir(socket) if name.startswith("EAI_")}
    print(names.get(error.errno, error))
    sys.exit(1)
for entry in found:
    print(entry[4][0])
