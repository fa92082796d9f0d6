package com.orchestrator.outbox.relay;

import com.orchestrator.api.fleet.OutboxState;

/**
 * What a relay has done since it began.
 *
 * @param handedOver messages that the server has, each time counted that it was given one
 * @param putOff tries after which a message waits on
 * @param refused messages that wait for a person
 * @param lastFault what went wrong last, with the server, the database or a message; empty when nothing has
 */
public record RelayFigures(OutboxState state, long handedOver, long putOff, long refused, String lastFault) {

    /** Whether it is the one that hands over. */
    public boolean leads() {
        return state == OutboxState.LEADS;
    }

    /** Whether the server and the database answered last. */
    public boolean reachable() {
        return state == OutboxState.LEADS || state == OutboxState.FOLLOWS;
    }
}
