package com.orchestrator.router;

/**
 * A queue of the broker, as the leader saw it last.
 *
 * @param messages that wait in it; what was delivered and not acknowledged is not among them
 * @param consumers that listen to it
 */
public record BrokerQueue(String name, long messages, long consumers) {}
