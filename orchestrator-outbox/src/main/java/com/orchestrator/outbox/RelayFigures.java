package com.orchestrator.outbox;

/**
 * What a relay has done since it began.
 *
 * @param leads whether it is the one that hands over
 * @param reachable whether the server and the database answered last
 * @param handedOver messages that the server has, each time counted that it was given one
 * @param putOff tries after which a message waits on
 * @param refused messages that wait for a person
 * @param lastFault what went wrong last, with the server, the database or a message; empty when nothing has
 */
public record RelayFigures(
        boolean leads, boolean reachable, long handedOver, long putOff, long refused, String lastFault) {}
