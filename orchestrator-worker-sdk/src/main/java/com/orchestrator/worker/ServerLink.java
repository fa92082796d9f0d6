package com.orchestrator.worker;

/** All that connects a worker with its server: the calls, what it says of itself, and whether it is heard. */
record ServerLink(WorkerWire wire, Presence presence, ServerContact contact) {}
